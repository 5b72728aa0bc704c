"""The pages, the app's description and its translations name the settings that there are, in both languages."""

import re
from pathlib import Path

import pytest
import yaml
from falling_objects import __version__
from falling_objects.fields import Table
from falling_objects.settings import SettingsError, load

ROOT = Path(__file__).parents[2]
APP = ROOT / "apps" / "falling_objects"
PAGES = [ROOT / "docs" / "falling-objects.md", ROOT / "docs" / "falling-objects.zh-Hans.md"]
EVERYTHING = "web: {x: 1}\nmqtt: {x: 1}\nfrigate: {x: 1}\ncameras: [{x: 1}]\n"


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the name of every setting that is read."""
    found: set[str] = set()
    finish = Table.finish

    def listening(table: Table) -> None:
        found.update(re.sub(r"\[\d+\]", "[]", table.place(name)) for name in table._asked)
        finish(table)

    monkeypatch.setattr(Table, "finish", listening)
    with pytest.raises(SettingsError):
        load(EVERYTHING)
    return found - {"web", "mqtt", "frigate", "cameras"}


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh-Hans"])
def test_every_setting_is_explained_and_the_example_is_right(page: Path, settings: set[str]) -> None:
    text = page.read_text(encoding="utf-8")
    (table,) = (part for part in text.split("\n\n") if "| `data` |" in part)
    rows = re.findall(r"^\| `([a-z_.\[\]]+)` \|", table, re.MULTILINE)
    assert sorted(rows) == sorted(settings)
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert load(example).cameras[0].frigate == "facade_3"


def test_the_app_offers_the_settings_that_there_are(settings: set[str]) -> None:
    described = yaml.safe_load((APP / "config.yaml").read_text(encoding="utf-8"))
    offered = set()
    for name, value in described["schema"].items():
        if isinstance(value, dict):
            offered |= {f"{name}.{key}" for key in value}
        elif isinstance(value, list):
            offered |= {f"{name}[].{key}" for key in value[0]}
        else:
            offered.add(name)
    # Its data are where Home Assistant keeps them.
    assert offered == settings - {"data"}
    assert described["version"] == __version__


def test_each_option_has_its_words_in_both_languages() -> None:
    described = yaml.safe_load((APP / "config.yaml").read_text(encoding="utf-8"))
    for language in ("en", "zh-Hans"):
        words = yaml.safe_load((APP / "translations" / f"{language}.yaml").read_text(encoding="utf-8"))
        assert set(words["configuration"]) == set(described["schema"])
        assert all(set(one) == {"name", "description"} for one in words["configuration"].values())
        assert set(words["network"]) == set(described["ports"])
