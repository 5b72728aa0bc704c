"""Every route of the simulated Frigate is one of Frigate's OpenAPI document, and its answers are as it says."""

import json
import re
from functools import cache
from typing import Any

import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from simulators.frigate import VIEWER
from simulators.frigate.answers import CACHED_FOR, Answer, Cache
from simulators.frigate.auth import Doorkeeper, Visitor

from .stage import DATA, VERSIONS, Asker, Stage, told

DOCUMENTS = {"0.17": "openapi-0.17.2.yaml", "0.18": "openapi-0.18.yaml"}
# Answers that are no JSON, or that are made in a thread: tests/real asks for them.
MEDIA = re.compile(r"\.(jpg|webp|mp4|gif|\{extension\}|\{format\})$|^/\{camera_name\}$|^/restart$|^/export/\{camera")
BODIES: dict[str, object] = {
    "POST /login": {"user": "admin", "password": "frigate-demo"},
    "PUT /config/set": {"config_data": {"cameras": {}}},
    "POST /events/{event_id}/sub_label": {"subLabel": "ebike", "subLabelScore": 0.9},
    "POST /events/{event_id}/recognized_license_plate": {"recognizedLicensePlate": "京A12345"},
    "POST /events/{event_id}/description": {"description": "red"},
    "POST /events/{camera_name}/{label}/create": {"sub_label": "tower 3", "duration": 3},
    "POST /reviews/viewed": {"ids": ["1-a"]},
    "POST /faces/{name}/delete": {"ids": []},
    "POST /exports/delete": {"ids": []},
}
ATTRIBUTES: dict[str, object] = {"0.17": {"attributes": {"ebike_type": "ebike"}}, "0.18": {"attributes": ["ebike"]}}
# Wants a form with a file.
FORMS = ("POST /faces/{name}/register", "POST /faces/recognize")


@cache
def document(version: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((DATA / DOCUMENTS[version]).read_text(encoding="utf-8"), yaml.CSafeLoader)
    return loaded


def operation(version: str, answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = document(version)["paths"].get(answer.path, {}).get(answer.method.lower(), {})
    return found


def validator(version: str, schema: dict[str, Any]) -> Draft202012Validator:
    resource = Resource.from_contents(document(version), default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource("urn:frigate", resource)
    return Draft202012Validator(json.loads(json.dumps(schema).replace('"#/', '"urn:frigate#/')), registry=registry)


def filled(stage: Stage, path: str) -> str:
    event_id = next(iter(stage.records.events), "none")
    review_id = next(iter(stage.records.reviews), "none")
    values = {
        "event_id": event_id,
        "review_id": review_id,
        "camera_name": "elevator_1",
        "label": "falling_object",
        "name": "zhang",
        "export_id": "elevator_1_abc",
    }
    if path == "/export/{event_id}":
        values["event_id"] = values["export_id"]
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], path)


def played(version: str) -> Stage:
    stage = Stage(version)
    stage.leave(stage.play("ebike"))
    stage.leave(stage.play("car", "gate_north"))
    fields = {"id": "elevator_1_abc", "camera": "elevator_1", "name": "a", "date": 1.0, "in_progress": False}
    stage.records.exports["elevator_1_abc"] = {**fields, "video_path": "/v.mp4", "thumb_path": "/t.webp"}
    stage.records.faces["zhang"] = ["zhang-1.webp"]
    return stage


@pytest.mark.parametrize("version", VERSIONS)
def test_every_route_is_one_of_frigates(version: str) -> None:
    answers = Stage(version).frigate.answers()
    assert len(answers) > 40
    for answer in answers:
        described = operation(version, answer)
        assert described, f"{answer.method} {answer.path} is not in {version}"
        for parameter in described.get("parameters", []):
            if parameter.get("required") and parameter["in"] == "path":
                assert f"{{{parameter['name']}}}" in answer.path


@pytest.mark.parametrize("version", VERSIONS)
async def test_required_parameters_are_required_here_too(version: str) -> None:
    stage = played(version)
    ask = Asker(stage.frigate)
    checked = 0
    for answer in stage.frigate.answers():
        wanted = [
            each
            for each in operation(version, answer).get("parameters", [])
            if each.get("required") and each["in"] == "query"
        ]
        if wanted:
            response = await ask(answer.method, f"/api{filled(stage, answer.path)}")
            assert response.status == 422, answer.path
            checked += 1
    assert checked > 0


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_body_without_its_required_fields_is_refused(version: str) -> None:
    stage = played(version)
    ask = Asker(stage.frigate)
    for answer in stage.frigate.answers():
        content = operation(version, answer).get("requestBody", {}).get("content", {}).get("application/json", {})
        reference = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        required = document(version)["components"]["schemas"].get(reference, {}).get("required", [])
        if required and not MEDIA.search(answer.path) and answer.path != "/events/{event_id}/description":
            response = await ask(answer.method, f"/api{filled(stage, answer.path)}", {})
            assert response.status == 422, answer.path
            assert isinstance(told(response)["detail"], list)


@pytest.mark.parametrize("version", VERSIONS)
async def test_answers_are_as_the_document_says(version: str) -> None:
    stage = played(version)
    ask = Asker(stage.frigate)
    validated = []
    # What is looked at first, what is changed next, what is deleted last. (An open review has no end yet, which the
    # document does not know of.)
    order = ("GET", "PUT", "POST", "DELETE")
    for answer in sorted(stage.frigate.answers(), key=lambda one: order.index(one.method)):
        name = f"{answer.method} {answer.path}"
        if MEDIA.search(answer.path) or name in FORMS:
            continue
        path = filled(stage, answer.path) + ("?ids=none" if answer.path == "/event_ids" else "")
        body = ATTRIBUTES[version] if name.endswith("/attributes") else BODIES.get(name)
        response = await ask(answer.method, f"/api{path}", body)
        stated = operation(version, answer)["responses"]
        assert str(response.status) in stated or response.status in (202, 303), (
            f"{name}: {response.status} {response.body!r}"
        )
        content = stated.get(str(response.status), {}).get("content", {})
        if "text/plain" in content:
            assert response.content_type == "text/plain"
        elif response.content_type == "application/json":
            validator(version, content["application/json"].get("schema") or {}).validate(told(response))
            validated.append(name)
    assert len(validated) > 25
    assert "GET /events" in validated


@pytest.mark.parametrize("version", VERSIONS)
async def test_events_and_reviews_are_found_by_what_a_client_asks(version: str) -> None:
    stage = played(version)
    ask = Asker(stage.frigate)
    car = next(row for row in stage.records.events.values() if row.label == "car")

    async def found(query: str) -> list[str]:
        return [row["label"] for row in told(await ask("GET", f"/api/events?{query}", headers={"X-Cache-Bypass": "1"}))]

    assert await found("cameras=elevator_1") == ["person", "motorcycle"]
    assert await found("labels=car&zones=gate_north_lane") == ["car"]
    assert await found("recognized_license_plate=京A12345") == ["car"]
    # Each wish is a pattern as well: what is part of a plate finds it.
    assert await found("recognized_license_plate=A123") == ["car"]
    assert await found(f"after={car.start_time - 1}&limit=1") == ["car"]
    assert await found("in_progress=1") == []
    assert await found("sub_labels=ebike") == ["motorcycle"]
    assert len(told(await ask("GET", f"/api/review?after={stage.now - 900}&before={stage.now}&severity=alert"))) == 2


async def test_errors_come_in_three_shapes() -> None:
    ask = Asker(Stage().frigate)
    assert told(await ask("GET", "/api/events/none")) == "Event not found"
    assert told(await ask("POST", "/api/events/none/retain")) == {"success": False, "message": "Event none not found"}
    assert told(await ask("GET", "/api/nothing/at/all/here")) == {"detail": "Not Found"}
    unknown = await ask("POST", "/api/events/nowhere/thing/create", {})
    assert (unknown.status, told(unknown)["message"]) == (404, "nowhere is not a valid camera.")


async def test_a_login_opens_the_guarded_port_for_what_its_role_may() -> None:
    stage = Stage()
    ask = Asker(stage.frigate, guarded=True)
    refused = await ask("GET", "/api/version")
    assert (refused.status, refused.content_type) == (401, "text/html")
    wrong = await ask("POST", "/api/login", {"user": "admin", "password": "no"})
    assert (wrong.status, told(wrong)) == (401, {"message": "Login failed"})
    right = await ask("POST", "/api/login", {"user": VIEWER.name, "password": VIEWER.password})
    assert (right.status, right.body) == (200, b"")
    bearer = {"Authorization": f"Bearer {right.cookies['frigate_token'].value}"}
    profile = told(await ask("GET", "/api/profile", headers=bearer))
    assert profile == {"username": "viewer", "role": "viewer", "allowed_cameras": list(stage.watcher.eyes)}
    for method, path in (("POST", "/api/events/yard/thing/create"), ("GET", "/api/faces")):
        forbidden = await ask(method, path, headers=bearer)
        assert (forbidden.status, "Required: admin" in told(forbidden)["detail"]) == (403, True)
    stage.frigate.doors.revoke_all()
    assert (await ask("GET", "/api/profile", headers=bearer)).status == 401


def test_a_token_runs_out() -> None:
    now = 1000.0
    doors = Doorkeeper([VIEWER], lambda: now)
    token = doors.log_in(VIEWER.name, VIEWER.password)
    assert doors.whose(token) == Visitor("viewer", "viewer")
    now += doors.session_seconds
    assert doors.whose(token) is None
    assert doors.whose("eyJub25lIjp0cnVlfQ") is None


async def test_json_answers_are_up_to_five_seconds_old_unless_the_cache_is_bypassed() -> None:
    ask = Asker(Stage().frigate)
    assert (await ask("GET", "/api/config")).headers["X-Cache-Status"] == "MISS"
    assert (await ask("GET", "/api/config")).headers["X-Cache-Status"] == "HIT"
    assert (await ask("GET", "/api/config", headers={"X-Cache-Bypass": "1"})).headers["X-Cache-Status"] == "BYPASS"
    assert "X-Cache-Status" not in (await ask("GET", "/api/stats")).headers


async def test_the_cache_keeps_an_answer_for_five_seconds_and_for_one_user() -> None:
    now, asked = 50.0, 0

    async def handler(_: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        return web.json_response(asked)

    cache = Cache(now=lambda: now)
    request = make_mocked_request("GET", "/api/events")

    async def answer(user: str) -> int:
        response = await cache.answer(request, Visitor(user, "viewer"), handler)
        assert isinstance(response, web.Response)
        return int(told(response))

    assert [await answer("one"), await answer("one"), await answer("other")] == [1, 1, 2]
    now += CACHED_FOR
    assert await answer("one") == 3
