"""The copy of an incident as a page for printing: A4, black on white, complete in itself, everything escaped. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any, Final, Protocol

from .delivery import DeliveryState
from .incident import Change, Resolution
from .phrases import SAID_CODES
from .printed import Setting, document, table, two_columns

_STYLE: Final = """
table.told { font-size: 8pt; } code { font: 9pt monospace; overflow-wrap: anywhere; } p { margin: 1mm 0; }
"""
# Of the states of a delivery, those that it passes through if all goes well.
_COLUMNS: Final = (DeliveryState.QUEUED, DeliveryState.HANDED_OVER, DeliveryState.RECEIVED, DeliveryState.SEEN)


class Words(Protocol):
    """The words of one language."""

    def option(self, selector: str, option: str) -> str:
        """Return what an option of a selector is called."""

    def building(self, name: str) -> str:
        """Return what a building is called."""

    def event(self, event: str) -> str:
        """Return what an event of a device is called."""


def printable(copy: Mapping[str, Any], sha256: str, setting: Setting[Words]) -> str:
    """Return a copy (`incident_copy` with what is laid over it) as one HTML document; `sha256` is that of its JSON."""
    return _Page(copy, sha256, setting).document()


class _Page:
    """One page in the making."""

    def __init__(self, copy: Mapping[str, Any], sha256: str, setting: Setting[Words]) -> None:
        self._copy = copy
        self._incident: Mapping[str, Any] = copy["incident"]
        self._names: Mapping[str, str] = copy["names"]
        self._sha256 = sha256
        self._setting = setting
        self._words = setting.words

    def document(self) -> str:
        title = self._label("title").format(
            number=self._incident["number"], kind=self._words.option("kind", self._incident["kind"])
        )
        parts = [
            f"<h1>{escape(title)}</h1>",
            self._facts(),
            self._people(),
            self._section("story", self._story()),
            self._media(),
            self._section("deliveries", self._deliveries()),
            self._section("proof", self._proof()),
        ]
        return document(title, parts, sha256=self._sha256, language=self._setting.language, style=_STYLE)

    def _label(self, key: str) -> str:
        return self._words.option("report", key)

    def _section(self, key: str, body: str) -> str:
        return f"<h2>{escape(self._label(key))}</h2>\n{body}"

    def _time(self, at: str | None) -> str:
        if at is None:
            return ""
        return datetime.fromisoformat(at).astimezone(self._setting.zone).isoformat(" ", "milliseconds")[:23]

    def _who(self, actor: str | None) -> str:
        if actor is None:
            return ""
        if actor in {"system", "automation"}:
            return self._label(actor)
        return self._names.get(actor, actor)

    def _facts(self) -> str:
        incident = self._incident
        resolution = incident["resolution"]
        facts = {
            "site": self._copy["site"]["name"],
            "place": self._place(),
            "severity": self._words.option("severity", incident["severity"]),
            "opened_at": self._time(incident["opened_at"]),
            "acknowledged_at": self._time(incident["acknowledged_at"]),
            "acknowledged_by": self._who(incident["acknowledged_by"]),
            "resolved_at": self._time(incident["resolved_at"]),
            "resolution": "" if resolution is None else self._words.option("resolution", Resolution(resolution)),
            "incident_id": incident["id"],
        }
        return two_columns((self._label(key), value) for key, value in facts.items() if value)

    def _place(self) -> str:
        home = self._copy["home"] or {}
        building = self._copy["building"]
        parts = ["" if building is None else self._words.building(building), home.get("unit"), home.get("number")]
        return ", ".join(part for part in parts if part)

    def _people(self) -> str:
        home = self._copy["home"]
        if home is None:
            return f"<p>{escape(self._label('people_left_out'))}</p>"
        plain = [(self._label(key), home[key]) for key in ("household", "access", "key_safe", "note") if home.get(key)]
        residents = ", ".join(home.get("residents", ()))
        contacts = [" ".join(filter(None, contact.values())) for contact in home.get("contacts", ())]
        rows = [*plain, (self._label("residents"), residents), (self._label("contacts"), "\n".join(contacts))]
        return self._section("people", two_columns((label, value) for label, value in rows if value))

    def _story(self) -> str:
        rows = [
            (self._time(line["at"]), *(self._told(line) if "recipient" in line else self._happened(line)))
            for line in self._copy["story"]
        ]
        left_out = "" if self._copy["words"] else f"<p>{escape(self._label('words_left_out'))}</p>\n"
        return left_out + self._table(("time", "what", "who", "details"), rows)

    def _happened(self, line: Mapping[str, Any]) -> tuple[str, str, str]:
        text = line.get("text") or ""
        match line["what"]:
            case Change.OPENED | Change.AGAIN if line.get("by") == self._incident["device"]:
                text = self._words.event(text)
            case Change.ESCALATED | Change.NOBODY_TOLD:
                text = self._label("level").format(level=text)
            case Change.CALLED_BACK:
                text = self._words.option("call_outcome", text)
            case Change.FELL | Change.WITHDRAWN:
                text = self._words.option("fall_class", text)
            case Change.SAID if text in SAID_CODES:
                text = self._words.option("spoken", text)
            case Change.RESOLVED:
                found = self._words.option("resolution", self._incident["resolution"])
                text = f"{found}: {text}" if text else found
        return self._words.option("timeline", line["what"]), self._who(line.get("by")), text

    def _told(self, line: Mapping[str, Any]) -> tuple[str, str, str]:
        error = line.get("text")
        details = [
            self._channel(line["channel"]),
            self._label("turn").format(round=line["round"], step=line["step"]),
            self._words.option("delivery_error", error) if error else "",
        ]
        said = self._words.option("delivery_state", line["what"])
        return said, self._recipient(line), "; ".join(part for part in details if part)

    def _recipient(self, told: Mapping[str, Any]) -> str:
        role = self._words.option("audience", told["role"])
        name = self._names.get(told["recipient"])
        return f"{name} ({role})" if name else role

    def _channel(self, channel: str) -> str:
        return self._label(channel) if channel in {"mobile_app", "none"} else channel

    def _media(self) -> str:
        """Return the list of pictures and sounds; none of them is in a copy that leaves the house."""
        kinds = {"snapshot": "media_snapshot", "clip": "media_clip", "audio": "media_audio"}
        cameras: Mapping[str, str] = self._copy.get("cameras", {})
        rows = [
            (
                self._time(one["at"]),
                self._label(kinds[one["kind"]]),
                cameras.get(one["camera"] or "", ""),
                self._label("media_lost") if "lost" in one else "",
            )
            for one in self._incident["media"]
        ]
        return self._section("media", self._table(("time", "what", "camera", "details"), rows)) if rows else ""

    def _deliveries(self) -> str:
        headings = [self._words.option("delivery_state", state) for state in _COLUMNS]
        headings += [self._words.option("timeline", Change.ACKNOWLEDGED)]
        headings += [self._words.option("delivery_state", DeliveryState.FAILED)]
        rows = []
        for told in self._incident["deliveries"]:
            times = [told["times"].get(state) for state in _COLUMNS]
            times += [told.get("acknowledged_at"), told["times"].get(DeliveryState.FAILED)]
            rows.append((self._recipient(told), self._channel(told["channel"]), *map(self._time, times)))
        return table([self._label("who"), self._label("channel"), *headings], rows, "told")

    def _proof(self) -> str:
        exported, journal = self._copy["exported"], self._copy["journal"]
        said = {
            "exported": f"{self._time(exported['at'])}, {self._who(exported['by'])}",
            "zone": self._setting.zone_name,
            "journal_head": f"{journal['seq']}: {journal['hash']}",
            "sha256": self._sha256,
        }
        facts = two_columns((self._label(key), value) for key, value in said.items())
        return f"{facts}\n<p>{escape(self._label('sha256_how'))}</p>"

    def _table(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        return table([self._label(heading) for heading in headings], rows, "story")
