# /// script
# requires-python = ">=3.11"
# dependencies = ["jsonschema>=4.23", "pyyaml>=6"]
# ///
"""Checks configurations against the schema of a Frigate: check_frigate_config.py FRIGATE|SCHEMA [FILE…].

Ends with 0 if all are valid, with 1 if one is not, and with 2 if there is no schema to be had.
"""

import json
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Final

import jsonschema
import yaml

FOLDER: Final = Path(__file__).resolve().parents[2] / "frigate_config"
SCHEMA_PATH: Final = "/api/config/schema.json"
SECONDS: Final = 15
# Of 0.18 on, a mask is an object with a name.
NAMED_MASK: Final = "MotionMaskConfig"
PROBLEMS_SHOWN: Final = 10


def schema_of(source: str) -> dict[str, Any]:
    """Return the schema that a running Frigate, or a file, has; raises OSError or ValueError."""
    if not re.match(r"https?://", source):
        loaded = json.loads(Path(source).read_text(encoding="utf-8"))
    else:
        address = source.rstrip("/") if source.endswith(".json") else source.rstrip("/") + SCHEMA_PATH
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310  (http or https, by the match)
            loaded = json.load(answer)
    if not isinstance(loaded, dict) or "properties" not in loaded:
        raise ValueError
    return loaded


def of_version(schema: dict[str, Any]) -> str:
    """Return which of our files are for a Frigate with this schema."""
    return "0.18" if NAMED_MASK in schema.get("$defs", {}) else "0.17"


def problems(schema: dict[str, Any], text: str) -> list[str]:
    """Return where a configuration is not as the schema says, as lines for people."""
    config = yaml.safe_load(text)
    found = jsonschema.Draft202012Validator(schema).iter_errors(config)
    return [f"{'.'.join(map(str, error.absolute_path)) or 'the file'}: {error.message[:200]}" for error in found]


def main(arguments: list[str]) -> int:
    """Check, and print what was found."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(__doc__)  # noqa: T201
        return 2
    try:
        schema = schema_of(arguments[0])
    except (OSError, ValueError, urllib.error.URLError) as error:
        print(f"No schema of Frigate at {arguments[0]} ({type(error).__name__}).", file=sys.stderr)  # noqa: T201
        return 2
    version = of_version(schema)
    files = [Path(name) for name in arguments[1:]] or [
        FOLDER / f"example-{version}.yaml",
        *sorted((FOLDER / version).iterdir()),
    ]
    invalid = 0
    for file in files:
        found = problems(schema, file.read_text(encoding="utf-8"))
        invalid += bool(found)
        print(f"{'invalid' if found else 'valid  '} {file}")  # noqa: T201
        for line in found[:PROBLEMS_SHOWN]:
            print(f"        {line}")  # noqa: T201
    print(f"{len(files) - invalid} of {len(files)} are valid for Frigate {version}.")  # noqa: T201
    return 1 if invalid else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
