"""The settings: what is right is read, and every mistake is told with its line and a reason, all at once."""

import json
from pathlib import Path

import pytest
from falling_objects.settings import SettingsError, load, load_file
from hypothesis import given
from hypothesis import strategies as st

GOOD = """\
data: /data
workers: 2
web:
  host: 0.0.0.0
  token: 0123456789abcdef
mqtt:
  host: broker.lan
  site: garden
frigate:
  url: http://frigate:5000/
cameras:
  - name: facade_3
    url: rtsp://user:secret@10.0.0.3:554/main
    password: abc
    frigate: facade_3
    minimum_fall: 6
    confidence: 0.9
  - name: facade_4
    url: /media/facade_4.mp4
    device: cam-4
    password: 12345
    loop: yes
"""


def problems(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(SettingsError) as caught:
        load(text)
    return [(problem.line, problem.place, problem.reason) for problem in caught.value.problems]


def test_a_good_file_is_read() -> None:
    settings = load(GOOD)
    assert settings.workers == 2
    assert settings.self_test == 3
    assert settings.frigate is not None
    assert settings.frigate.url == "http://frigate:5000"
    assert settings.mqtt is not None
    assert (settings.mqtt.port, settings.mqtt.tls) == (1883, False)
    first, second = settings.cameras
    assert (first.device, first.minimum_fall, first.confidence) == ("facade_3", 6.0, 0.9)
    # A number where a text is meant is the text that was written.
    assert (second.device, second.password, second.loop, second.minimum_fall) == ("cam-4", "12345", True, None)
    assert settings.camera("facade_4") is second


def test_the_options_of_a_home_assistant_app_are_read_too() -> None:
    options = {"cameras": [{"name": "a", "url": "rtsp://h/s"}], "web": {"ingress": True}, "workers": None}
    settings = load(json.dumps(options))
    assert settings.web is not None
    assert settings.web.ingress


@pytest.mark.parametrize(
    ("old", "new", "line", "place", "reason"),
    [
        ("workers: 2", "workers: 0", 2, "workers", "from 1 to 64"),
        ("workers: 2", "workers: 1.5", 2, "workers", "whole number"),
        ("workers: 2", "worker: 2", 2, "worker", "did you mean workers?"),
        ("workers: 2", "data: /else", 2, "data", "twice, first in line 1"),
        ("  token: 0123456789abcdef", "  token: short", 5, "web.token", "at least 16"),
        ("  host: 0.0.0.0", "  host: garden", 4, "web.host", "IP address"),
        ("  site: garden", "  site: Garden 1", 8, "mqtt.site", "a-z"),
        ("  site: garden", "  port: 99999\n  site: garden", 8, "mqtt.port", "65535"),
        ("  site: garden", "  ca: /not/there.pem\n  site: garden", 8, "mqtt.ca", "No such file"),
        ("  site: garden", f"  ca: {__file__}\n  site: garden", 8, "mqtt.ca", "no certificate"),
        ("  token: 0123456789abcdef", "  token: short\n  ingress: true", 5, "web.token", "at least 16"),
        ("  url: http://frigate:5000/", "  url: frigate:5000", 10, "frigate.url", "http://frigate:5000"),
        ("  url: http://frigate:5000/", "  url: http://f\n  username: x", 11, "frigate.username", "password"),
        ("    url: rtsp://user:secret@10.0.0.3:554/main", "    url: rtsp://h:port/", 13, "cameras[0].url", "address"),
        ("    url: rtsp://user:secret@10.0.0.3:554/main", "    url: udp://h/", 13, "cameras[0].url", "must begin"),
        ("    url: rtsp://user:secret@10.0.0.3:554/main", "    url: ''", 13, "cameras[0].url", "is empty"),
        ("    password: abc", "", 12, "cameras[0].password", "is needed"),
        ("    confidence: 0.9", "    confidence: much", 17, "cameras[0].confidence", "0.05 to 0.999"),
        ("    confidence: 0.9", "    hardware: cude", 17, "cameras[0].hardware", "cuda?"),
        ("    confidence: 0.9", "    fluttering: perhaps", 17, "cameras[0].fluttering", "true or false"),
        ("name: facade_4", "name: facade_3", 18, "cameras[1].name", "another camera"),
        ("    device: cam-4", "    device: facade_3", 20, "cameras[1].device", "another camera"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, line: int, place: str, reason: str) -> None:
    assert old in GOOD
    found = problems(GOOD.replace(old, new))
    assert [(where, what) for where, what, _ in found] == [(line, place)]
    assert reason in found[0][2]


def test_all_mistakes_are_told_at_once_by_line() -> None:
    found = problems("workers: x\nweb: 3\ncameras:\n  - 4\n  - url: rtsp://h\n")
    assert [line for line, _, _ in found] == [1, 2, 4, 5]


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ("- a", 1), ("a: [", 1), ("a: b: c", 1), ("x: 1\ncameras: {}\n", 1), ("[" * 1500, 1), ("a: \x01", 1)],
    ids=["empty", "list", "open", "two colons", "unknown", "nested", "control"],
)
def test_what_is_no_settings_file_is_refused(text: str, line: int) -> None:
    assert problems(text)[0][0] in (line, line + 1)


def test_a_file_that_is_not_there_not_text_or_too_large_is_refused(tmp_path: Path) -> None:
    for content, reason in ((None, "cannot be read"), (b"a: \xff", "UTF-8"), (b"#" * 300_000, "larger than")):
        path = tmp_path / "settings.yaml"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(SettingsError, match=reason):
            load_file(path)


@given(
    st.text(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=8).map(json.dumps)
)
def test_nothing_else_comes_of_any_text(text: str) -> None:
    try:
        load(text)
    except SettingsError as error:
        reasons = [problem.reason for problem in error.problems]
    else:
        reasons = ["a name and an address"]
    assert all(reasons)
    assert reasons
