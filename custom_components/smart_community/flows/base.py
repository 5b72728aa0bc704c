"""What the subentry flows share: one form that is shown again with errors until it can be saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, override

from homeassistant.config_entries import SOURCE_USER, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.core import callback

if TYPE_CHECKING:
    import probatio as vol

    from ..runtime import Runtime

BASE: Final = "base"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a form: `errors` by field, or what to save. `placeholders`: for the words of the errors."""

    title: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    placeholders: Mapping[str, str] = field(default_factory=dict)


class FormFlow(ConfigSubentryFlow):
    """One form, for a new subentry (`user`) and for one that is there (`reconfigure`).

    A subclass gives the form (`schema`), what it begins with (`proposed`), and takes the answers (`judge`).
    """

    # What is kept when its field is left empty: a password is not shown again.
    kept_when_empty: tuple[str, ...] = ()

    async def schema(self) -> vol.Schema:
        """Return the form."""
        raise NotImplementedError

    async def proposed(self) -> Mapping[str, Any]:
        """Return what a new subentry's form begins with."""
        return {}

    def stored(self, title: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return how a stored subentry is shown in the form."""
        return {"name": title, **data}

    async def judge(self, answers: Mapping[str, Any]) -> Outcome:
        """Return what came of the answers."""
        raise NotImplementedError

    async def refused(self) -> str | None:
        """Return why no subentry can be made now (an abort's reason), or None."""
        return None

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a new one."""
        if (reason := await self.refused()) is not None:
            return self.async_abort(reason=reason)
        return await self._step("user", user_input)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change one that is there; nothing is reloaded, the wiring takes it over."""
        return await self._step("reconfigure", user_input)

    async def _step(self, step: str, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        outcome = Outcome()
        shown: Mapping[str, Any] = user_input or {}
        if user_input is None:
            shown = await self.proposed() if self.is_new else self._shown_as_stored()
        else:
            outcome = await self.judge(self._with_kept(user_input))
            if not outcome.errors:
                return self._save(outcome)
        suggested = {key: value for key, value in shown.items() if value is not None}
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(await self.schema(), suggested),
            errors=dict(outcome.errors),
            description_placeholders=dict(outcome.placeholders),
        )

    def _save(self, outcome: Outcome) -> SubentryFlowResult:
        if self.is_new:
            return self.async_create_entry(title=outcome.title, data=dict(outcome.data))
        # The reason is named so that our own text is shown: Home Assistant's exists in few languages.
        return self.async_update_and_abort(
            self._get_entry(),
            self._get_reconfigure_subentry(),
            title=outcome.title,
            data=dict(outcome.data),
            reason="reconfigure_successful",
        )

    def _shown_as_stored(self) -> Mapping[str, Any]:
        subentry = self._get_reconfigure_subentry()
        return {
            key: value
            for key, value in self.stored(subentry.title, subentry.data).items()
            if key not in self.kept_when_empty
        }

    def _with_kept(self, user_input: Mapping[str, Any]) -> Mapping[str, Any]:
        if self.is_new:
            return user_input
        before = self._get_reconfigure_subentry().data
        return {**user_input, **{key: user_input.get(key) or before.get(key) for key in self.kept_when_empty}}

    @property
    def is_new(self) -> bool:
        """Whether a new subentry is being made."""
        return self.source == SOURCE_USER

    @property
    def own_id(self) -> str | None:
        """The id of the subentry that is being changed, None for a new one."""
        return None if self.is_new else self._reconfigure_subentry_id

    @property
    def runtime(self) -> Runtime | None:
        """The running community, None while it does not run."""
        return getattr(self._get_entry(), "runtime_data", None)

    @override
    @callback
    def async_remove(self) -> None:
        """Nothing is held that must be let go."""


def text_of(answers: Mapping[str, Any], key: str) -> str:
    """Return an answer without the spaces around it; "" if the field was left empty."""
    return str(answers.get(key) or "").strip()
