"""Routes of events and reviews: looking, finding, writing on them, making and ending events of one's own."""

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from .answers import Answer, body_of, failure, invalid, query_of, success, told, visitor_of
from .records import EventRow, ReviewRow
from .site import Version

if TYPE_CHECKING:
    from .server import SimulatedFrigate

LONGEST_TEXT = 100
NOT_FOUND = 404

type OfEvent = Callable[[EventRow, web.Request], Awaitable[web.Response]]


def event_answers(frigate: SimulatedFrigate) -> list[Answer]:
    """Return the routes of events."""

    def of(handler: OfEvent, missing: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            event_id = request.match_info["event_id"]
            row = frigate.records.events.get(event_id)
            if row is None:
                return failure(missing.format(event_id), NOT_FOUND)
            return await handler(row, request)

        return handle

    routes = _Events(frigate)
    return [
        Answer("GET", "/events", routes.find),
        Answer("GET", "/event_ids", routes.by_ids),
        Answer("GET", "/events/{event_id}", routes.get),
        Answer("DELETE", "/events/{event_id}", of(routes.delete, "Event {} not found"), admin=True),
        Answer("POST", "/events/{event_id}/retain", of(routes.retain, "Event {} not found"), admin=True),
        Answer("DELETE", "/events/{event_id}/retain", of(routes.release, "Event {} not found"), admin=True),
        Answer("POST", "/events/{event_id}/sub_label", of(routes.sub_label, "Event {} not found."), admin=True),
        Answer(
            "POST",
            "/events/{event_id}/recognized_license_plate",
            of(routes.plate, "Event {} not found."),
            admin=True,
        ),
        Answer("POST", "/events/{event_id}/attributes", of(routes.attributes, "Event {} not found."), admin=True),
        Answer("POST", "/events/{event_id}/description", of(routes.description, "Event {} not found"), admin=True),
        Answer("POST", "/events/{camera_name}/{label}/create", routes.create, admin=True),
        Answer("PUT", "/events/{event_id}/end", of(routes.end, "Event {} not found."), admin=True),
    ]


class _Events:
    def __init__(self, frigate: SimulatedFrigate) -> None:
        self._frigate = frigate

    async def find(self, request: web.Request) -> web.Response:
        numbers = ("after", "before", "limit", "min_score", "max_score", "has_clip", "has_snapshot", "in_progress")
        for name in (*numbers, "favorites"):
            if (value := request.query.get(name)) is not None and not _is_number(value):
                return invalid(("query", name), "Input should be a valid number", "float_parsing")
        return told(self._frigate.records.find_events(query_of(request), visitor_of(request).cameras))

    async def by_ids(self, request: web.Request) -> web.Response:
        if "ids" not in request.query:
            return invalid(("query", "ids"), "Field required", "missing")
        rows = self._frigate.records.events
        return told([rows[one].told() for one in request.query["ids"].split(",") if one in rows])

    async def get(self, request: web.Request) -> web.Response:
        row = self._frigate.records.events.get(request.match_info["event_id"])
        return told("Event not found", NOT_FOUND) if row is None else told(row.told())

    async def delete(self, row: EventRow, _: web.Request) -> web.Response:
        del self._frigate.records.events[row.id]
        return success(f"Event {row.id} deleted")

    async def retain(self, row: EventRow, _: web.Request) -> web.Response:
        row.retained = True
        return success(f"Event {row.id} retained")

    async def release(self, row: EventRow, _: web.Request) -> web.Response:
        row.retained = False
        return success(f"Event {row.id} un-retained")

    async def sub_label(self, row: EventRow, request: web.Request) -> web.Response:
        body = await body_of(request)
        if (wrong := _text_wrong(body, "subLabel")) is not None:
            return wrong
        text, score = str(body["subLabel"]) or None, body.get("subLabelScore")
        # No score: a person said so, and Frigate takes a person's word for certain.
        said = score if isinstance(score, int | float) else 1.0
        row.sub_label = text
        row.data["sub_label_score"] = said if text else None
        if (tracked := self._frigate.watcher.find(row.id)) is not None:
            tracked.sub_label = [text, said] if text else None
        return success(f"Event {row.id} sub label set to {text}")

    async def plate(self, row: EventRow, request: web.Request) -> web.Response:
        body = await body_of(request)
        if (wrong := _text_wrong(body, "recognizedLicensePlate")) is not None:
            return wrong
        text, score = str(body["recognizedLicensePlate"]) or None, body.get("recognizedLicensePlateScore")
        said = score if isinstance(score, int | float) else 1.0
        row.data["recognized_license_plate"] = text
        row.data["recognized_license_plate_score"] = said if text else None
        if (tracked := self._frigate.watcher.find(row.id)) is not None:
            tracked.plate = [text, said] if text else None
        return success(f"Event {row.id} license plate set to {text}")

    async def attributes(self, row: EventRow, request: web.Request) -> web.Response:
        body = await body_of(request)
        given = body.get("attributes", [])
        kind = dict if self._frigate.version is Version.V0_17 else list
        if not isinstance(given, kind) or (kind is dict and "attributes" not in body):
            return invalid(("body", "attributes"), f"Input should be a valid {kind.__name__}", f"{kind.__name__}_type")
        applied = given if isinstance(given, dict) else dict.fromkeys([self._frigate.classifier], ",".join(given))
        row.data.update(applied)
        return success(f"Updated {len(applied)} attribute(s)", applied=[])

    async def description(self, row: EventRow, request: web.Request) -> web.Response:
        body = await body_of(request)
        row.data["description"] = body.get("description")
        return success(f"Event {row.id} description set to {row.data['description']}")

    async def create(self, request: web.Request) -> web.Response:
        camera, label = request.match_info["camera_name"], request.match_info["label"]
        if camera not in self._frigate.watcher.eyes:
            return failure(f"{camera} is not a valid camera.", NOT_FOUND)
        body = await body_of(request)
        duration = body.get("duration", 30)
        if duration is not None and (isinstance(duration, bool) or not isinstance(duration, int)):
            return invalid(("body", "duration"), "Input should be a valid integer", "int_parsing")
        row = self._frigate.watcher.create(camera, label, body, time.time())
        return success("Successfully created event.", event_id=row.id)

    async def end(self, row: EventRow, request: web.Request) -> web.Response:
        at = (await body_of(request)).get("end_time")
        moment = float(at) if isinstance(at, int | float) else time.time()
        if moment < row.start_time:
            return failure(f"end_time ({moment}) cannot be before start_time ({row.start_time}).", 400)
        self._frigate.watcher.end_created(row, moment)
        return success("Event successfully ended.")


def review_answers(frigate: SimulatedFrigate) -> list[Answer]:
    """Return the routes of reviews."""
    routes = _Reviews(frigate)
    return [
        Answer("GET", "/review", routes.find),
        Answer("GET", "/review/event/{event_id}", routes.of_event),
        Answer("GET", "/review/{review_id}", routes.get),
        Answer("POST", "/reviews/viewed", routes.viewed),
        Answer("DELETE", "/review/{review_id}/viewed", routes.not_viewed),
    ]


class _Reviews:
    def __init__(self, frigate: SimulatedFrigate) -> None:
        self._frigate = frigate

    async def find(self, request: web.Request) -> web.Response:
        cameras = visitor_of(request).cameras
        return told(self._frigate.records.find_reviews(query_of(request), cameras, time.time()))

    async def of_event(self, request: web.Request) -> web.Response:
        wanted = request.match_info["event_id"]
        for row in self._frigate.records.reviews.values():
            if wanted in row.data["detections"]:
                return told(row.told())
        return failure("Review item not found", NOT_FOUND)

    async def get(self, request: web.Request) -> web.Response:
        row = self._row(request)
        return failure("Review item not found", NOT_FOUND) if row is None else told(row.told())

    async def viewed(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        ids = body.get("ids")
        if not isinstance(ids, list) or not ids:
            return invalid(("body", "ids"), "List should have at least 1 item after validation", "too_short")
        seen = body.get("reviewed", True) is not False or self._frigate.version is Version.V0_17
        for one in ids:
            if (row := self._frigate.records.reviews.get(one)) is not None:
                row.viewed = seen
        return success(f"Marked multiple items as {'reviewed' if seen else 'unreviewed'}")

    async def not_viewed(self, request: web.Request) -> web.Response:
        row = self._row(request)
        if row is None:
            return failure(f"Review {request.match_info['review_id']} not found", NOT_FOUND)
        row.viewed = False
        return success(f"Set Review {row.id} as not viewed")

    def _row(self, request: web.Request) -> ReviewRow | None:
        return self._frigate.records.reviews.get(request.match_info["review_id"])


def _text_wrong(body: dict[str, object], name: str) -> web.Response | None:
    if name not in body:
        return invalid(("body", name), "Field required", "missing")
    text = body[name]
    if not isinstance(text, str):
        return invalid(("body", name), "Input should be a valid string", "string_type")
    if len(text) > LONGEST_TEXT:
        return invalid(("body", name), "String should have at most 100 characters", "string_too_long")
    score = body.get(f"{name}Score")
    if score is not None and not (isinstance(score, int | float) and 0 < score <= 1):
        return invalid(("body", f"{name}Score"), "Input should be greater than 0", "greater_than")
    return None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
