"""Adds subentries (Frigate, cameras, elevators) to the community through their forms, as a technician does."""

from collections.abc import Mapping

from .client import FlowError, HomeAssistantClient, Json

DOMAIN = "smart_community"
_FLOW = "/api/config/config_entries/subentries/flow"


async def subentries(owner: HomeAssistantClient) -> dict[tuple[str, str], str]:
    """Return the ids of what is there, by type and title."""
    entry_id = await _entry_id(owner)
    listed = await owner.call("config_entries/subentries/list", entry_id=entry_id)
    return {(one["subentry_type"], one["title"]): one["subentry_id"] for one in listed}


async def add_subentry(owner: HomeAssistantClient, subentry_type: str, answers: Mapping[str, Json]) -> str:
    """Fill in the form of a new one; return its id. Raises FlowError with what the form says is wrong."""
    before = set((await subentries(owner)).values())
    start = {"handler": [await _entry_id(owner), subentry_type], "show_advanced_options": False}
    form = await owner.rest("POST", _FLOW, start)
    if form["type"] != "form":
        raise FlowError(subentry_type, form)
    result = await owner.rest("POST", f"{_FLOW}/{form['flow_id']}", dict(answers))
    if result["type"] != "create_entry":
        if result["type"] == "form":
            await owner.rest("DELETE", f"{_FLOW}/{form['flow_id']}")
        raise FlowError(subentry_type, result)
    (made,) = set((await subentries(owner)).values()) - before
    return made


async def change_subentry(
    owner: HomeAssistantClient, subentry_type: str, subentry_id: str, answers: Mapping[str, Json]
) -> None:
    """Fill in the form of one that is there. Raises FlowError with what the form says is wrong."""
    start = {"handler": [await _entry_id(owner), subentry_type], "subentry_id": subentry_id}
    form = await owner.rest("POST", _FLOW, start)
    if form["type"] != "form":
        raise FlowError(subentry_type, form)
    result = await owner.rest("POST", f"{_FLOW}/{form['flow_id']}", dict(answers))
    if result.get("reason") != "reconfigure_successful":
        if result["type"] == "form":
            await owner.rest("DELETE", f"{_FLOW}/{form['flow_id']}")
        raise FlowError(subentry_type, result)


async def _entry_id(owner: HomeAssistantClient) -> str:
    (entry,) = await owner.config_entries(DOMAIN)
    entry_id: str = entry["entry_id"]
    return entry_id
