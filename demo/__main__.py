"""`scripts/demo`: starts the whole community and keeps it running, or plays a scenario into one that runs."""

import argparse
import asyncio
import contextlib
import fcntl
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self, TextIO

import aiohttp

from simulators.elevator import Elevators
from simulators.gateway import SimulatedGateway
from simulators.help_button import Buttons, HelpButtons
from simulators.link import LinkError
from simulators.phone import PhoneError
from simulators.siren import SimulatedSiren
from simulators.smoke_sensor import sensor_of

from .broker import SIMULATOR, Broker
from .camera_scenarios import TURNS, play_turn
from .cameras import camera_scenes, make_cameras, make_frigate
from .client import CommandError, FlowError, LoginError, RestError
from .community import (
    GATEWAY,
    OWNER_ROLE,
    SENSORS,
    SIREN,
    CommunityError,
    assign_buttons,
    assign_others,
    button_ids,
    demo_accounts,
    make_community,
    move_broker,
    open_owner,
    set_channels,
)
from .control import ControlServer, NoDemoError, RunningDemo
from .ebike import play_ebike
from .elevators import DEVICES, HELPERS, Stage, commission, make_elevators
from .facade import FacadeWatch, make_companion
from .falling import play_fall
from .home_assistant import HomeAssistant, Language
from .phones import SMS_CHANNEL, SMS_SCRIPT, Phones
from .processes import ProcessError, free_port, port_is_free, wait_until
from .scenarios import SCENARIOS, ScenarioError, play

USUAL_PORT = 8123
RESTART_EXIT_CODE = 100
STARTED_AT = time.monotonic()

EXPECTED_ERRORS = (
    CommandError,
    CommunityError,
    ConnectionError,
    FlowError,
    LinkError,
    LoginError,
    NoDemoError,
    PhoneError,
    ProcessError,
    RestError,
    ScenarioError,
    TimeoutError,
    aiohttp.ClientError,
)


class OptionsError(Exception):
    """What was asked for cannot be done; the message says what can."""


@dataclass(slots=True)
class Kept:
    """What a demo notes in its config folder, so that the next one on it goes on with the same ports and language."""

    http_port: int
    mqtt_port: int
    language: Language
    # Frigate's two: the one that asks for no login, and the one that does.
    frigate_ports: tuple[int, int] = (0, 0)
    companion_port: int = 0

    @classmethod
    def load(cls, config_dir: Path) -> Self | None:
        """Return the notes of an earlier demo on this folder, if there was one."""
        path = cls.path(config_dir)
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None

    def save(self, config_dir: Path) -> None:
        """Write the notes."""
        path = self.path(config_dir)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @staticmethod
    def path(config_dir: Path) -> Path:
        """Return where the notes are."""
        return config_dir / ".demo" / "demo.json"


def say(text: str) -> None:
    """Print a line of progress, with the seconds since the start."""
    print(f"[{time.monotonic() - STARTED_AT:5.1f} s] {text}", file=sys.stderr, flush=True)


def _siren(on: bool) -> None:  # noqa: FBT001 - called by the siren itself
    say("the siren at the gate sounds" if on else "the siren at the gate is silent")


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """Return the options; argparse answers for mistakes in them."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description="A whole community on this machine.")
    parser.add_argument("--port", type=int, help="Home Assistant's port (otherwise 8123, or a free one)")
    parser.add_argument("--config-dir", type=Path, help="Home Assistant's folder (otherwise a temporary one)")
    parser.add_argument("--lang", choices=["en", "zh-Hans"], help="the language of the community (otherwise en)")
    parser.add_argument("--keep", action="store_true", help="keep the folder, and continue it the next time")
    parser.add_argument("--phones", action="store_true", help="a simulated companion app for each account")
    commands = parser.add_subparsers(dest="command")
    do = commands.add_parser("do", help="play a scenario into the demo that is running")
    do.add_argument("scenario", choices=sorted((*SCENARIOS, *TURNS, "ebike", "falling-object")))
    do.add_argument("--fire", action="store_true", help="ebike: the elevator is recalled by fire first")
    return parser.parse_args(arguments)


def default_folder() -> Path:
    """Return the folder that `--keep` means when none is named."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "smart-community-demo"


def _lock(config_dir: Path) -> TextIO:
    """Take a folder for this process; the lock ends with the file that is returned. Raises OptionsError."""
    path = config_dir / ".demo" / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("w", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        message = f"another demo is running on {config_dir}"
        raise OptionsError(message) from error
    return file


class Demo:
    """The running demo: broker, Home Assistant, simulated devices, control socket."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Choose folder, ports and language. Raises OptionsError when they cannot be had."""
        if options.port and not port_is_free(options.port):
            message = f"port {options.port} is taken: name another with --port"
            raise OptionsError(message)
        self._keep: bool = options.keep
        self._with_phones: bool = options.phones
        named: Path | None = options.config_dir
        self.config_dir = self._choose_folder(named.absolute() if named else None)
        self._lock = _lock(self.config_dir)
        kept = Kept.load(self.config_dir)
        if kept is not None and options.lang not in (None, kept.language):
            say(f"this community was made in {kept.language}; it stays so")
        self.language: Language = kept.language if kept else options.lang or "en"
        usual = kept.http_port if kept else USUAL_PORT
        self.http_port = options.port or (usual if port_is_free(usual) else free_port())
        # A kept community expects its broker where it was; only if somebody has taken that port it moves.
        self.broker_moved = kept is not None and not port_is_free(kept.mqtt_port)
        mqtt_port = free_port() if kept is None or self.broker_moved else kept.mqtt_port
        open_port, guarded_port = kept.frigate_ports if kept else (0, 0)
        self.frigate_moved = not (port_is_free(open_port) and port_is_free(guarded_port))
        if self.frigate_moved or 0 in (open_port, guarded_port):
            open_port, guarded_port = free_port(), free_port()
        frigate_ports = (open_port, guarded_port)
        companion_port = kept.companion_port if kept else 0
        self.companion_moved = companion_port == 0 or not port_is_free(companion_port)
        if self.companion_moved:
            companion_port = free_port()
        self.kept = Kept(self.http_port, mqtt_port, self.language, frigate_ports, companion_port)
        self.broker = Broker(self.config_dir / ".demo" / "broker", port=mqtt_port)
        self.home_assistant = HomeAssistant(
            self.config_dir, port=self.http_port, extra_configuration=SMS_SCRIPT + HELPERS
        )
        self.frigate = make_frigate(self.broker, *frigate_ports)
        self.facade = FacadeWatch(
            self.config_dir / ".demo" / "facade", companion_port, self.broker.endpoint(), self.frigate.url, say
        )
        self._broker_paused = False

    def _choose_folder(self, named: Path | None) -> Path:
        if named is None and not self._keep:
            return Path(tempfile.mkdtemp(prefix="smart-community-demo-"))
        folder = named or default_folder()
        if folder.exists() and not folder.is_dir():
            message = f"{folder} is not a folder"
            raise OptionsError(message)
        if folder.exists() and any(folder.iterdir()):
            if not Kept.path(folder).exists():
                message = f"{folder} is not empty, and not a demo's: name another folder"
                raise OptionsError(message)
            if not self._keep:
                message = f"{folder} has an earlier demo in it: add --keep to continue it, or name another folder"
                raise OptionsError(message)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    async def run(self) -> None:
        """Start everything, say READY, and go on until cancelled or until something ends by itself."""
        async with AsyncExitStack() as stack:
            stack.callback(self._lock.close)
            stack.callback(self._clean_up)
            stack.push(self._show_log)
            say(f"starting Mosquitto on port {self.broker.port}")
            stack.push_async_callback(self.broker.stop)
            await self.broker.start()
            await stack.enter_async_context(self.facade)
            say(f"starting Home Assistant on port {self.http_port}, folder {self.config_dir}")
            stack.push_async_callback(self.home_assistant.stop)
            await self.home_assistant.start()
            self.kept.save(self.config_dir)
            await stack.enter_async_context(self.frigate)
            buttons = await stack.enter_async_context(HelpButtons(self.broker.endpoint(), button_ids()))
            await stack.enter_async_context(SimulatedSiren(self.broker.endpoint(), SIREN, shout=_siren))
            await stack.enter_async_context(Buttons(self.broker.endpoint(), SENSORS, make=sensor_of))
            await stack.enter_async_context(SimulatedGateway(self.broker.endpoint(), GATEWAY))
            elevators = await stack.enter_async_context(Elevators(self.broker.endpoint(), DEVICES))
            scenes = camera_scenes(self.frigate) | {
                "ebike": Stage(elevators, self.frigate).play,
                "falling-object": self.facade.play,
            }
            await self._make_community(buttons, elevators)
            phones = await stack.enter_async_context(self._make_phones()) if self._with_phones else None
            control = await stack.enter_async_context(
                ControlServer(self._pause_broker, self._resume_broker, phones, scenes)
            )
            running = self._describe(control.path, phones.names if phones else [])
            running.save()
            stack.callback(running.forget)
            self._announce(running)
            await self._watch()

    async def _make_community(self, buttons: HelpButtons, elevators: Elevators) -> None:
        say("setting up Home Assistant" if not await self.home_assistant.is_onboarded() else "continuing the community")
        owner = await open_owner(self.home_assistant, self.language)
        try:
            if self.broker_moved:
                await move_broker(owner, self.broker)
            await make_community(owner, self.home_assistant, self.broker, language=self.language, progress=say)
            await assign_buttons(owner, buttons, language=self.language, progress=say)
            await assign_others(owner, progress=say)
            cameras = await make_cameras(
                owner, self.frigate, language=self.language, progress=say, moved=self.frigate_moved
            )
            await make_companion(owner, self.facade, moved=self.companion_moved)
            made = await make_elevators(owner, cameras, language=self.language, progress=say)
            await commission(owner, elevators, made, language=self.language, progress=say)
            contacts = [SMS_CHANNEL] if self._with_phones else []
            await set_channels(owner, contacts=contacts, sirens=[f"siren:{SIREN}"])
        finally:
            await owner.close()

    def _make_phones(self) -> Phones:
        say("switching on a phone for each account")
        return Phones(self.home_assistant.url, demo_accounts(self.language), OWNER_ROLE, say)

    async def _watch(self) -> None:
        """Wait until a process ends that should not. A restart asked for in the interface is carried out."""
        while True:
            await wait_until(
                lambda: not self.home_assistant.running or not (self.broker.running or self._broker_paused)
            )
            if self.home_assistant.running:
                message = f"Mosquitto ended by itself\n{self.broker.process.tail()}"
                raise ProcessError(message)
            if self.home_assistant.process.exit_code != RESTART_EXIT_CODE:
                message = f"Home Assistant ended by itself\n{self.home_assistant.process.tail()}"
                raise ProcessError(message)
            say("Home Assistant restarts")
            await self.home_assistant.start()

    def _something_ended(self) -> bool:
        return not self.home_assistant.running or not (self.broker.running or self._broker_paused)

    async def _pause_broker(self) -> None:
        say("stopping Mosquitto for a while")
        self._broker_paused = True
        await self.broker.stop()

    async def _resume_broker(self) -> None:
        say("starting Mosquitto again")
        await self.broker.start()
        self._broker_paused = False

    def _describe(self, control: str, phones: list[str]) -> RunningDemo:
        return RunningDemo(
            pid=os.getpid(),
            config_dir=str(self.config_dir),
            url=self.home_assistant.url,
            control=control,
            host=self.broker.host,
            port=self.broker.port,
            prefix=self.broker.prefix,
            username=SIMULATOR.username,
            password=SIMULATOR.password,
            accounts={role: account.password for role, account in demo_accounts(self.language).items()},
            phones=phones,
        )

    def _announce(self, running: RunningDemo) -> None:
        who, password = ", ".join(running.accounts), next(iter(running.accounts.values()))
        say(f"ready: {running.url} (log in as {who}; the password is {password})")
        say("in another terminal: scripts/demo do help. Ctrl-C ends everything.")
        ready = {
            "url": running.url,
            "mqtt": {
                "host": running.host,
                "port": running.port,
                "prefix": running.prefix,
                "username": running.username,
                "password": running.password,
            },
            "frigate_url": self.frigate.url,
            "config_dir": running.config_dir,
            "accounts": [
                {"username": role, "password": password, "role": role} for role, password in running.accounts.items()
            ],
        }
        print(f"READY {json.dumps(ready)}", flush=True)

    def _show_log(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        """Show what Home Assistant said last, before its folder may be removed: an error alone seldom says why."""
        if kind is not None and not isinstance(error, asyncio.CancelledError | ProcessError):
            print(f"Home Assistant's last lines:\n{self.home_assistant.process.tail()}", file=sys.stderr)

    def _clean_up(self) -> None:
        if not self._keep:
            shutil.rmtree(self.config_dir, ignore_errors=True)


async def run_demo(options: argparse.Namespace) -> int:
    """Run the demo until it is told to end; return the exit code."""
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    # They stay in place to the end: a second Ctrl-C must not leave half of it running.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, told.set)
    running = asyncio.create_task(Demo(options).run())
    ending = asyncio.create_task(told.wait())
    await asyncio.wait({running, ending}, return_when=asyncio.FIRST_COMPLETED)
    if told.is_set():
        say("ending everything")
        running.cancel()
    ending.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    say("ended")
    return 0


async def main(arguments: list[str]) -> int:
    """Do what the arguments say; return the exit code. What can be expected to go wrong is said in a line."""
    options = parse_arguments(arguments)
    try:
        if options.command == "do":
            if options.scenario == "ebike":
                await play_ebike(RunningDemo.find(options.config_dir), fire=options.fire)
            elif options.scenario == "falling-object":
                await play_fall(RunningDemo.find(options.config_dir))
            elif options.scenario in TURNS:
                await play_turn(options.scenario, RunningDemo.find(options.config_dir))
            else:
                await play(options.scenario, options.config_dir)
            return 0
        return await run_demo(options)
    except OptionsError as error:
        print(f"scripts/demo: {error}", file=sys.stderr)
        return 2
    except EXPECTED_ERRORS as error:
        print(f"scripts/demo: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
