"""Puts the duty room on the sidebar and makes it the first page of the staff, as their owner would in the interface."""

from .client import HomeAssistantClient, Json
from .home_assistant import Language

URL_PATH = "duty-room"
STRATEGY = "custom:smart-community-duty-room"
TITLES: dict[Language, str] = {"en": "Duty room", "zh-Hans": "值班室"}


async def make_dashboard(owner: HomeAssistantClient, language: Language) -> bool:
    """Make the dashboard, unless there is one at its address; return whether it was made."""
    if any(dashboard["url_path"] == URL_PATH for dashboard in await owner.call("lovelace/dashboards/list")):
        return False
    await owner.call(
        "lovelace/dashboards/create",
        url_path=URL_PATH,
        title=TITLES[language],
        icon="mdi:alarm-light",
        show_in_sidebar=True,
        require_admin=False,
    )
    await owner.call("lovelace/config/save", url_path=URL_PATH, config={"strategy": {"type": STRATEGY}})
    return True


async def make_first_page(client: HomeAssistantClient) -> None:
    """Make the dashboard what this account sees first; what else it has chosen stays."""
    core: dict[str, Json] = (await client.call("frontend/get_user_data", key="core"))["value"] or {}
    await client.call("frontend/set_user_data", key="core", value={**core, "default_panel": URL_PATH})
