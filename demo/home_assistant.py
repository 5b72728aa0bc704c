"""A real Home Assistant in a process of its own, on the loopback address, set up through its own interfaces."""

import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import aiohttp

from .client import HomeAssistantClient, Json
from .processes import LOOPBACK, POLL, ManagedProcess, ProcessError, free_port

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "smart_community"
READY_WITHIN = 120.0
STOP_WITHIN = 60.0

type Language = Literal["en", "zh-Hans"]

# Not `default_config`: it starts what searches the network or asks the internet (cloud, zeroconf, alerts …). What is
# missing here (frontend, automations, persons, helpers) Home Assistant starts by itself.
# There is no `http:` either: 2026.11 imports it once, on trial, and asks in the interface to confirm or revert. The
# port and the address stand where the interface itself keeps them, see `_write_http_settings`.
CONFIGURATION = """\
# Written by the demo of Smart Community at its first start, and not touched afterwards.
logger:
  default: info
recorder:
history:
logbook:
config:
mobile_app:
"""


@dataclass(frozen=True, slots=True)
class Account:
    """A login at Home Assistant; `name` is what people see."""

    username: str
    password: str
    name: str


class HomeAssistant:
    """One Home Assistant on one config folder. It can be stopped, killed and started again on the same."""

    def __init__(
        self,
        config_dir: Path,
        *,
        port: int | None = None,
        integration: Path | None = INTEGRATION,
        extra_configuration: str = "",
    ) -> None:
        """Describe it; `start` runs it.

        `integration` is linked into `custom_components` (None: none is). `extra_configuration` is YAML appended to
        the configuration. Without `port` a free one is taken, once.
        """
        # Home Assistant and we must mean the same folder wherever either is started.
        self.config_dir = config_dir.absolute()
        self.port = port or free_port()
        self._integration = integration
        self._extra_configuration = extra_configuration
        environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
        # `--skip-pip`: the environment is locked, nothing may be installed into it at run time.
        command = [sys.executable, "-P", "-m", "homeassistant", "--config", str(self.config_dir), "--skip-pip"]
        self.process = ManagedProcess(
            "Home Assistant", command, log=self.config_dir / "console.log", environment=environment
        )

    @property
    def url(self) -> str:
        """Return where it is reached, without a slash at the end."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def running(self) -> bool:
        """Return whether the process runs."""
        return self.process.running

    async def start(self, *, within: float = READY_WITHIN) -> None:
        """Start it and wait until it answers over HTTP; integrations may still be starting then (`wait_running`).

        Raises ProcessError with the end of its log if it ends or does not answer `within` seconds.
        """
        self._prepare()
        self.process.start()
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:

                async def answers() -> bool:
                    try:
                        async with session.get(f"{self.url}/manifest.json") as response:
                            return response.ok and self.process.running
                    except aiohttp.ClientError, TimeoutError:
                        return False

                await self.process.ready(answers, within=within)
        except BaseException:
            await self.process.kill()
            raise

    async def stop(self, *, within: float = STOP_WITHIN) -> None:
        """End it with SIGTERM as a service manager does, and whatever it started. Harmless if it does not run."""
        await self.process.stop(within=within)

    async def kill(self) -> None:
        """End it with SIGKILL."""
        await self.process.kill()

    async def restart(self) -> None:
        """Stop it and start it on the same folder and port."""
        await self.stop()
        await self.start()

    async def wait_running(self, client: HomeAssistantClient, *, within: float = READY_WITHIN) -> None:
        """Wait until every integration has been started.

        Raises ProcessError as `start` does, and when Home Assistant runs in recovery mode, that is without them.
        """

        async def is_running() -> bool:
            try:
                state = await client.rest("GET", "/api/config")
            except aiohttp.ClientError:
                return False
            if state["recovery_mode"]:
                message = f"Home Assistant started in recovery mode\n{self.process.tail()}"
                raise ProcessError(message)
            return bool(state["state"] == "RUNNING")

        await self.process.ready(is_running, within=within)

    async def is_onboarded(self) -> bool:
        """Return whether it has an owner, that is whether `onboard` was done on this config folder."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/api/onboarding") as response:
            # Home Assistant takes the page away once every step is done.
            return not response.ok or all(step["done"] for step in await response.json())

    async def onboard(
        self, owner: Account, *, language: Language = "en", location_name: str = "Home"
    ) -> HomeAssistantClient:
        """Do what the welcome pages do; return a client for the owner, connected.

        The place is a community in Shanghai, with its time zone.
        """
        async with aiohttp.ClientSession() as session:
            form = {
                "client_id": f"{self.url}/",
                "name": owner.name,
                "username": owner.username,
                "password": owner.password,
                "language": language,
            }
            async with session.post(f"{self.url}/api/onboarding/users", json=form) as response:
                answer = await response.json()
                if not response.ok:
                    message = f"Home Assistant refused its owner: {answer}"
                    raise ProcessError(message)
        client = await HomeAssistantClient.from_code(self.url, answer["auth_code"])
        try:
            await client.connect()
            await self._finish_onboarding(client, language, location_name)
        except BaseException:
            await client.close()
            raise
        return client

    async def _finish_onboarding(self, client: HomeAssistantClient, language: Language, location_name: str) -> None:
        await self.wait_running(client)
        await client.call(
            "config/core/update",
            location_name=location_name,
            latitude=31.2304,
            longitude=121.4737,
            elevation=4,
            country="CN",
            currency="CNY",
            language=language,
            time_zone="Asia/Shanghai",
            unit_system="metric",
        )
        # This step also tries to add integrations that want the internet. What they require is not installed, so each
        # leaves an error in the log and nothing else; but for one, which leaves a broken entry.
        await client.rest("POST", "/api/onboarding/core_config", {})
        await client.rest("POST", "/api/onboarding/analytics", {})
        place = {"client_id": f"{self.url}/", "redirect_uri": f"{self.url}/"}
        await client.rest("POST", "/api/onboarding/integration", place)
        await self._remove_entry(client, "google_translate")
        await set_language(client, language)

    async def _remove_entry(self, client: HomeAssistantClient, domain: str, *, within: float = 5.0) -> None:
        """Remove an entry that is just being added; if it does not come in time there is nothing to remove."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            for entry in await client.config_entries(domain):
                if entry["state"] not in ("not_loaded", "setup_in_progress"):
                    await client.rest("DELETE", f"/api/config/config_entries/entry/{entry['entry_id']}")
                    return
            await asyncio.sleep(POLL)

    def _prepare(self) -> None:
        """Write what Home Assistant must find at its first start; a folder that has it is left as it is."""
        components = self.config_dir / "custom_components"
        components.mkdir(parents=True, exist_ok=True)
        if self._integration is not None:
            link = components / self._integration.name
            if link.is_symlink():
                link.unlink()
            link.symlink_to(self._integration, target_is_directory=True)
        configuration = self.config_dir / "configuration.yaml"
        if not configuration.exists():
            configuration.write_text(CONFIGURATION + self._extra_configuration, encoding="utf-8")
        self._write_http_settings()

    def _write_http_settings(self) -> None:
        """Set port and address where the interface's network page keeps them.

        Version 1 of that file held nothing but confirmed settings, and Home Assistant migrates it at its start: so
        there is no trial, no dialog and no repair, and it never listens on any other address, not even before it has
        an owner. (SETUP_PORT in the environment would set the port, but not the address.)
        """
        settings = self.config_dir / ".storage" / "http"
        settings.parent.mkdir(parents=True, exist_ok=True)
        if settings.exists():
            stable = json.loads(settings.read_text(encoding="utf-8"))["data"].get("stable", {})
            if stable.get("server_port") == self.port and stable.get("server_host") == [LOOPBACK]:
                return
        data = {"server_host": [LOOPBACK], "server_port": self.port}
        version_1 = {"version": 1, "minor_version": 1, "key": "http", "data": data}
        settings.write_text(json.dumps(version_1), encoding="utf-8")
        settings.chmod(0o600)


async def create_user(owner: HomeAssistantClient, account: Account, *, admin: bool = False) -> str:
    """Make an account as the owner does in the interface; return its user id."""
    group = "system-admin" if admin else "system-users"
    user = await owner.call("config/auth/create", name=account.name, group_ids=[group])
    user_id: str = user["user"]["id"]
    await owner.call(
        "config/auth_provider/homeassistant/create",
        user_id=user_id,
        username=account.username,
        password=account.password,
    )
    return user_id


async def set_language(client: HomeAssistantClient, language: Language) -> None:
    """Choose the language in which this account sees the interface, whatever its browser prefers."""
    locale = {
        "language": language,
        "number_format": "language",
        "time_format": "language",
        "date_format": "language",
        "time_zone": "local",
        "first_weekday": "language",
    }
    await client.call("frontend/set_user_data", key="language", value=locale)


async def long_lived_token(client: HomeAssistantClient, name: str) -> str:
    """Return a token of this account that is good for ten years."""
    token: str = await client.call("auth/long_lived_access_token", client_name=name, lifespan=3650)
    return token


async def wait_for_state(client: HomeAssistantClient, entity_id: str, wanted: Json, *, within: float = 30.0) -> Json:
    """Wait until an entity has the state `wanted`; return it. Raises TimeoutError."""
    changes = await client.subscribe("subscribe_trigger", trigger={"trigger": "state", "entity_id": entity_id})
    deadline = time.monotonic() + within
    try:
        while (state := (await client.states()).get(entity_id)) is None or state["state"] != wanted:
            await changes.get(deadline - time.monotonic())
    finally:
        await changes.close()
    return state
