"""The key file is whole at every moment, its owner's alone, in no backup; and the phrase opens what it wrapped."""

import json
import logging
import os
import stat
from pathlib import Path, PurePath
from unittest.mock import patch

import pytest
from homeassistant.components.backup.const import EXCLUDE_FROM_BACKUP

from custom_components.smart_community.store import keys
from custom_components.smart_community.store.keys import KeyFile, WrongPhraseError
from custom_components.smart_community.store.vault import KeyRing

PHRASE = "7R0VQ-0F8ZK-C2D4E-9XW1N-5TB3G-MH6PY"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return keys.key_path(tmp_path / "smart_community.db")


def test_what_is_saved_is_loaded(path: Path) -> None:
    assert keys.load(path) is None
    for file in (KeyFile(KeyRing.new()), KeyFile(KeyRing.new().with_new_key(), keys.wrap(KeyRing.new(), PHRASE))):
        keys.save(path, file)
        assert keys.load(path) == file


def test_only_its_owner_reads_it(path: Path) -> None:
    previous = os.umask(0)
    try:
        for _ in range(2):
            keys.save(path, KeyFile(KeyRing.new()))
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    finally:
        os.umask(previous)


def test_nothing_with_a_key_in_it_is_in_a_backup(path: Path) -> None:
    """By the list that the core's backup goes by; the Supervisor's has `*.db-shm` as well."""
    keys.save(path, KeyFile(KeyRing.new()))
    path.write_text("damaged", encoding="ascii")
    with patch.object(Path, "replace", autospec=True, side_effect=Path.replace) as renamed:
        keys.save(path, KeyFile(KeyRing.new()))
    written = {path, keys.spare_path(path.with_name("smart_community.db")), *path.parent.iterdir()}
    written |= {call.args[0] for call in renamed.call_args_list}
    assert len(written) == 4
    for each in written:
        assert any(PurePath("data", each.name).full_match(f"data/{pattern}") for pattern in EXCLUDE_FROM_BACKUP), each


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_save_that_fails_leaves_what_was_there(path: Path, step: str) -> None:
    before = KeyFile(KeyRing.new())
    keys.save(path, before)
    target = {
        "open": patch.object(os, "open", side_effect=OSError(28, "full")),
        "fsync": patch.object(os, "fsync", side_effect=OSError(5, "input/output error")),
        "replace": patch.object(Path, "replace", side_effect=OSError(30, "read-only")),
    }[step]
    with target, pytest.raises(OSError, match=r"full|input|read-only"):
        keys.save(path, KeyFile(KeyRing.new()))
    assert keys.load(path) == before
    after = KeyFile(KeyRing.new())
    keys.save(path, after)
    assert keys.load(path) == after


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "not a key",
        '{"current": "a", "keys": {}, "wrapped": null}',
        '{"current": "a", "keys": {"a": "AAAA"}, "wrapped": null}',
        '{"current": "a", "keys": {"a": 7}, "wrapped": null}',
        '["a"]',
    ],
)
def test_a_damaged_file_is_no_file_and_is_kept(path: Path, content: str, caplog: pytest.LogCaptureFixture) -> None:
    path.write_text(content, encoding="ascii")
    assert keys.load(path) is None
    assert str(path) in caplog.text
    file = KeyFile(KeyRing.new())
    keys.save(path, file)
    assert keys.load(path) == file
    assert path.with_name("smart_community_keys.damaged.db-shm").read_text(encoding="ascii") == content


def test_the_phrase_opens_what_it_wrapped() -> None:
    ring = KeyRing.new().with_new_key()
    wrapped = keys.wrap(ring, PHRASE)
    assert keys.unwrap(wrapped, PHRASE) == ring
    assert keys.covers(wrapped, ring)
    assert not keys.covers(wrapped, ring.with_new_key())
    assert not keys.covers(None, ring)


def test_another_phrase_opens_nothing() -> None:
    wrapped = keys.wrap(KeyRing.new(), PHRASE)
    with pytest.raises(WrongPhraseError):
        keys.unwrap(wrapped, PHRASE.replace("7", "8"))


@pytest.mark.parametrize("wrapped", ["", "{}", "[]", '{"scrypt": 1}', '{"scrypt": {"salt": "%%"}}'])
def test_what_is_damaged_no_phrase_opens(wrapped: str) -> None:
    with pytest.raises(WrongPhraseError):
        keys.unwrap(wrapped, PHRASE)


def test_what_is_wrapped_shows_neither_key_nor_phrase() -> None:
    ring = KeyRing.new()
    file = KeyFile(ring, keys.wrap(ring, PHRASE))
    wrapped = file.wrapped or ""
    for secret in (PHRASE, PHRASE.replace("-", ""), *PHRASE.split("-"), *map(keys._encode, ring.keys.values())):
        assert secret not in wrapped
    assert json.loads(wrapped)["keys"] == [ring.current]


def test_wrapped_twice_it_looks_different() -> None:
    ring = KeyRing.new()
    first, second = (json.loads(keys.wrap(ring, PHRASE)) for _ in range(2))
    assert first["scrypt"]["salt"] != second["scrypt"]["salt"]
    assert first["sealed"] != second["sealed"]


def test_a_phrase_is_asked_for_where_one_can_be_made(tmp_path: Path) -> None:
    database = tmp_path / "smart_community.db"
    assert keys.needs_phrase(database)
    database.touch()
    # It came without its keys: a new one would not open it.
    assert not keys.needs_phrase(database)
    keys.save(keys.key_path(database), KeyFile(KeyRing.new()))
    assert keys.needs_phrase(database)
    keys.make_phrase_hold(database, PHRASE)
    assert not keys.needs_phrase(database)


def test_a_phrase_does_not_change_the_keys(tmp_path: Path) -> None:
    database = tmp_path / "smart_community.db"
    for phrase in (PHRASE, PHRASE.replace("7", "8")):
        keys.make_phrase_hold(database, phrase)
        file = keys.load(keys.key_path(database))
        assert file is not None
        assert file.wrapped is not None
        assert keys.unwrap(file.wrapped, phrase) == file.ring
        assert len(file.ring.keys) == 1


def test_nothing_of_it_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    keys.make_phrase_hold(tmp_path / "smart_community.db", PHRASE)
    assert PHRASE not in caplog.text
