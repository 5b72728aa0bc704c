"""A real Mosquitto on a free loopback port, with the access rules that we ship.

Its sessions and retained messages live in a folder and survive a restart, as those of a community's broker do.
"""

import asyncio
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from simulators.link import Endpoint

from .processes import LOOPBACK, ManagedProcess, ProcessError, free_port

ACL_TEMPLATE = Path(__file__).parent.parent / "custom_components" / "smart_community" / "mosquitto" / "acl.conf"
READY_WITHIN = 60.0
STOP_WITHIN = 60.0
PORT_TRIES = 5

# The login of the simulators: it may speak for any device, and hear what is said to any. Frigate has its own.
SIMULATOR_ACL = """
user simulator
topic write smart_community/{site}/device/+/info
topic write smart_community/{site}/device/+/availability
topic write smart_community/{site}/device/+/state
topic write smart_community/{site}/device/+/event
topic write smart_community/{site}/device/+/result
topic read smart_community/{site}/device/+/ack
topic read smart_community/{site}/device/+/command
topic read smart_community/{site}/heartbeat

user frigate
topic readwrite frigate/#
"""


@dataclass(frozen=True, slots=True)
class Login:
    """A name and its password at the broker."""

    username: str
    password: str


COMMUNITY = Login("community", "community-demo")
SIMULATOR = Login("simulator", "simulator-demo")
FRIGATE = Login("frigate", "frigate-demo")


def render_acl(site: str) -> str:
    """Return the access rules for `site`: the file that we ship, as a volunteer would fill it in."""
    return ACL_TEMPLATE.read_text(encoding="utf-8").replace("{site}", site)


class Broker:
    """One Mosquitto process. Real devices log in with their device id: pass `devices` as {device id: password}."""

    def __init__(  # noqa: PLR0913 - a broker has this many settings
        self,
        folder: Path,
        *,
        site: str = "demo",
        port: int | None = None,
        devices: Mapping[str, str] | None = None,
        max_inflight_messages: int = 20,
        max_queued_messages: int = 1000,
        autosave_seconds: int = 5,
        more_acl: str = "",
    ) -> None:
        """Describe the broker; `start` runs it with its files in `folder`.

        The defaults of the two about messages are Mosquitto's own. `more_acl`: rules besides ours. Without `port` a
        free one is taken, once: a restart uses the same.
        """
        self.folder = folder
        self.site = site
        self._port = port
        self._devices = dict(devices or {})
        self._max_inflight_messages = max_inflight_messages
        self._max_queued_messages = max_queued_messages
        self._autosave_seconds = autosave_seconds
        self._more_acl = more_acl
        self._process: ManagedProcess | None = None

    @property
    def host(self) -> str:
        """Return the address it listens on."""
        return LOOPBACK

    @property
    def port(self) -> int:
        """Return the port; raises ProcessError before the first start if none was given."""
        if self._port is None:
            message = "the broker has no port before its first start"
            raise ProcessError(message)
        return self._port

    @property
    def prefix(self) -> str:
        """Return the topic prefix of the community."""
        return f"smart_community/{self.site}"

    @property
    def running(self) -> bool:
        """Return whether it runs."""
        return self._process is not None and self._process.running

    @property
    def process(self) -> ManagedProcess:
        """Return the process; raises ProcessError before the first start."""
        if self._process is None:
            message = "the broker has not been started"
            raise ProcessError(message)
        return self._process

    def endpoint(self, login: Login | None = None) -> Endpoint:
        """Return where to connect and with what; the simulators' login unless another is named."""
        login = login or SIMULATOR
        return Endpoint(self.host, self.port, self.prefix, login.username, login.password)

    def device_endpoint(self, device_id: str) -> Endpoint:
        """Return the endpoint for a device that logs in as itself; it must be among `devices`."""
        return self.endpoint(Login(device_id, self._devices[device_id]))

    async def __aenter__(self) -> Self:
        """Start it."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        await self.stop()

    async def start(self) -> None:
        """Start Mosquitto and wait until it takes connections.

        Raises ProcessError with the end of its log if it does not. A port of its own choosing that somebody else was
        quicker to take is replaced by another.
        """
        chosen = self._port is None
        for attempt in range(1, PORT_TRIES + 1):
            if chosen:
                self._port = free_port()
            self._process = self._prepare()
            self._process.start()
            try:
                await self._process.ready(self._takes_connections, within=READY_WITHIN)
            except ProcessError as error:
                await self._process.kill()
                if not (chosen and "Address already in use" in str(error) and attempt < PORT_TRIES):
                    raise
            except BaseException:
                await self._process.kill()
                raise
            else:
                return

    async def stop(self) -> None:
        """End it with SIGTERM, which saves its sessions. Harmless if it does not run."""
        if self._process is not None:
            await self._process.stop(within=STOP_WITHIN)

    async def kill(self) -> None:
        """End it with SIGKILL: what it had not saved yet is lost, as in a power cut."""
        await self.process.kill()

    async def restart(self) -> None:
        """Stop it and start it on the same port and folder."""
        await self.stop()
        await self.start()

    async def _takes_connections(self) -> bool:
        try:
            _, writer = await asyncio.open_connection(self.host, self.port)
        except OSError:
            return False
        writer.close()
        await writer.wait_closed()
        # Another process may own the port: ours has ended, or is about to.
        return self.process.running

    def _prepare(self) -> ManagedProcess:
        mosquitto = _program("MOSQUITTO", "mosquitto")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        self._write_passwords()
        acl = self.folder / "acl.conf"
        rules = [render_acl(self.site), SIMULATOR_ACL.replace("{site}", self.site), self._more_acl]
        acl.write_text("".join(rules), encoding="utf-8")
        acl.chmod(0o600)
        configuration = self.folder / "mosquitto.conf"
        configuration.write_text(self._configuration(), encoding="utf-8")
        return ManagedProcess("mosquitto", [mosquitto, "-c", str(configuration)], log=self.folder / "mosquitto.log")

    def _configuration(self) -> str:
        settings = {
            "listener": f"{self.port} {LOOPBACK}",
            # Started by root, Mosquitto would become another user, who cannot write into this folder.
            "user": pwd.getpwuid(os.getuid()).pw_name,
            "allow_anonymous": "false",
            "password_file": self.folder / "passwords",
            "acl_file": self.folder / "acl.conf",
            "persistence": "true",
            "persistence_location": f"{self.folder}/",
            "autosave_interval": self._autosave_seconds,
            "max_inflight_messages": self._max_inflight_messages,
            "max_queued_messages": self._max_queued_messages,
            # As our guide to the broker asks for: without it small messages wait up to 40 ms for each other.
            "set_tcp_nodelay": "true",
            "log_dest": "stderr",
            "log_timestamp_format": "%Y-%m-%dT%H:%M:%S",
        }
        return "".join(f"{name} {value}\n" for name, value in settings.items())

    def _write_passwords(self) -> None:
        logins = [COMMUNITY, SIMULATOR, FRIGATE, *(Login(name, password) for name, password in self._devices.items())]
        passwords = self.folder / "passwords"
        passwords.touch(mode=0o600)
        passwords.write_text("".join(f"{login.username}:{login.password}\n" for login in logins), encoding="utf-8")
        # -U hashes every line of the file in place: one call for any number of devices.
        command = [_program("MOSQUITTO_PASSWD", "mosquitto_passwd"), "-U", str(passwords)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            message = f"mosquitto_passwd failed: {done.stderr.strip()}"
            raise ProcessError(message)


def _program(variable: str, name: str) -> str:
    """Return the path of a program: the one that set-up exported in `variable`, or the one on the PATH."""
    search = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
    found = os.environ.get(variable) or shutil.which(name, path=search)
    if found is None:
        message = f"{name} was not found (Debian: apt-get install mosquitto)"
        raise ProcessError(message)
    return found
