"""Who let an automation run by hand: what it then does, it does as that account, never as a rule.

Home Assistant gives each run of an automation a new context without a user; only its parent tells where it came from.
"""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.const import ATTR_DOMAIN, ATTR_SERVICE, EVENT_CALL_SERVICE
from homeassistant.core import Context, Event, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

# Runs by hand that are remembered: months of a community's.
MOST_RUNS: Final = 10_000

# The action with which a person runs an automation; a script hands on the context of whoever started it.
_RUN: Final = ("automation", "trigger")
# Whose run it was is forgotten: no account has this id, so nobody may do anything.
_FORGOTTEN: Final = ""


class RuleRuns:
    """The accounts behind the contexts with which automations were run. Used on the event loop only."""

    def __init__(self) -> None:
        """Begin with none: no run outlives a restart."""
        self._accounts: dict[str, str] = {}
        # The newest context that was dropped. Ids of contexts are ULIDs, so an older one sorts before it.
        self._dropped = ""

    @callback
    def note(self, context: Context) -> None:
        """Remember that an automation is run by a call with this context."""
        if (account := self.account_of(context)) is None:
            return
        self._accounts[context.id] = account
        if len(self._accounts) > MOST_RUNS:
            oldest = next(iter(self._accounts))
            del self._accounts[oldest]
            self._dropped = max(self._dropped, oldest)

    @callback
    def account_of(self, context: Context) -> str | None:
        """Return the account that acts: the call's own, or whose run this is; None: a rule, by its own trigger."""
        if context.user_id is not None or context.parent_id is None:
            return context.user_id
        forgotten = _FORGOTTEN if context.parent_id <= self._dropped else None
        return self._accounts.get(context.parent_id, forgotten)


RULE_RUNS: Final[HassKey[RuleRuns]] = HassKey("smart_community_rule_runs")


@callback
def async_watch_rule_runs(hass: HomeAssistant) -> None:
    """Listen from now on to who runs automations."""
    runs = hass.data[RULE_RUNS] = RuleRuns()

    @callback
    def is_run(data: Mapping[str, Any]) -> bool:
        return (data[ATTR_DOMAIN], data[ATTR_SERVICE]) == _RUN

    @callback
    def run(event: Event) -> None:
        runs.note(event.context)

    hass.bus.async_listen(EVENT_CALL_SERVICE, run, event_filter=is_run)
