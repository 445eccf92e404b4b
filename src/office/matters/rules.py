"""What holds for reading the catalogue."""

from typing import TypeVar

from kit.errors import NotFound

T = TypeVar("T")


class RevisionUnknown(NotFound):
    """The catalogue has no such matter, or the matter no such revision."""

    code = "revision-unknown"
    zh = "没有找到该事项或该版本。"
    en = "There is no such matter, or no such revision of it."


def check_known(found: T | None) -> T:
    """Refuse what is not there."""
    if found is None:
        raise RevisionUnknown
    return found
