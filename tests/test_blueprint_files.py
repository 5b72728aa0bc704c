"""All blueprints that we ship: whole, described, named in every step, and the same in both places."""

from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from awesomeversion import AwesomeVersion

from custom_components.smart_community.const import DOMAIN
from tests.blueprints import BLUEPRINTS, load
from tests.doc_pages import ROOT, code_words, page, section, table

SHIPPED: Final = ROOT / "custom_components" / DOMAIN / "blueprints"
# What nobody can choose for a community; all other inputs have a default.
REQUIRED: Final = {"webhook_id"}
each = pytest.mark.parametrize("source", BLUEPRINTS, ids=[path.stem for path in BLUEPRINTS])


def test_what_is_shipped_is_what_people_import() -> None:
    public = ROOT / "blueprints"
    files = {path.relative_to(public): path.read_bytes() for path in public.rglob("*.yaml")}
    assert files
    assert {path.relative_to(SHIPPED): path.read_bytes() for path in SHIPPED.rglob("*") if path.is_file()} == files


@each
def test_it_says_where_it_is_from_and_what_it_needs(source: Path) -> None:
    blueprint = load(source)
    hacs = yaml.safe_load((ROOT / "hacs.json").read_text(encoding="utf-8"))
    manifest = yaml.safe_load((ROOT / "custom_components" / DOMAIN / "manifest.json").read_text(encoding="utf-8"))
    path = source.relative_to(ROOT).as_posix()
    assert blueprint.metadata["source_url"] == f"{manifest['documentation']}/blob/main/{path}"
    needed = blueprint.metadata["homeassistant"]["min_version"]
    assert AwesomeVersion(needed) == AwesomeVersion(hacs["homeassistant"])
    assert blueprint.validate() is None
    assert {"mode", "max", "max_exceeded"} <= blueprint.data.keys()


@each
def test_every_input_has_words_in_both_languages_a_selector_and_a_default(source: Path) -> None:
    blueprint = load(source)
    assert all({"name", "icon", "input"} <= said.keys() for said in blueprint.metadata["input"].values())
    for name, said in blueprint.inputs.items():
        wanted = {"name", "description", "selector"} | (set() if name in REQUIRED else {"default"})
        assert wanted <= said.keys(), name
        for words in (said["name"], said["description"]):
            assert any("\u4e00" <= sign <= "\u9fff" for sign in words) or name == "webhook_id", (name, words)
            assert any("a" <= sign <= "z" for sign in words), (name, words)
        if "select" in said["selector"]:
            offered = {option["value"] for option in said["selector"]["select"]["options"]}
            assert set(said["default"]) <= offered, name


@each
def test_every_input_is_used_and_every_step_has_a_name(source: Path) -> None:
    steps = ("sequence", "choose", "parallel", "conditions", "default", "if", "then", "else", "repeat", "while")

    def unnamed(part: Any) -> list[Any]:
        if isinstance(part, list):
            return [bare for one in part for bare in ([one] if "alias" not in one else unnamed(one))]
        return [bare for key in steps if isinstance(part.get(key), list | dict) for bare in unnamed(part[key])]

    blueprint = load(source)
    assert unnamed(blueprint.data["actions"]) == []
    assert unnamed(blueprint.data["triggers"]) == []
    text = source.read_text(encoding="utf-8")
    assert all(f"!input {name}\n" in text for name in blueprint.inputs)


@each
def test_the_documentation_describes_it_and_each_of_its_inputs(source: Path) -> None:
    rows = table(section(page("docs/actions.md"), f"{DOMAIN}.install_blueprints"))
    said = {code_words(row["blueprint"])[0]: code_words(row["inputs"]) for row in rows}
    assert set(said) == {path.stem for path in BLUEPRINTS}
    assert said[source.stem] == list(load(source).inputs)
