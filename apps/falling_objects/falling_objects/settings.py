"""What a volunteer sets: one YAML file (JSON is YAML, too), every mistake told with its line and a reason.

All mistakes are told at once: a file is mended in one go. Nothing is taken from a file that has one.
"""

import difflib
import re
import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import yaml

from .fields import Problem, Table, read_tables, root_of

__all__ = [
    "SCHEMES",
    "CameraSettings",
    "FrigateSettings",
    "MqttSettings",
    "Problem",
    "Settings",
    "SettingsError",
    "WebSettings",
    "load",
    "load_file",
]

LARGEST_FILE: Final = 256 * 1024
MOST_CAMERAS: Final = 64
SCHEMES: Final = frozenset({"rtsp", "rtsps", "http", "https", "tcp", "file"})
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_HARDWARE: Final = ("auto", "none", "vaapi", "cuda", "qsv", "drm", "videotoolbox")


class SettingsError(Exception):
    """The settings cannot be used; `problems` are all of them, by line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep them; the error's text has a line for each."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Where the pages are; `token` opens them. `ingress`: Home Assistant stands in front and has checked who asks."""

    host: str
    port: int
    token: str
    ingress: bool


@dataclass(frozen=True, slots=True)
class MqttSettings:
    """The community's broker. A camera without a password of its own uses `username` and `password`."""

    host: str
    port: int
    site: str
    username: str | None
    password: str | None
    tls: bool
    ca: Path | None


@dataclass(frozen=True, slots=True)
class FrigateSettings:
    """Where Frigate answers. Port 5000 asks for no login, 8971 does; `verify`: check the certificate of its TLS."""

    url: str
    username: str | None
    password: str | None
    verify: bool


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """One camera. `minimum_fall` is in metres, None: two floors; `minimum_size` in px² of the full picture.

    `confidence` is that of a confirmed fall, from 0 to 1; `loop`: a file begins again at its end, as if it were live.
    """

    name: str
    url: str
    device: str
    password: str | None
    frigate: str | None
    hardware: str
    minimum_fall: float | None
    minimum_size: float
    confidence: float
    fluttering: bool
    pre_roll: float
    loop: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything. `workers` None: one process a core. `self_test` is the hour of the day, None: never."""

    data: Path
    workers: int | None
    self_test: int | None
    keep_days: int
    web: WebSettings | None
    mqtt: MqttSettings | None
    frigate: FrigateSettings | None
    cameras: tuple[CameraSettings, ...]

    def camera(self, name: str) -> CameraSettings:
        """Return a camera by its name. Raises KeyError."""
        for camera in self.cameras:
            if camera.name == name:
                return camera
        raise KeyError(name)


def load_file(path: Path) -> Settings:
    """Read a file. Raises SettingsError, also when it cannot be read."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise SettingsError((Problem(1, "", f"the file is larger than {LARGEST_FILE // 1024} KiB"),))
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError((Problem(line, "", "this is not UTF-8 text"),)) from error
    except OSError as error:
        raise SettingsError((Problem(0, "", f"{path} cannot be read: {error.strerror}"),)) from error
    return load(text)


def load(text: str) -> Settings:
    """Read settings. Raises SettingsError."""
    problems: list[Problem] = []
    try:
        top = root_of(text, problems)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "this is not YAML"
        raise SettingsError((Problem(mark.line + 1 if mark else 1, "", reason),)) from error
    except RecursionError as error:
        raise SettingsError((Problem(1, "", "the file is nested too deeply"),)) from error
    settings = _settings(top) if top is not None else None
    if problems or settings is None:
        raise SettingsError(tuple(sorted(problems, key=lambda problem: problem.line)))
    return settings


def _settings(top: Table) -> Settings:
    data = top.text("data", default="data")
    workers = top.whole("workers", 1, 64, default=None)
    self_test = top.whole("self_test", 0, 23, default=3)
    if top.switch("self_test_nightly", default=True) is False:
        self_test = None
    keep_days = top.whole("keep_days", 1, 3650, default=30)
    web = _web(table) if (table := top.table("web")) is not None else None
    mqtt = _mqtt(table) if (table := top.table("mqtt")) is not None else None
    frigate = _frigate(table) if (table := top.table("frigate")) is not None else None
    cameras = _cameras(top, mqtt)
    top.finish()
    return Settings(Path(data or "data"), workers, self_test, keep_days or 30, web, mqtt, frigate, cameras)


def _web(table: Table) -> WebSettings:
    host = table.text("host", default="127.0.0.1") or ""
    port = table.whole("port", 1, 65535, default=8126) or 8126
    ingress = table.switch("ingress", default=False)
    token = table.text("token", default="") or ""
    if len(token) < 16 and (token or not ingress):  # noqa: PLR2004 - what nobody guesses over a network
        table.complain("token", "must have at least 16 characters: it opens the pictures of people's homes")
    if host != "localhost" and _address(host) is None:
        table.complain("host", "must be an IP address to listen on, such as 0.0.0.0")
    table.finish()
    return WebSettings(host, port, token, ingress)


def _mqtt(table: Table) -> MqttSettings:
    host = table.text("host") or ""
    tls = table.switch("tls", default=False)
    port = table.whole("port", 1, 65535, default=8883 if tls else 1883) or 1883
    site = table.name("site", _NAME) or ""
    username, password = table.text("username", default=None), table.text("password", default=None)
    ca = table.text("ca", default=None)
    if ca is not None and (why := _bad_ca(ca)) is not None:
        table.complain("ca", why)
    table.finish()
    return MqttSettings(host, port, site, username, password, tls or ca is not None, None if ca is None else Path(ca))


def _frigate(table: Table) -> FrigateSettings:
    url = table.text("url") or ""
    parts = _parts(url)
    if url and (parts is None or parts[0] not in ("http", "https") or not parts[1]):
        table.complain("url", "must be such as http://frigate:5000 or https://frigate:8971")
    username, password = table.text("username", default=None), table.text("password", default=None)
    if (username is None) != (password is None):
        table.complain("username", "needs its password, and the other way round")
    verify = table.switch("verify", default=True)
    table.finish()
    return FrigateSettings(url.rstrip("/"), username, password, verify)


def _cameras(top: Table, mqtt: MqttSettings | None) -> tuple[CameraSettings, ...]:
    cameras: list[CameraSettings] = []
    names: set[str] = set()
    devices: set[str] = set()
    for table in read_tables(top, "cameras", most=MOST_CAMERAS):
        camera = _camera(table)
        if camera.name and camera.name in names:
            table.complain("name", f"another camera is called {camera.name}")
        if camera.device and camera.device in devices:
            table.complain("device", f"another camera is the device {camera.device}")
        if mqtt is not None and camera.password is None and mqtt.username is None:
            table.complain("password", "is needed, or a username and password under mqtt")
        names.add(camera.name)
        devices.add(camera.device)
        cameras.append(camera)
        table.finish()
    return tuple(cameras)


def _camera(table: Table) -> CameraSettings:
    name = table.name("name", _NAME) or ""
    url = table.text("url") or ""
    if url and (why := _bad_source(url)) is not None:
        table.complain("url", why)
    hardware = table.text("hardware", default="auto") or "auto"
    if hardware not in _HARDWARE:
        near = difflib.get_close_matches(hardware, _HARDWARE, 1)
        table.complain("hardware", f"must be one of {', '.join(_HARDWARE)}" + (f"; {near[0]}?" if near else ""))
    return CameraSettings(
        name=name,
        url=url,
        device=table.name("device", _NAME, default=name) or "",
        password=table.text("password", default=None),
        frigate=table.text("frigate", default=None),
        hardware=hardware,
        minimum_fall=table.number("minimum_fall", 1.0, 100.0, default=None),
        minimum_size=table.number("minimum_size", 1.0, 10_000.0, default=2.0) or 2.0,
        confidence=table.number("confidence", 0.05, 0.999, default=0.85) or 0.85,
        fluttering=table.switch("fluttering", default=True),
        pre_roll=table.number("pre_roll", 0.0, 30.0, default=5.0) or 0.0,
        loop=table.switch("loop", default=False),
    )


def _bad_ca(path: str) -> str | None:
    try:
        ssl.create_default_context(cafile=path)
    except ssl.SSLError:
        return f"{path} holds no certificate"
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}"
    return None


def _bad_source(url: str) -> str | None:
    parts = _parts(url)
    if parts is None:
        return "is not an address"
    scheme, host, path = parts
    if scheme == "" and url.startswith("/"):
        return None
    if scheme not in SCHEMES:
        return f"must begin with {', '.join(sorted(f'{known}://' for known in SCHEMES))} or be the path of a file"
    if scheme == "file":
        return None if path else "names no file"
    return None if host else "names no host"


def _parts(url: str) -> tuple[str, str, str] | None:
    """Return scheme, host and path of an address; None for what is none (a port that is no number, say)."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts.scheme, parts.hostname or "", parts.path


def _address(text: str) -> str | None:
    try:
        return str(ip_address(text))
    except ValueError:
        return None
