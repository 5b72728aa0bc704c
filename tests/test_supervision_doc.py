"""`docs/supervision.md` says what the code does: every cause, its severity, and the figures."""

from custom_components.smart_community.core.fault import BRIEF, REMINDS_AFTER, SETTLES_AFTER, SEVERITY, FaultCause
from custom_components.smart_community.core.supervision import (
    BATTERY_LOW,
    BATTERY_WELL,
    ENTITY_GONE_AFTER,
    GONE_AFTER,
    HANDFUL,
    MANY,
    TESTED_WITHIN,
)
from custom_components.smart_community.core.walk_test import LONGEST
from tests.doc_pages import code_words, page, section, table

PAGE = page("docs/supervision.md")


def test_every_cause_is_named_with_its_severity() -> None:
    rows = table(section(PAGE, "Faults"))
    said = {code_words(row["`cause`"])[0]: row["severity"] for row in rows}
    assert said == {cause.value: SEVERITY[cause].value for cause in FaultCause}


def test_the_figures_are_those_of_the_code() -> None:
    faults = " ".join(section(PAGE, "Faults").split())
    for figure in (
        f"for {GONE_AFTER:g} seconds by its own word ({ENTITY_GONE_AFTER / 60:g} minutes,",
        f"{BATTERY_LOW:g} % or less; it is over above {BATTERY_WELL:g} %",
        f"not tested for {TESTED_WITHIN.days} days",
    ):
        assert figure in faults
    together = section(PAGE, "When many things fail at once")
    assert f"Up to {HANDFUL} devices" in together
    assert f"more than {MANY} in several buildings" in together
    assert f"after {REMINDS_AFTER.total_seconds() / 3600:g} hours" in section(PAGE, "How a fault ends")
    assert (SETTLES_AFTER, BRIEF.total_seconds()) == (60, 60)
    assert f"ends by itself after {LONGEST.total_seconds() / 60:g} minutes" in " ".join(
        section(PAGE, "Testing").split()
    )
