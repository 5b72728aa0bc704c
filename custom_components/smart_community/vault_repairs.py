"""Repairs of the vault: a recovery phrase is shown once, or asked for after a move; or the names are given up."""

import secrets
from typing import Any, Final

import probatio as vol
from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.helpers.selector import TextSelector

from .access import account_of_request
from .const import DOMAIN
from .core.phrase import PhraseError, last_group, make_phrase, read_phrase
from .core.ports import StoreError
from .desks.vault import VaultDesk
from .store.keys import WrongPhraseError

LAST_GROUP: Final = "last_group"
PHRASE: Final = "phrase"
_NOT_RUNNING: Final = "not_running"

SHOWN_SCHEMA: Final = vol.Schema({vol.Required(LAST_GROUP): TextSelector()})
_ASKED_SCHEMA: Final = vol.Schema({vol.Required(PHRASE): TextSelector()})


def new_phrase() -> str:
    """Return a recovery phrase that nobody has seen."""
    return make_phrase(secrets.randbelow)


def is_last_group(typed: str, phrase: str) -> bool:
    """Return whether somebody typed the last group of a phrase, however they write it."""
    # As a whole phrase, so that what is misread there is misread here.
    try:
        return read_phrase(phrase.removesuffix(last_group(phrase)) + typed) == phrase
    except PhraseError:
        return False


class _VaultFlow(RepairsFlow):
    """What the repairs of the vault share."""

    def _desk(self) -> VaultDesk | None:
        entries = self.hass.config_entries.async_loaded_entries(DOMAIN)
        return entries[0].runtime_data.vault if entries else None


class NewPhraseFlow(_VaultFlow):
    """Show a new phrase, and use it once a person has shown that they have it."""

    def __init__(self) -> None:
        """Make the phrase: it lives in this flow only."""
        self._phrase = new_phrase()

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Begin with the phrase."""
        return await self.async_step_phrase()

    async def async_step_phrase(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Show the phrase until its last group is typed, then wrap the keys with it."""
        errors: dict[str, str] = {}
        if user_input is not None:
            if is_last_group(user_input[LAST_GROUP], self._phrase):
                return await self._take()
            errors[LAST_GROUP] = "last_group_wrong"
        return self.async_show_form(
            step_id="phrase",
            data_schema=SHOWN_SCHEMA,
            description_placeholders={"phrase": self._phrase},
            errors=errors,
        )

    async def _take(self) -> RepairsFlowResult:
        if (desk := self._desk()) is None:
            return self.async_abort(reason=_NOT_RUNNING)
        try:
            await desk.take_phrase(self._phrase, account_of_request())
        except StoreError:
            return self.async_abort(reason="not_saved")
        return self.async_create_entry(data={})


class UnlockFlow(_VaultFlow):
    """Ask for the phrase of a database that came without its key, or give up what is sealed in it."""

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Begin with what can be done: without wrapped keys, there is nothing that a phrase could open."""
        desk = self._desk()
        if desk is None or desk.state is None:
            return self.async_abort(reason=_NOT_RUNNING)
        if not desk.state.has_phrase:
            return await self.async_step_give_up()
        return self.async_show_menu(step_id="init", menu_options=["unlock", "give_up"])

    async def async_step_unlock(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Ask for the phrase until it is right."""
        errors: dict[str, str] = {}
        if user_input is not None:
            if (desk := self._desk()) is None:
                return self.async_abort(reason=_NOT_RUNNING)
            try:
                await desk.unlock(read_phrase(user_input[PHRASE]), account_of_request())
            except PhraseError:
                errors[PHRASE] = "phrase_mistyped"
            except WrongPhraseError:
                errors[PHRASE] = "phrase_wrong"
            except StoreError:
                return self.async_abort(reason="not_saved")
            else:
                return self.async_create_entry(data={})
        return self.async_show_form(step_id="unlock", data_schema=_ASKED_SCHEMA, errors=errors)

    async def async_step_give_up(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Ask once more, then go on without the names."""
        if user_input is None:
            return self.async_show_form(step_id="give_up", data_schema=vol.Schema({}))
        if (desk := self._desk()) is None:
            return self.async_abort(reason=_NOT_RUNNING)
        try:
            await desk.give_up(account_of_request())
        except StoreError:
            return self.async_abort(reason="not_saved")
        return self.async_create_entry(data={})


def vault_flow(issue_id: str) -> RepairsFlow:
    """Return the flow of an issue of the vault (`issues.report_vault`)."""
    return UnlockFlow() if issue_id in {"vault_locked", "vault_lost"} else NewPhraseFlow()
