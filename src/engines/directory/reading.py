"""Asking the portal about officers: who is active, their accounts, and the departments that they work in.

Only those whom the product has to do with are looked up, never a whole city. A department is known to the portal by
its unified social credit code; an inner unit has none and belongs to the nearest above that has one.
"""

from collections.abc import Callable, Collection, Iterable

from auth import PortalOfficer
from gateways.zhezhengding import Directory, Organisation
from gateways.zhezhengding.directory import ACTIVE

#: Officers between two signs of life of a long reading.
HOLD_EVERY = 10
#: Levels of a government are fewer; a line that does not end is a loop.
MOST_LEVELS = 20


def read_officers(directory: Directory, codes: Collection[str], hold: Callable[[], None]) -> dict[str, PortalOfficer]:
    """Return those of some officers who are active, by their codes. Errors: those of gateways."""
    asked = sorted(codes)
    active = [item for item in directory.employees(asked) if item.status == ACTIVE]
    accounts = directory.account_ids([item.code for item in active])
    places: dict[str, list[str]] = {}
    for number, item in enumerate(active):
        if number % HOLD_EVERY == 0:
            hold()
        places[item.code] = [position.organisation for position in directory.positions(item.code)]
    organisations = _with_all_above(directory, {place for found in places.values() for place in found})
    return {
        item.code: PortalOfficer(
            item.code, item.name, accounts.get(item.code), _departments(organisations, places[item.code])
        )
        for item in active
    }


def _with_all_above(directory: Directory, codes: Iterable[str]) -> dict[str, Organisation]:
    """Return organisations and those above them, level by level, by their codes."""
    known: dict[str, Organisation] = {}
    wanted = set(codes)
    for _ in range(MOST_LEVELS):
        if not wanted:
            break
        known |= {item.code: item for item in directory.organisations(sorted(wanted))}
        wanted = {known[code].parent for code in wanted if code in known and known[code].parent} - known.keys()
    return known


def _departments(organisations: dict[str, Organisation], places: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for place in places:
        code, seen = place, set[str]()
        while code in organisations and code not in seen:
            seen.add(code)
            found.add(organisations[code].uscc)
            code = organisations[code].parent
    return frozenset(found - {""})
