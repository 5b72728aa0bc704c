"""The one repair that needs a person's word: the register is right again after another database took its place."""

from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .core.ports import StoreError
from .issues import REPLACED_ISSUES, forget_replaced


class ConfirmRegisterFlow(RepairsFlow):
    """Say what happened to the database, and take a person's word that the register is complete."""

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
            await entries[0].runtime_data.confirm_register()
        except StoreError:
            return self.async_abort(reason="not_saved")
        forget_replaced(self.hass)
        return self.async_create_entry(data={})


async def async_create_fix_flow(_hass: HomeAssistant, issue_id: str, _data: dict[str, Any] | None) -> RepairsFlow:
    """Return the flow of an issue that a click can settle; there is no other kind here."""
    if issue_id not in REPLACED_ISSUES:
        message = f"The issue {issue_id} is not settled by a click"
        raise HomeAssistantError(message)
    return ConfirmRegisterFlow()
