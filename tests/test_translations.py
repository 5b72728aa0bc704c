"""Translations: both languages say the same things, and everything that a flow can show has its words."""

import json
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import custom_components.smart_community.config_flow as flow_module
from custom_components.smart_community.config_flow import BROKER_SCHEMA, REAUTH_SCHEMA, SITE_SCHEMA
from custom_components.smart_community.links.devices.broker import LinkProblem
from custom_components.smart_community.vault_repairs import SHOWN_SCHEMA

FOLDER = Path(flow_module.__file__).parent / "translations"
LANGUAGES = ["en", "zh-Hans"]

FORMS = {
    "user": SITE_SCHEMA,
    "broker": BROKER_SCHEMA,
    "phrase": SHOWN_SCHEMA,
    "reconfigure": BROKER_SCHEMA,
    "reauth_confirm": REAUTH_SCHEMA,
}
OWN_ERRORS = {"site_name_missing", "site_missing", "site_invalid", "certificate_invalid", "tls_off"} | {
    "last_group_wrong",
    "keys_not_saved",
}
HAN = re.compile(r"[\u4e00-\u9fff]")
HTML = re.compile(r"<[a-zA-Z/].*>")
ADDRESS = re.compile(r"\w+://|www\.")


def load(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return loaded


def flatten(tree: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Return every text under its dotted key."""
    texts: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            texts |= flatten(value, f"{prefix}{key}.")
        else:
            texts[f"{prefix}{key}"] = value
    return texts


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


ENGLISH, CHINESE = (flatten(load(language)) for language in LANGUAGES)


def test_there_are_no_other_languages_yet() -> None:
    assert {file.name for file in FOLDER.iterdir()} == {f"{language}.json" for language in LANGUAGES}


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(ENGLISH) == list(CHINESE)


def test_both_languages_have_the_same_placeholders() -> None:
    differing = {key for key in ENGLISH if placeholders(ENGLISH[key]) != placeholders(CHINESE[key])}
    assert differing == set()


@pytest.mark.parametrize("texts", [ENGLISH, CHINESE], ids=LANGUAGES)
def test_every_text_is_one_that_home_assistant_takes(texts: dict[str, str]) -> None:
    for key, text in texts.items():
        assert isinstance(text, str), key
        assert text.strip() == text != "", key
        assert "[%key:" not in text, key
        assert not HTML.search(text), key
        assert not ADDRESS.search(text), f"{key}: addresses belong into placeholders"
        assert not re.search(r"'\{\w+\}'", text), f"{key}: no single quotes around a placeholder"
        assert all(field.isidentifier() for field in placeholders(text)), key


def test_english_is_english_and_chinese_is_chinese() -> None:
    assert {key for key, text in ENGLISH.items() if HAN.search(text)} == set()
    # A text without a letter of its own (a unit, a bare placeholder) is the same in every language.
    untranslated = {
        key
        for key, text in CHINESE.items()
        if not HAN.search(text) and re.search(r"[a-z]{3}", re.sub(r"{\w+}", "", text))
    }
    assert untranslated == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_a_form_is_named_and_explained(language: str) -> None:
    steps = load(language)["config"]["step"]
    assert set(steps) == set(FORMS)
    for step, schema in FORMS.items():
        fields = [str(marker) for marker in schema.schema]
        assert list(steps[step]["data"]) == fields
        assert list(steps[step]["data_description"]) == fields
        assert {"title", "description"} <= set(steps[step])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_and_abort_has_its_words(language: str) -> None:
    config = load(language)["config"]
    # A twin is seen over time, never in a trial login.
    of_the_trial = {problem.value for problem in LinkProblem if problem is not LinkProblem.TWIN}
    assert set(config["error"]) == OWN_ERRORS | of_the_trial
    assert set(config["abort"]) == {"reconfigure_successful", "reauth_successful"}


def test_a_flow_gives_what_its_texts_ask_for() -> None:
    given = {
        "user": set[str](),
        "broker": {"site"},
        "phrase": {"phrase"},
        "reconfigure": {"site"},
        "reauth_confirm": {"site", "host", "port"},
    }
    config = load("en")["config"]
    for step, texts in config["step"].items():
        assert {name for text in flatten(texts).values() for name in placeholders(text)} <= given[step]
    # An error may be shown by any form that tries the broker.
    assert {name for text in config["error"].values() for name in placeholders(text)} <= {"site"}
