"""The repairs that need a person's word: the register is right again, somebody knows that the journal is broken."""

from abc import abstractmethod
from typing import Any, override

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir

from .access import account_of_request
from .const import DOMAIN
from .core.ports import StoreError
from .issues import JOURNAL_ISSUE, REPLACED_ISSUES, VAULT_ISSUES, forget_replaced
from .runtime import Runtime
from .vault_repairs import vault_flow


class ConfirmFlow(RepairsFlow):
    """Say what happened, and take a person's word."""

    @abstractmethod
    async def settle(self, runtime: Runtime, by: str) -> None:
        """Record the word of an account. May raise StoreError."""

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Begin with the question: whatever came along was not answered by anyone."""
        return await self.async_step_confirm()

    async def async_step_confirm(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Ask, then have the running community record the answer."""
        if user_input is None:
            issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
            return self.async_show_form(
                step_id="confirm",
                description_placeholders=issue.translation_placeholders if issue else None,
            )
        entries = self.hass.config_entries.async_loaded_entries(DOMAIN)
        if not entries:
            return self.async_abort(reason="not_running")
        try:
            await self.settle(entries[0].runtime_data, account_of_request())
        except StoreError:
            return self.async_abort(reason="not_saved")
        return self.async_create_entry(data={})


class ConfirmRegisterFlow(ConfirmFlow):
    """The database was replaced: take a person's word that the register is complete."""

    @override
    async def settle(self, runtime: Runtime, by: str) -> None:
        await runtime.confirm_register(by)
        forget_replaced(self.hass)


class NoteJournalFlow(ConfirmFlow):
    """The journal is not what was written: take a person's word that he knows, and has looked into it."""

    @override
    async def settle(self, runtime: Runtime, by: str) -> None:
        await runtime.records.watch.take_note(by)


async def async_create_fix_flow(_hass: HomeAssistant, issue_id: str, _data: dict[str, Any] | None) -> RepairsFlow:
    """Return the flow of an issue that a click can settle; there is no other kind here."""
    if issue_id == JOURNAL_ISSUE:
        return NoteJournalFlow()
    if issue_id in VAULT_ISSUES:
        return vault_flow(issue_id)
    if issue_id not in REPLACED_ISSUES:
        message = f"The issue {issue_id} is not settled by a click"
        raise HomeAssistantError(message)
    return ConfirmRegisterFlow()
