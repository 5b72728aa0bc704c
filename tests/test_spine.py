"""The line through the house, in one process: pressed, on disk, acknowledged, one incident."""

from homeassistant.core import HomeAssistant

from custom_components.smart_community.core.incident import Kind, Resolution, State
from tests.conftest import Community


async def test_a_press_is_on_disk_acknowledged_and_one_incident(hass: HomeAssistant, community: Community) -> None:
    home = await community.button("button-1")
    receipt = community.link.press("button-1", 1)
    await community.settle(lambda: receipt.confirmed)
    assert receipt.released == 1
    (incident,) = community.runtime.response.active.values()
    assert (incident.kind, incident.place.home, incident.unsaved) == (Kind.HELP, home, False)

    again = community.link.press("button-1", 2)
    await community.settle(lambda: again.confirmed)
    assert len(community.runtime.response.active) == 1

    same = community.link.press("button-1", 1)
    assert (same.confirmed, same.released) == (1, 1)

    owned = await community.runtime.response.acknowledge(incident.id, "worker")
    assert owned.acknowledged_by == "worker"
    ended = await community.runtime.response.resolve(incident.id, "worker", Resolution.REAL, "tea")
    assert ended.state is State.RESOLVED
    assert not community.runtime.response.active
    kept = await community.runtime.find_incident(incident.id)
    assert kept is not None
    # Nobody is on duty here, so the chase runs through its steps at once.
    by_people = [entry.what.value for entry in kept.timeline if entry.by != "system"]
    assert by_people == ["opened", "again", "acknowledged", "resolved"]
