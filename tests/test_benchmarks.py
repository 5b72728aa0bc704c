"""What a benchmark writes and prints, and that each that is named is there."""

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.result import Result, percentile

ROOT = Path(__file__).parent.parent


def test_result_as_json_has_the_promised_keys(tmp_path: Path) -> None:
    result = Result("start", {"stall_ms": 12.5}, {"start_s": 7.0}, {"start_s": 1.25}, {"kills": 3})
    file = tmp_path / "new" / "result.json"
    result.save(file)
    written = json.loads(file.read_text(encoding="utf-8"))
    assert {"name", "machine", "date", "ours", "theirs", "ratio", "counts"} <= set(written)
    assert (written["ours"], written["counts"]) == ({"stall_ms": 12.5}, {"kills": 3})


def test_table_has_a_line_for_each_figure() -> None:
    text = Result("start", {"start_s": 8.75}, {"start_s": 7.0}, {"start_s": 1.25}, {"lost": 0}, ["A note."]).table()
    lines = text.splitlines()
    assert lines[0].startswith("start")
    assert [line.split() for line in lines[3:6]] == [
        ["ours", "theirs", "ratio"],
        ["start_s", "8.75", "7.00", "1.25"],
        ["counts.lost", "0"],
    ]
    assert lines[-1] == "A note."


@pytest.mark.parametrize(("percent", "expected"), [(50, 2), (99, 4), (100, 4), (1, 1), (25, 1), (26, 2)])
def test_percentile(percent: float, expected: int) -> None:
    assert percentile([4, 1, 3, 2], percent) == expected


def test_percentile_of_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_every_name_has_its_module_and_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == list(BENCHMARKS)
    for name in BENCHMARKS:
        assert (ROOT / "benchmarks" / f"{name}.py").is_file()


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(SystemExit):
        main(["nothing"])
    with pytest.raises(SystemExit):
        main([])
