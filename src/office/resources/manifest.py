"""What this micro-app says of itself."""

from engines.bookings import BOOK, MANAGE, RESOURCE
from kit.manifest import Manifest

MANIFEST = Manifest(
    code="resources",
    title_zh="会议室与公共资源",
    title_en="Rooms and resources",
    audience="office",
    permissions=(BOOK, MANAGE),
    lifecycles=(RESOURCE,),
)
