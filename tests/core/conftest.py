"""What decides is tested without a Home Assistant."""

import pytest


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: core knows none."""
