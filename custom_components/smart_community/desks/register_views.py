"""What the register desk answers: frozen, and turned into what actions and commands show."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from ..core.community import Building, Home
from ..core.consent import Consent, Purpose, allows
from ..core.people import Grid, Household
from ..core.register_fate import Fate, Outcome
from ..core.register_sheet import SheetError

# So many errors are in a report; the fates of the rows have all.
MOST_TOLD: Final = 200


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or a dry run would do; with `errors` nothing was imported. `fates` has every row."""

    import_id: str
    rows: int
    dry_run: bool = False
    imported: bool = False
    fates: tuple[Fate, ...] = ()
    errors: tuple[SheetError, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """Return how many rows have this fate; a file with errors that was to be imported changes nothing."""
        if self.errors and not self.dry_run:
            return 0
        return sum(fate.outcome is outcome for fate in self.fates)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as actions and commands answer it, without the fates of rows."""
        return {
            "import_id": self.import_id,
            "rows": self.rows,
            "created": self.count(Outcome.CREATED),
            "updated": self.count(Outcome.UPDATED),
            "unchanged": self.count(Outcome.UNCHANGED),
            "dry_run": self.dry_run,
            "imported": self.imported,
            "error_count": len(self.errors),
            "errors": [error.as_dict() for error in self.errors[:MOST_TOLD]],
        }


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A home with the people in it, for someone whose look at it is in the journal.

    `consents` are the newest word on each purpose; None where they are not shown.
    """

    home: Home
    building_name: str
    household: Household
    consents: dict[Purpose, Consent] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the card as the websocket commands show it."""
        household = self.household
        shown = asdict(self.home) | {
            "building_name": self.building_name,
            "household": household.name,
            "note": household.note,
            "access": household.access,
            "key_safe": household.key_safe,
            "status": household.status.value,
            "residents": [asdict(one) | {"care": [reason.value for reason in one.care]} for one in household.residents],
            "contacts": [asdict(contact) for contact in household.contacts],
        }
        if self.consents is not None:
            shown["consents"] = [
                consent.as_dict() | {"allows": allows(consent.purpose, household.status, self.consents)}
                for consent in self.consents.values()
            ]
        return shown


@dataclass(frozen=True, slots=True)
class HomePage:
    """Some homes in the order of their doors, each with its devices' ids, of `total`; no person."""

    homes: tuple[tuple[Home, tuple[str, ...]], ...]
    total: int
    buildings: tuple[Building, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the page as the websocket command shows it."""
        names = {building.id: building.name for building in self.buildings}
        return {
            "homes": [
                asdict(home) | {"building_name": names.get(home.building, ""), "devices": list(devices)}
                for home, devices in self.homes
            ],
            "total": self.total,
            "buildings": [asdict(building) for building in self.buildings],
        }


@dataclass(frozen=True, slots=True)
class GridCard:
    """A grid, and how many homes belong to it."""

    grid: Grid
    homes: int

    def as_dict(self) -> dict[str, Any]:
        """Return the grid as the websocket commands show it."""
        return asdict(self.grid) | {"homes": self.homes}
