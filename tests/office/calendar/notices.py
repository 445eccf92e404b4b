"""A notice for 2027 as the State Council might write it, and what brings a product back to what it knew before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from werkzeug.test import TestResponse

from auth import SYSTEM
from engines.cases import start_recomputation
from engines.workdays import calendar_of, change_calendar, differing_days, stored_days
from kit import clock
from tests.product import Caller, Product

NUMBER = "国办发明电〔2026〕9号"
ADDRESS = "/office/v1/calendar"
_FESTIVALS = (
    ("元旦", "2027-01-01", "2027-01-03"),
    ("春节", "2027-02-05", "2027-02-12"),
    ("清明节", "2027-04-03", "2027-04-05"),
    ("劳动节", "2027-05-01", "2027-05-05"),
    ("端午节", "2027-06-09", "2027-06-09"),
    ("中秋节", "2027-09-15", "2027-09-15"),
    ("国庆节", "2027-10-01", "2027-10-07"),
)
_MADE_UP = (
    ("春节", "2027-01-31"),
    ("春节", "2027-02-14"),
    ("劳动节", "2027-04-25"),
    ("劳动节", "2027-05-08"),
    ("国庆节", "2027-09-26"),
    ("国庆节", "2027-10-09"),
)


def notice(**more: Any) -> dict[str, Any]:
    """Return the notice as it is imported."""
    days = [{"day": day, "kind": "makeup_workday", "name": name} for name, day in _MADE_UP]
    for name, first, last in _FESTIVALS:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            days.append({"day": day.isoformat(), "kind": "holiday", "name": name})
            day += timedelta(days=1)
    return {"year": 2027, "notice": NUMBER, "days": days, **more}


def at(day: str) -> Any:
    """Move to the morning of a day, Beijing time."""
    return clock.travel(datetime.fromisoformat(f"{day}T09:00:00+08:00"))


def send(keeper: Caller, path: str, body: object) -> TestResponse:
    return keeper.post(f"{ADDRESS}/{path}", body)


def work_off(product: Product) -> None:
    """Carry out everything that waits, also what is to settle for a few seconds."""
    with clock.travel(clock.now() + timedelta(seconds=10)):
        product.work()


@contextmanager
def calendar_as_before(product: Product) -> Iterator[None]:
    """Bring calendar and dates back at the end, since the product is every test's."""
    database = product.context.database
    with database.unit() as unit:
        kept = stored_days(unit)
    try:
        yield
    finally:
        with database.unit() as unit:
            found = stored_days(unit)
            changes = differing_days(calendar_of(found), calendar_of(kept))
            change_calendar(unit, found, kept)
            start_recomputation(SYSTEM, unit, "calendar", "恢复原日历", changes)
        work_off(product)
