"""Cameras as they are set up, shown and fail, and the pictures that are kept with an incident."""

from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.smart_community.const import CAMERA, DOMAIN
from custom_components.smart_community.core.fault import FaultCause
from custom_components.smart_community.core.incident import Resolution
from custom_components.smart_community.core.media import MediaLoss
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.sighting import CameraHealth, CameraTrouble, Phase
from custom_components.smart_community.links.frigate.errors import FrigateProblem
from custom_components.smart_community.store.vault import KeyRing
from custom_components.smart_community.wiring.media import take_picture
from tests.cameras import (
    JPEG,
    NOON,
    SNAPSHOT,
    StandInLink,
    a_camera,
    a_sighting,
    add_camera,
    frigate,
    incident_of,
    no_camera_component,
    who_is,
)
from tests.conftest import Community

__all__ = ["frigate", "no_camera_component"]


# Pictures of incidents.


async def test_a_snapshot_never_delays_an_alarm_and_is_kept_with_it(
    community: Community, frigate: StandInLink, hass_ws_client: WebSocketGenerator
) -> None:
    who = await who_is(community, hass_ws_client, Role.DUTY_ROOM)
    await who.result("incidents/subscribe")
    incident = await incident_of(community)
    await take_picture(community.runtime, incident.id, "cam1", a_sighting())
    active = community.runtime.response.active[incident.id]
    assert [media.as_dict()["kind"] for media in active.media] == ["snapshot"]
    media, data = await community.runtime.media.open(incident.id, 1)
    assert (data, media.at) == (SNAPSHOT, NOON)
    changes = []
    while "media" not in changes:
        event = await who.event()
        changes.append(event.get("change", event["type"]))
    # Over the socket it is there without a way to look at it.
    assert set(event["incident"]["media"][0]) == {"n", "at", "kind", "camera"}
    await community.runtime.response.resolve(incident.id, "test", Resolution.REAL)
    found = await community.runtime.find_incident(incident.id)
    assert found is not None
    assert len(found.media) == 1


async def test_without_a_snapshot_the_camera_is_asked_and_without_a_camera_that_is_said(
    community: Community, frigate: StandInLink
) -> None:
    incident = await incident_of(community)
    frigate.client.no_snapshot = True
    before = community.runtime.clock().utc
    await take_picture(community.runtime, incident.id, "cam1", a_sighting())
    media, data = await community.runtime.media.open(incident.id, 1)
    assert data == JPEG
    # It is not what was seen then, and does not say so.
    assert before <= media.at <= community.runtime.clock().utc
    frigate.client.broken = FrigateProblem.TIMEOUT
    await take_picture(community.runtime, incident.id, "cam1")
    kept = await community.runtime.media.of(incident.id)
    assert [one.lost for one in kept] == [None, MediaLoss.NO_PICTURE]
    await take_picture(community.runtime, incident.id, "taken out meanwhile")
    assert len(await community.runtime.media.of(incident.id)) == 3


async def test_a_locked_vault_loses_no_alarm(
    community: Community, frigate: StandInLink, hass_ws_client: WebSocketGenerator
) -> None:
    community.runtime.database.vault.use(KeyRing.new(), is_open=False)
    incident = await incident_of(community)
    await take_picture(community.runtime, incident.id, "cam1")
    assert incident.id in community.runtime.response.active
    who = await who_is(community, hass_ws_client, Role.DUTY_ROOM)
    (listed,) = (await who.result("incidents/media", incident_id=incident.id))["media"]
    assert (listed["lost"], listed["url"]) == ("vault_locked", None)


async def test_an_export_lists_pictures_and_holds_none(
    community: Community, frigate: StandInLink, hass_ws_client: WebSocketGenerator
) -> None:
    incident = await incident_of(community)
    await take_picture(community.runtime, incident.id, "cam1")
    who = await who_is(community, hass_ws_client, Role.DUTY_ROOM)
    exported = await who.result("incidents/export", incident_id=incident.id)
    text = str(exported)
    assert '"kind":"snapshot"' in text
    assert "Pictures and sounds" in text
    assert "Elevator 1" in text
    assert "/media/" not in text
    assert JPEG.decode("latin-1") not in text


# The list, the entities, the faults.


async def test_the_list_names_each_camera_its_sign_and_its_trouble(
    community: Community, frigate: StandInLink, hass_ws_client: WebSocketGenerator
) -> None:
    add_camera(community.hass, community.entry, a_camera(id="cam2", name="A", frigate_name=None, entity="camera.hall"))
    await community.hass.async_block_till_done()
    frigate.down["elevator_1"] = CameraHealth("elevator_1", up=False, reason=CameraTrouble.STALE, at=NOON)
    who = await who_is(community, hass_ws_client, Role.AUDITOR)
    adopted, ours = (await who.result("cameras/list"))["cameras"]
    assert (adopted["id"], adopted["up"], adopted["trouble"]) == ("cam2", False, "unknown")
    assert ours == {
        "id": "cam1",
        "name": "Elevator 1",
        "purpose": "elevator_car",
        "place": {"camera": "cam1"},
        "up": False,
        "trouble": "stale",
        "sign_text": "Video is recorded here",
        "sign_place": "beside the door",
        "retention_days": 30,
        "elevator": None,
        "facade": None,
    }


async def test_a_camera_is_a_device_of_its_subentry_and_its_entities_hold_nobody(
    community: Community, frigate: StandInLink
) -> None:
    hass = community.hass
    devices, entities = dr.async_get(hass), er.async_get(hass)
    device = devices.async_get_device_by_identifier((DOMAIN, "camera_cam1"), community.entry.entry_id)
    assert device is not None
    assert device.name == "Elevator 1"
    of_camera = {
        entry.translation_key: entry
        for entry in er.async_entries_for_device(entities, device.id, include_disabled_entities=True)
    }
    assert set(of_camera) == {"last_detection", "detection", "connectivity"}
    assert {entry.config_subentry_id for entry in of_camera.values()} == {"cam1"}
    # Home Assistant shows it to everybody who is logged in, and no look would be in the journal.
    assert of_camera["last_detection"].disabled
    community.runtime.cameras.take_fact(a_sighting(sub_label="Li Hua"))
    await hass.async_block_till_done()
    state = hass.states.get(of_camera["detection"].entity_id)
    assert state is not None
    assert (state.attributes["event_type"], state.attributes["label"]) == ("began", "motorcycle")
    assert "Li Hua" not in str(hass.states.async_all())
    connectivity = of_camera["connectivity"].entity_id
    assert hass.states.get(connectivity).state == "on"  # type: ignore[union-attr]
    frigate.down["elevator_1"] = CameraHealth("elevator_1", up=False, reason=CameraTrouble.OFFLINE, at=NOON)
    community.runtime.cameras.take_fact(frigate.down["elevator_1"])
    assert hass.states.get(connectivity).state == "off"  # type: ignore[union-attr]
    community.runtime.cameras.take_fact(a_sighting("another", phase=Phase.ENDED))


async def test_the_image_of_the_last_detection_is_what_frigate_keeps(
    community: Community, frigate: StandInLink, hass_client_no_auth: ClientSessionGenerator
) -> None:
    hass = community.hass
    entities = er.async_get(hass)
    entity_id = entities.async_get_entity_id("image", DOMAIN, f"{community.entry.entry_id}_camera_cam1_last_detection")
    assert entity_id is not None
    entities.async_update_entity(entity_id, disabled_by=None)
    with patch("custom_components.smart_community.runtime.DeviceLink", type(community.link)):
        await hass.config_entries.async_reload(community.entry.entry_id)
        await hass.async_block_till_done()
    runtime = community.entry.runtime_data
    runtime.frigate.link = frigate
    runtime.cameras.take_fact(a_sighting())
    state = hass.states.get(entity_id)
    assert state is not None
    assert state.state == NOON.isoformat()
    image = hass.data["image"].get_entity(entity_id)
    assert await image.async_image() == SNAPSHOT
    # What the camera shows by now is not what it saw at that time.
    frigate.client.no_snapshot = True
    assert await image.async_image() is None
    runtime.cameras.take_fact(a_sighting(has_snapshot=False))
    assert await image.async_image() is None
    assert not [asked for asked in frigate.client.asked if asked.startswith("latest")]
    runtime.frigate.link = None


async def test_a_camera_that_is_set_up_changed_or_taken_out_is_followed_without_a_reload(
    community: Community, frigate: StandInLink
) -> None:
    hass, entry, cameras = community.hass, community.entry, community.runtime.cameras
    add_camera(hass, entry, a_camera(id="cam2", name="Gate", frigate_name="gate_1", sign_text=""))
    await hass.async_block_till_done()
    assert [camera.name for camera in cameras.all] == ["Elevator 1", "Gate"]
    assert cameras.by_frigate_name("gate_1") == cameras.get("cam2")
    assert (FaultCause.CAMERA_UNSIGNED, "cam2") in community.runtime.faults.present
    subentry = entry.subentries["cam2"]
    hass.config_entries.async_update_subentry(
        entry, subentry, title="Gate north", data={**subentry.data, "sign_text": "Video", "frigate_name": "gate_n"}
    )
    await hass.async_block_till_done()
    assert cameras.by_frigate_name("gate_1") is None
    assert (FaultCause.CAMERA_UNSIGNED, "cam2") not in community.runtime.faults.present
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "camera_cam2"), entry.entry_id)
    assert device is not None
    assert device.name == "Gate north"
    hass.config_entries.async_remove_subentry(entry, "cam2")
    await hass.async_block_till_done()
    assert cameras.get("cam2") is None
    assert dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "camera_cam2"), entry.entry_id) is None
    assert community.runtime is entry.runtime_data


async def test_a_camera_that_cannot_be_read_is_left_out_and_the_others_are_there(
    community: Community, frigate: StandInLink, caplog: pytest.LogCaptureFixture
) -> None:
    entry = community.entry
    add_camera(community.hass, entry, a_camera(id="cam2", frigate_name="gate_1"))
    await community.hass.async_block_till_done()
    data = {**entry.subentries["cam2"].data, "purpose": "of another version"}
    community.hass.config_entries.async_update_subentry(entry, entry.subentries["cam2"], data=data)
    await community.hass.async_block_till_done()
    assert [camera.id for camera in community.runtime.cameras.all] == ["cam1"]
    assert "The camera cam2 cannot be read" in caplog.text
    assert len(entry.get_subentries_of_type(CAMERA)) == 2


@pytest.mark.usefixtures("no_camera_component")
async def test_an_adopted_camera_is_watched_by_its_entity(community: Community) -> None:
    hass = community.hass
    hass.states.async_set("camera.hall", "idle")
    add_camera(hass, community.entry, a_camera(frigate_name=None, entity="camera.hall"))
    await hass.async_block_till_done()
    seen: list[str] = []
    community.runtime.cameras.on_health(seen.append)
    assert community.runtime.cameras.health("cam1").up
    hass.states.async_set("camera.hall", "unavailable")
    await hass.async_block_till_done()
    assert (seen, community.runtime.cameras.health("cam1").reason) == (["cam1"], CameraTrouble.OFFLINE)
    lost = (FaultCause.CAMERA_LOST, "cam1")
    with patch("custom_components.smart_community.wiring.frigate._TOLD_AFTER", 0.0):
        await community.runtime.frigate.look()
    assert lost in community.runtime.faults.present
    hass.states.async_set("camera.hall", "idle")
    await community.runtime.frigate.look()
    assert lost not in community.runtime.faults.present


async def test_without_a_camera_of_frigates_nothing_of_home_assistants_cameras_is_loaded(
    hass: HomeAssistant, community: Community
) -> None:
    assert await async_setup_component(hass, "http", {})
    assert "camera" not in hass.config.components
    assert community.runtime.later_platforms == []
