"""What this micro-app says of itself."""

from engines.vehicles import APPROVE, DISPATCH, READ, REQUEST, VEHICLE_TRIP
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="vehicle_trips",
    title_zh="公务用车",
    title_en="Official car trips",
    audience="office",
    permissions=(REQUEST, APPROVE, DISPATCH, READ),
    lifecycles=(VEHICLE_TRIP,),
)
