"""What a push says: the kind, the number and the building, in the language of the instance.

No person and no home: relayed pushes leave the country, and a lock screen is read by whoever passes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ...const import DOMAIN
from ...core.community import building_key
from ...core.incident import Incident

_OPTION: Final = f"component.{DOMAIN}.selector.{{}}.options.{{}}"
# Lines of one message to a group: the shortest limit of the chats we know is 2,048 bytes.
_MOST_LINES: Final = 20
_DEVICE: Final = f"component.{DOMAIN}.device.{{}}.name"


@dataclass(frozen=True, slots=True)
class Text:
    """A push in words; `line` is all of it in one, for channels that have no title."""

    title: str
    message: str
    line: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """The integration's words in one language. A missing one is never a reason not to tell."""

    language: str
    options: Mapping[str, str]
    devices: Mapping[str, str]

    def option(self, selector: str, option: str) -> str:
        """Return what an option of a selector is called."""
        return self.options.get(_OPTION.format(selector, option), option)

    def building(self, name: str) -> str:
        """Return what a building is called."""
        return self.devices.get(_DEVICE.format(building_key(name)), "{name}").format(name=name)

    def alarm(self, incident: Incident, building: str | None, said: str | None) -> Text:
        """Return the push about one incident; `building` is the building's name, `said` a rule's own words instead."""
        title = f"{self.option('kind', incident.kind)} #{incident.number}"
        message = said or (self.option("push", "no_place") if building is None else self.building(building))
        return Text(title, message, self.option("push", "line").format(title=title, message=message))

    def storm(self, count: int) -> Text:
        """Return the push that speaks for so many incidents."""
        title = self.option("push", "storm").format(count=count)
        message = self.option("push", "storm_message")
        return Text(title, message, self.option("push", "line").format(title=title, message=message))

    def group(self, lines: Sequence[str]) -> Text:
        """Return the message to a group that holds all of `lines`, as far as a chat takes them."""
        if len(lines) == 1:
            return Text("", lines[0], lines[0])
        shown = list(lines[:_MOST_LINES])
        if (more := len(lines) - len(shown)) > 0:
            shown.append(self.option("push", "more").format(count=more))
        title = self.option("push", "storm").format(count=len(lines))
        message = "\n".join(shown)
        return Text(title, message, f"{title}\n{message}")

    def test(self) -> Text:
        """Return the push that only tests a channel."""
        title, message = self.option("push", "test"), self.option("push", "test_message")
        return Text(title, message, self.option("push", "line").format(title=title, message=message))


async def load_phrases(hass: HomeAssistant) -> Phrases:
    """Return our words in the language of the instance; Home Assistant holds them in memory once they are loaded."""
    language = hass.config.language
    options = await async_get_translations(hass, language, "selector", (DOMAIN,))
    devices = await async_get_translations(hass, language, "device", (DOMAIN,))
    return Phrases(language, options, devices)
