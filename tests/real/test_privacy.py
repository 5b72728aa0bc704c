"""Nothing that the register or an incident says of a person is found on any surface of a running Home Assistant.

Names, numbers and notes are planted in every field that may hold one, an alarm is told to a contact and handled, and
then every interface and every file is searched. What staff type into an action is not planted: traces keep that, and
`docs/privacy.md` says so.
"""

import asyncio
import base64
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from demo.client import CommandError
from demo.community import DOMAIN, tell_contacts_over
from simulators.help_button import HelpButtons

from .house import DONE_WITHIN, House, assign, back_up, holds, house, unpack
from .world import eventually

BUTTON = "button-0001"
# Each word stands in one field only, so that a find says where it came from; and none is there by chance:
# a row has no gaps, so what stands before "resolved" is the last byte of a time, and that is "Q" once in 256.
HOUSEHOLD = {
    "household": "Zq-household 赵玉兰",
    "note": "Zq-note 胰岛素",
    "access": "Zq-access 门禁",
    "key_safe": "Zq-keysafe 47110815",
    "contacts": [{"name": "Zq-daughter 赵静", "phone": "13971112233", "relation": "Zq-relation"}],
    "residents": [
        {
            "name": "Zq-resident 赵玉兰",
            "birth_year": "1938",
            "care": ["dementia"],
            "guardian": "Zq-guardian 赵强",
            "language": "Zq-language 吴语",
            "note": "Zq-residentnote",
        }
    ],
}
SHEET = (
    "楼栋,单元,房号,姓名,备注,联系人,电话\n5,1,501,Zq-imported 孙红,Zq-importednote,Zq-importedcontact,13971114455\n"
)
TYPED = [
    "Zq-incident",
    "Zq-resolved",
    "Zq-consent",
    "Zq-handover",
    "Zq-callback",
    "Zq-refused",
    "Zq-searched",
]
WORDS = [
    *("Zq-household", "赵玉兰", "Zq-note", "胰岛素", "Zq-access", "Zq-keysafe", "47110815"),
    *("Zq-daughter", "赵静", "Zq-relation"),
    *("13971112233", "1397111", "Zq-resident", "Zq-guardian", "赵强", "Zq-language", "Zq-residentnote"),
    *("Zq-imported", "孙红", "Zq-importednote", "Zq-importedcontact", "13971114455"),
    *TYPED,
]
# A gateway as people wire it, a rule on incidents with its traces, and our own log in full.
CONFIGURATION = """
script:
  sms:
    mode: parallel
    max: 20
    fields:
      number:
        description: Whom to write to
      text:
        description: What to say
    sequence:
      - variables:
          sent_to: "{{ number }}"
      - delay: 0
automation:
  - id: rule
    alias: On each incident
    triggers:
      - trigger: smart_community.incident_opened
    actions:
      - delay: 0
logger:
  default: info
  logs:
    custom_components.smart_community: debug
"""


def spelled() -> list[bytes]:
    """Return the words as files and interfaces may spell them."""
    found = []
    for word in WORDS:
        found += [word.encode(), json.dumps(word)[1:-1].encode(), base64.b64encode(word.encode()).rstrip(b"=")[:-1]]
    # Two characters in base64 would be found anywhere.
    return list(dict.fromkeys(each for each in found if len(each) >= 4))


def found_in(answer: Any) -> list[str]:
    """Return which words stand in an answer."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return [word for word in spelled_as_text() if word in text]


def spelled_as_text() -> list[str]:
    return [word.decode() for word in spelled()]


@asynccontextmanager
async def all_events(house: House) -> AsyncGenerator[list[Any]]:
    """Collect everything that happens on the event bus."""
    events: list[Any] = []
    subscription = await house.owner.subscribe("subscribe_events")

    async def collect() -> None:
        while True:
            events.append(await subscription.get(600))

    collecting = asyncio.ensure_future(collect())
    try:
        yield events
    finally:
        collecting.cancel()
        with suppress(asyncio.CancelledError):
            await collecting
        await subscription.close()


async def call(house: House, command: str, **fields: Any) -> Any:
    return await house.owner.call(f"{DOMAIN}/{command}", **fields)


async def live_a_day(house: House, button: Any) -> str:
    """Do with the community what staff do, with a person in every field; return the incident's id."""
    home = await house.home()
    await call(house, "register/home", home=home)
    await call(house, "register/homes", people="Zq-searched")
    await call(
        house, "register/consent", home=home, purpose="help_alarm", given=True, text_version="1", note="Zq-consent"
    )
    imported = await house.owner.subscribe(f"{DOMAIN}/register/import", text=SHEET)
    while (event := await imported.get(DONE_WITHIN))["type"] == "progress":
        continue
    assert event["type"] == "report", event
    await imported.close()
    await call(house, "register/export", language="zh-Hans")
    await call(house, "shift/handover/save", note="Zq-handover")
    for refused in ({"building": {"x": "Zq-refused"}}, {"building": "3", "number": "1", "Zq-refused": 1}, "Zq-refused"):
        with suppress(CommandError):
            await call(house, "register/save", home=refused)
    with suppress(CommandError):
        await call(house, "incidents/note", incident_id="none", text={"x": "Zq-refused"})

    await (await button.press()).acked(DONE_WITHIN)
    (incident,) = await eventually(house.active, bool, within=DONE_WITHIN, what="the incident")
    await call(house, "incidents/note", incident_id=incident["id"], text="Zq-incident")

    def told(incidents: list[dict[str, Any]]) -> bool:
        return any(
            delivery["role"] == "emergency_contact" and delivery["state"] == "handed_over"
            for each in incidents
            for delivery in each["deliveries"]
        )

    await house.owner.call_action(
        DOMAIN, "dispatch", {"incident_id": incident["id"], "to": ["emergency_contact"]}, return_response=False
    )
    await eventually(house.active, told, within=DONE_WITHIN, what="the contact is told")
    await call(house, "incidents/call_back", incident_id=incident["id"], outcome="reached", note="Zq-callback")
    await call(house, "incidents/export", incident_id=incident["id"])
    await call(house, "incidents/resolve", incident_id=incident["id"], resolution="real", note="Zq-resolved")
    await (await button.press()).acked(DONE_WITHIN)
    return str(incident["id"])


async def surfaces(house: House, entry_id: str) -> AsyncGenerator[tuple[str, Any]]:
    """Yield what every interface of Home Assistant says."""
    owner = house.owner
    begin = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    for path in ("/api/states", "/api/error_log", f"/api/diagnostics/config_entry/{entry_id}", "/api/services"):
        yield path, await owner.rest("GET", path)
    yield "history", await owner.rest("GET", f"/api/history/period/{begin}?filter_entity_id=sensor.none")
    for template in (
        "{{ states | list }}",
        "{{ states | map(attribute='attributes') | list }}",
        "{{ device_entities('x') }}{{ states | map(attribute='entity_id') | map('device_attr', 'name') | list }}",
        "{{ config_entry_attr('" + entry_id + "', 'title') }}",
    ):
        yield template, await owner.rest("POST", "/api/template", {"template": template})
    for command, fields in (
        ("get_states", {}),
        ("config/entity_registry/list", {}),
        ("config/device_registry/list", {}),
        ("config/area_registry/list", {}),
        ("config_entries/get", {}),
        ("logbook/get_events", {"start_time": begin}),
        ("system_log/list", {}),
        ("repairs/list_issues", {}),
        ("persistent_notification/get", {}),
        ("trace/list", {"domain": "automation"}),
        ("trace/list", {"domain": "script"}),
        ("lovelace/dashboards/list", {}),
        ("manifest/list", {}),
    ):
        yield command, await owner.call(command, **fields)
    for domain in ("automation", "script"):
        for trace in await owner.call("trace/list", domain=domain):
            one = {"domain": domain, "item_id": trace["item_id"], "run_id": trace["run_id"]}
            yield f"trace of {trace['item_id']}", await owner.call("trace/get", **one)
    yield "journal", await owner.call(f"{DOMAIN}/journal/list", limit=200)
    yield "journal search", await owner.call(f"{DOMAIN}/journal/search", limit=200)


async def test_no_person_is_found_on_any_surface(tmp_path: Path, figures: list[str]) -> None:
    async with house(tmp_path / "here", HOUSEHOLD, CONFIGURATION) as here:
        async with HelpButtons(here.broker.endpoint(), [BUTTON]) as buttons, all_events(here) as events:
            (entry,) = await here.owner.config_entries(DOMAIN)
            await assign(here, buttons[BUTTON])
            await tell_contacts_over(here.owner, "script.sms")
            await live_a_day(here, buttons[BUTTON])
            backup = await back_up(here, buttons[BUTTON])
            assert sum(DOMAIN in json.dumps(event) for event in events) > 5
            assert found_in(events) == []
            searched = 0
            async for name, answer in surfaces(here, entry["entry_id"]):
                assert found_in(answer) == [], name
                searched += 1
            config = here.home_assistant.config_dir
            assert await asyncio.to_thread(holds, config, *spelled()) == {}
        packed = await asyncio.to_thread(unpack, backup, tmp_path / "packed")
        assert await asyncio.to_thread(holds, packed, *spelled()) == {}
        # What Home Assistant writes at its end: traces, states to be restored, the recorder's last rows.
        await here.owner.close()
        await here.home_assistant.stop()
        assert await asyncio.to_thread(holds, config, *spelled()) == {}
        written = check_keys(config, packed, here.phrase)
        figures.append(f"privacy: {len(WORDS)} words, {searched} interfaces, {len(events)} events, {written} files")


def check_keys(config: Path, packed: Path, phrase: str) -> int:
    """Check that keys are in the key file alone and the phrase nowhere; return how many files were searched."""
    file = config / "smart_community_keys.db-shm"
    keys = [key.encode() for key in json.loads(file.read_text(encoding="ascii"))["keys"].values()]
    raw = [base64.b64decode(key) for key in keys]
    assert holds(config, *keys, *raw).keys() == {file.name}
    assert holds(packed, *keys, *raw) == {}
    assert file.stat().st_mode & 0o077 == 0
    groups = [phrase.encode(), phrase.replace("-", "").encode()]
    assert holds(config, *groups) == holds(packed, *groups) == {}
    return sum(each.is_file() for each in config.rglob("*"))


async def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    """A search that finds nothing anywhere would pass as well."""
    write: Callable[[str, bytes], object] = lambda name, content: (tmp_path / name).write_bytes(content)  # noqa: E731
    write("plain", "… 赵玉兰 …".encode())
    write("escaped", json.dumps({"name": "赵玉兰"}).encode())
    write("binary", b"\0\1Zq-household\2")
    write("clean", b"nothing")
    assert holds(tmp_path, *spelled()).keys() == {"plain", "escaped", "binary"}
    assert found_in({"a": ["x 赵玉兰"]})
    assert found_in(json.dumps("赵玉兰"))
