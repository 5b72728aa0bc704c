"""The story of an incident as lines of plain text, as a person reads it in a terminal or in a mail. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from typing import Final

from custom_components.smart_community.core.delivery import Delivery, DeliveryState
from custom_components.smart_community.core.incident import Change, Incident
from custom_components.smart_community.core.report import Line, story
from custom_components.smart_community.core.report_page import Words

# That it waits to be sent is told by what became of it.
_LEFT_OUT: Final = frozenset({DeliveryState.QUEUED})
# What an answer is to: all that its sender was sent, whatever the step.
_OF_ALL_STEPS: Final = frozenset({DeliveryState.RECEIVED, DeliveryState.SEEN})


def told_as_text(
    incident: Incident, deliveries: Iterable[Delivery], words: Words, name_of: Callable[[str], str], zone: tzinfo
) -> list[str]:
    """Return what happened, a line each: time in `zone`, what, and who.

    Deliveries of one step that came to the same within one second share a line. `name_of` turns an actor or a
    recipient into what people call him.
    """
    told: list[tuple[datetime, str, dict[str, None]]] = []
    # The lines of deliveries that may still be joined, by what is shared.
    open_lines: dict[object, dict[str, None]] = {}
    for line in story(incident, deliveries):
        if line.what in _LEFT_OUT:
            continue
        if line.delivery is None:
            open_lines = {}
            told.append((line.at, _happened(line, words, name_of), {}))
            continue
        said = _said(line.delivery, line.what, words)
        shared = (line.at.replace(microsecond=0), said)
        if shared not in open_lines:
            open_lines[shared] = {}
            told.append((line.at, said, open_lines[shared]))
        open_lines[shared][_whom(line, line.delivery, words, name_of)] = None
    return [
        f"{at.astimezone(zone):%H:%M:%S}  {': '.join(filter(None, (said, ', '.join(people))))}"
        for at, said, people in told
    ]


def _happened(line: Line, words: Words, name_of: Callable[[str], str]) -> str:
    said, text = words.option("timeline", line.what), line.text
    if line.what in {Change.ESCALATED, Change.NOBODY_TOLD}:
        text = words.option("report", "level").format(level=text)
    elif line.what is Change.CALLED_BACK and text:
        text = words.option("call_outcome", text)
    elif line.what in {Change.OPENED, Change.AGAIN} and text:
        text = words.event(text)
    who = "" if line.by in {None, "system"} else name_of(line.by or "")
    return ": ".join(filter(None, (" · ".join(filter(None, (said, who))), text)))


def _said(delivery: Delivery, what: Change | DeliveryState, words: Words) -> str:
    said = words.option("delivery_state", what)
    if what in _OF_ALL_STEPS:
        return said
    return f"{said} ({words.option('report', 'turn').format(round=delivery.round, step=delivery.step)})"


def _whom(line: Line, delivery: Delivery, words: Words, name_of: Callable[[str], str]) -> str:
    error = words.option("delivery_error", line.text) if line.text else ""
    return f"{name_of(delivery.recipient)} ({': '.join(filter(None, (delivery.channel, error)))})"
