"""Which times a resource can be booked at, and why others cannot be."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from engines.bookings.hours import is_open
from engines.bookings.line import Times, span_of
from engines.bookings.refusals import BookingUnfit
from engines.workdays import Calendar
from kit import clock
from kit.errors import Pointer

MINUTE = timedelta(minutes=1)
#: No resource is booked for longer, or further ahead.
LONGEST, FARTHEST = timedelta(days=30), timedelta(days=3660)


def check_span(times: Times) -> None:
    """Refuse a time that no resource could be booked at, before anything is computed of it.

    Errors: :class:`BookingUnfit`.
    """
    lost = [*_findings(*times)]
    if lost:
        raise BookingUnfit(pointers=lost)


def check_times(resources: Sequence[Row[Any]], times: Sequence[Times], calendar: Calendar) -> None:
    """Refuse times that cannot be booked, with the first that cannot. Errors: :class:`BookingUnfit`."""
    for begin, end in times:
        lost = [*_findings(begin, end)]
        for row in resources:
            lost += _open_findings(row, begin, end, calendar)
        if lost:
            raise BookingUnfit(pointers=lost)


def _findings(begin: datetime, end: datetime) -> Iterator[Pointer]:
    if begin < clock.now() - MINUTE:
        yield Pointer("/starts_at", "past", "开始时间已过。", "It has begun already.")
    elif begin > clock.now() + FARTHEST:
        yield Pointer("/starts_at", "ahead", "开始时间过远，不能预订。", "Nothing is booked that far ahead.")
    if end <= begin:
        yield Pointer("/ends_at", "order", "结束时间须晚于开始时间。", "It ends after it begins.")
    elif end - begin > LONGEST:
        yield Pointer("/ends_at", "long", "一次预订最多30天。", "Nothing is booked for more than 30 days at a time.")
    for name, moment in (("starts_at", begin), ("ends_at", end)):
        if moment.second or moment.microsecond:
            yield Pointer(f"/{name}", "minute", "时间须精确到分钟。", "Bookings go by whole minutes.")


def _open_findings(row: Row[Any], begin: datetime, end: datetime, calendar: Calendar) -> Iterator[Pointer]:
    if end <= begin:
        return
    if end - begin > timedelta(minutes=row.longest_minutes):
        hours = f"{row.longest_minutes / 60:g}"
        sentence = (f"{row.name}一次最多预订{hours}小时。", f"{row.code} is booked for {hours} hours at most.")
        yield Pointer("/ends_at", "long", *sentence)
    elif begin > clock.now() + timedelta(days=row.ahead_days):
        days = row.ahead_days
        sentence = (f"{row.name}最多提前{days}天预订。", f"{row.code} is booked {days} days ahead at most.")
        yield Pointer("/starts_at", "ahead", *sentence)
    elif not is_open(row, span_of((begin, end)), calendar):
        day, days_zh = f"{clock.local(begin):%Y-%m-%d}", "工作日" if row.open_days == "working" else "每天"
        sentence = (
            f"{row.name}{day}该时段不开放（{days_zh}{row.opens}至{row.closes}）。",
            f"{row.code} is not open then on {day} ({row.open_days} days, {row.opens} to {row.closes}).",
        )
        yield Pointer("/starts_at", "closed", *sentence)
