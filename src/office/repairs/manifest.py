"""What this micro-app says of itself, and of the kind of ticket that a repair is."""

from engines.tickets import Permissions, TicketKind, declare_kind, ticket_lifecycle
from kit.manifest import Manifest

PERMISSIONS = Permissions(
    report="repairs.report",
    dispatch="repairs.dispatch",
    work="repairs.work",
    follow_up="repairs.follow_up",
    read="repairs.read",
)
REPAIR = declare_kind(
    TicketKind(
        code="repair",
        permissions=PERMISSIONS,
        lifecycle=ticket_lifecycle("repair", PERMISSIONS),
        prefix="BX",
    )
)
MANIFEST = Manifest(
    code="repairs",
    title_zh="报修",
    title_en="Repairs",
    audience="office",
    permissions=(
        PERMISSIONS.report,
        PERMISSIONS.dispatch,
        PERMISSIONS.work,
        PERMISSIONS.follow_up,
        PERMISSIONS.read,
    ),
    lifecycles=(REPAIR.lifecycle,),
)
