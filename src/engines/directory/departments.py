"""Which departments of ours the application can see in the portal's directory."""

from auth import department_names
from gateways import Gateways
from kit.context import Context
from kit.database import Unit


def unseen_departments(unit: Unit, context: Context) -> dict[str, str]:
    """Return the names of departments that no visible organisation carries the credit code of, by that code.

    Goes down from where the application's scope begins until every department is found. Errors: those of gateways.
    """
    gateways: Gateways = context.gateways
    directory = gateways.zhezhengding.directory
    unseen = dict(department_names(unit))
    level, known = list(directory.scopes().organisations), set[str]()
    while level and unseen:
        known.update(level)
        for organisation in directory.organisations(level):
            unseen.pop(organisation.uscc, None)
        level = [code for above in level for code in directory.below(above) if code not in known] if unseen else []
    return unseen
