"""Decisions about licences that need no database, and the refusals they raise."""

from collections.abc import Mapping
from datetime import date

from kit import clock
from kit.errors import NotFound, Pointer, Unprocessable


class LicenceNotFound(NotFound):
    """No such licence, or one that this subject may not know of (404, never 403)."""

    code = "licence-not-found"
    zh = "没有找到该证照，请核对编号或二维码。"
    en = "There is no such licence. Check the code."


class FieldUnknown(Unprocessable):
    """A change names something that the licence does not say."""

    code = "licence-field-unknown"
    zh = "该证照没有所列栏目，可变更的栏目为：{titles}。"
    en = "The licence has no such field. It has: {titles}."


class NothingChanged(Unprocessable):
    """A change must change something."""

    code = "nothing-changed"
    zh = "请填写需要变更的栏目或有效期。"
    en = "Name a field or a last day that is to change."


class DayPassed(Unprocessable):
    """A suspension ends, and a licence expires, on a day to come."""

    code = "day-passed"
    zh = "日期不能早于今天。"
    en = "The day must not lie before today."


def check_day(day: date | None, pointer: str) -> None:
    """Refuse a day that has passed. Errors: :class:`DayPassed`."""
    if day is not None and day < clock.today():
        raise DayPassed(pointers=[Pointer(pointer, "range", "日期不能早于今天。", "Not before today.")])


def check_change(
    present: Mapping[str, str], expires_on: date | None, changed: Mapping[str, str], new_expiry: date | None
) -> None:
    """Refuse a change of what is not there, or of nothing. Errors: :class:`FieldUnknown`, :class:`NothingChanged`."""
    unknown = [title for title in changed if title not in present]
    if unknown:
        raise FieldUnknown(
            titles="、".join(present),
            pointers=[
                Pointer(f"/fields/{title.replace('~', '~0').replace('/', '~1')}", "unknown", "没有此栏目。", "No such.")
                for title in unknown
            ],
        )
    same_day = new_expiry is None or new_expiry == expires_on
    if same_day and all(present[title] == value for title, value in changed.items()):
        raise NothingChanged
