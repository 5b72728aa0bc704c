"""The repository itself: what HACS, GitHub and a reader of it rely on."""

import json
import os
import re
import struct
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "smart_community"
BRAND = INTEGRATION / "brand"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))

HACS_KEYS: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "content_in_root": bool,
    "country": (str, list),
    "filename": str,
    "hacs": str,
    "hide_default_branch": bool,
    "homeassistant": str,
    "persistent_directory": str,
    "render_readme": bool,
    "zip_release": bool,
}
# What homeassistant/components/brands serves out of a custom integration's folder.
BRAND_SIZES = {"icon.png": (256, 256), "icon@2x.png": (512, 512)}
# Actions that have no major versions: both follow Home Assistant and HACS from their main branch.
UNVERSIONED_ACTIONS = {"home-assistant/actions/hassfest@master", "hacs/action@main"}

MOST_LINES = 400
# Files that are longer and should be, each with its reason: {"path from the integration's folder": "reason"}.
LONG_FOR_A_REASON: dict[str, str] = {}


def _load(name: str) -> dict[str, Any]:
    """Read a JSON or TOML file of the repository."""
    text = (ROOT / name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = tomllib.loads(text) if name.endswith(".toml") else json.loads(text)
    return loaded


MANIFEST = "custom_components/smart_community/manifest.json"


def _ignored() -> list[str]:
    """Return the patterns of .gitignore, which are all of one name each."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return [".git", *(line.strip("/") for line in lines)]


def _files() -> Iterator[Path]:
    """Yield every file that git would take, found without git: a copy of the tree is tested like a clone."""
    patterns = _ignored()

    def wanted(name: str) -> bool:
        return not any(fnmatch(name, pattern) for pattern in patterns)

    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(filter(wanted, folders))
        yield from (Path(folder, name) for name in sorted(names) if wanted(name))


def _texts() -> Iterator[tuple[str, str]]:
    """Yield path and content of every text file."""
    for path in _files():
        content = path.read_bytes()
        if b"\0" not in content:
            yield path.relative_to(ROOT).as_posix(), content.decode("utf-8")


def test_one_version() -> None:
    version = _load(MANIFEST)["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+(-?(alpha|beta|rc)\.?\d+)?", version)
    assert _load("pyproject.toml")["project"]["version"] == version


def test_hacs_takes_its_file() -> None:
    hacs = _load("hacs.json")
    assert hacs["name"] == _load(MANIFEST)["name"]
    assert hacs.keys() <= HACS_KEYS.keys()
    for key, value in hacs.items():
        assert isinstance(value, HACS_KEYS[key]), key


def test_the_oldest_home_assistant_is_the_one_tested() -> None:
    promised = _load("hacs.json")["homeassistant"].rsplit(".", 1)[0]
    unit = _load("pyproject.toml")["dependency-groups"]["unit"]
    assert any(package.startswith(f"homeassistant=={promised}.") for package in unit)


def test_the_release_carries_the_zip_that_hacs_asks_for() -> None:
    hacs = _load("hacs.json")
    assert hacs["zip_release"]
    release = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    assert f"--output={hacs['filename']} HEAD:custom_components/smart_community" in release
    assert f'gh release upload "$TAG" {hacs["filename"]}' in release


def test_hacs_and_hassfest_take_the_manifest() -> None:
    manifest = _load(MANIFEST)
    assert {"domain", "name", "codeowners", "documentation", "issue_tracker", "version"} <= manifest.keys()
    keys = list(manifest)
    assert keys == ["domain", "name", *sorted(keys[2:])]
    # One integration a repository: of several, HACS installs the first.
    assert [path.parent for path in (ROOT / "custom_components").glob("*/manifest.json")] == [INTEGRATION]


@pytest.mark.parametrize(("name", "size"), BRAND_SIZES.items())
def test_brand_image(name: str, size: tuple[int, int]) -> None:
    header = (BRAND / name).read_bytes()[:26]
    signature, chunk, width, height, depth, colour = struct.unpack(">8s4x4sIIBB", header)
    assert (signature, chunk) == (b"\x89PNG\r\n\x1a\n", b"IHDR")
    assert (width, height) == size
    rgb_with_alpha = 6
    assert (depth, colour) == (8, rgb_with_alpha), "its background is transparent"


def test_brand_folder_holds_nothing_else() -> None:
    assert {path.name for path in BRAND.iterdir()} == BRAND_SIZES.keys()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] in ({}, {"contents": "read"}), "rights are given to the job that needs them"
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            action = step.get("uses", "")
            assert not action or re.search(r"@v\d+$", action) or action in UNVERSIONED_ACTIONS, action
            # What an outsider can choose reaches a shell as a variable, never as a part of its text.
            assert "${{" not in step.get("run", "")


def test_the_workflows_are_there() -> None:
    assert {path.stem for path in WORKFLOWS} == {"tests", "validate", "release"}


def test_pre_commit_calls_our_own_environment() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    for repository in config["repos"]:
        assert repository["repo"] == "local"
        for hook in repository["hooks"]:
            assert hook["entry"].startswith(".venv-unit/bin/"), hook["id"]


def _may_name_the_home(path: str) -> bool:
    """Say whether a file may spell out where the repository lives.

    The manifest is the one place that says it; code reads it from there, and documents link to each other by relative
    paths. What leaves the repository alone has to repeat it: the READMEs (HACS and My-links open outside of it), the
    pages of the Home Assistant app and a blueprint's `source_url`. Workflows ask GitHub instead.
    """
    app = {f"apps/falling_objects/{name}" for name in ("config.yaml", "DOCS.md", "README.md")}
    return path in {MANIFEST, "README.md", "README.zh-Hans.md"} | app or "blueprints/" in path


def test_the_home_is_said_in_one_place() -> None:
    manifest = _load(MANIFEST)
    home = manifest["documentation"]
    assert re.fullmatch(r"https://github\.com/[\w-]+/[\w-]+", home)
    assert manifest["issue_tracker"] == f"{home}/issues"
    slug = home.removeprefix("https://github.com/")
    owner, name = slug.split("/")
    mention = re.compile(
        rf"{re.escape(slug)}(?![\w-])"
        rf"|(?:github\.com|githubusercontent\.com|github\.io)/[\w-]+/{re.escape(name)}(?![\w-])"
        rf"|owner=[\w-]+&(?:amp;)?repository={re.escape(name)}"
    )
    same = re.compile(rf"{re.escape(slug)}|owner={re.escape(owner)}&(?:amp;)?repository=")
    for path, text in _texts():
        for found in mention.findall(text):
            assert _may_name_the_home(path), f"{path} spells out the repository's home; {MANIFEST} says it"
            assert same.search(found), f"{path} names another home than {MANIFEST}: {found}"


def test_no_module_is_two_ideas() -> None:
    lengths = {
        path.relative_to(INTEGRATION).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in INTEGRATION.rglob("*.py")
    }
    long = {name: lines for name, lines in lengths.items() if lines > MOST_LINES}
    assert long.keys() == LONG_FOR_A_REASON.keys(), long


def test_no_path_of_one_machine() -> None:
    # Not preceded by a word: a part of an address or of a topic is no path of a machine.
    machine = re.compile(r"(?<![\w.})\]*-])/(?:work|root)/")
    found = [f"{path}: {line.strip()}" for path, text in _texts() for line in text.splitlines() if machine.search(line)]
    assert not found


def test_scripts_can_be_run() -> None:
    for path in (*(ROOT / "scripts").iterdir(), ROOT / ".ci" / "run"):
        if path.is_file() and path.read_bytes().startswith(b"#!"):
            assert os.access(path, os.X_OK), f"chmod +x {path.relative_to(ROOT)}"
