"""Response plans, read back. Every version is kept: an incident says under which it ran."""

import logging

from sqlalchemy import Connection, func, select

from ..core.plan import PlanVersion, ResponsePlan
from .schema import plans

_LOGGER = logging.getLogger(__name__)


def load(connection: Connection) -> list[PlanVersion]:
    """Return the newest version of each plan that staff have saved."""
    newest = select(plans.c.id, func.max(plans.c.version).label("version")).group_by(plans.c.id).subquery()
    query = select(plans).join(newest, (plans.c.id == newest.c.id) & (plans.c.version == newest.c.version))
    return [PlanVersion(row.id, row.version, read_plan(row.plan), row.at, row.by) for row in connection.execute(query)]


def read_plan(written: dict[str, object] | None) -> ResponsePlan | None:
    """Return a plan that was written; None if there is none, or if it cannot be read: then its default holds."""
    if written is None:
        return None
    try:
        return ResponsePlan.from_dict(written)
    except (KeyError, TypeError, ValueError) as error:
        _LOGGER.error("A response plan in the database cannot be read, the default holds: %s", type(error).__name__)
        return None
