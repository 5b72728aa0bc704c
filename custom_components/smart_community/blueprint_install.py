"""Puts the blueprints that we ship where Home Assistant looks for them."""

from pathlib import Path
from typing import Final

_SHIPPED: Final = Path(__file__).parent / "blueprints"


def install(config_dir: Path) -> dict[str, list[str]]:
    """Copy each blueprint that is missing or differs, and say which; blocks.

    A file of ours that somebody has changed is replaced: a blueprint that is to be changed is copied first, and has
    another name then.
    """
    report: dict[str, list[str]] = {"installed": [], "unchanged": []}
    for source in sorted(_SHIPPED.rglob("*.yaml")):
        name = source.relative_to(_SHIPPED)
        target = config_dir / "blueprints" / name
        text = source.read_bytes()
        if target.exists() and target.read_bytes() == text:
            report["unchanged"].append(str(name))
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
        report["installed"].append(str(name))
    return report
