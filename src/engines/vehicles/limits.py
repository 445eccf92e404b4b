"""What use of official cars is held to, pure: purposes, office hours, seats, what falls due.

《党政机关公务用车管理办法》（中办发〔2017〕71号）第三条 names the kinds of official cars: 机要通信, 应急保障, 执法执勤,
特种专业技术, and others that are provided by the rules; the purposes of a trip follow them.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from engines.workdays import OFFICE_HOURS, Calendar
from kit import clock

PURPOSES = {
    "confidential": "机要通信",
    "emergency": "应急保障",
    "law_enforcement": "执法执勤",
    "special_technical": "特种专业技术",
    "research": "调查研究",
    "reception": "公务接待",
    "other": "其他公务",
}
#: What cannot wait for office hours.
EMERGENCY = "emergency"
REMARKS = {"rest_day": "非工作日用车", "outside_hours": "非办公时间用车", "overnight": "跨日用车"}
OPENS, CLOSES = OFFICE_HOURS[0][0], OFFICE_HOURS[-1][1]
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
#: So many days before it falls due the fleet is told, and so many kilometres before a maintenance.
SOON_DAYS, SOON_KM = 30, 500
#: What is more in one trip is a slip of the pen.
MOST_KM = 20_000


class Due(NamedTuple):
    """One thing that falls due: on a day, or at a mark of the odometer in kilometres."""

    kind: str
    zh: str
    en: str
    at: date | int
    #: ``fine``, ``soon`` or ``passed``.
    state: str


def remarks_on(starts_at: datetime, ends_at: datetime, calendar: Calendar) -> list[str]:
    """Return what an approver is to see of a time, as codes of :data:`REMARKS`; the noon break counts as office time.

    Offices are open on working days from 08:30 to 17:30. A car that is away over night is away outside that too.
    """
    begin, last = clock.local(starts_at), clock.local(ends_at - ONE_MINUTE)
    days = [begin.date() + ONE_DAY * place for place in range((last.date() - begin.date()).days + 1)]
    found = {
        "rest_day": not all(calendar.is_workday(day) for day in days),
        "outside_hours": not all(OPENS <= moment.time() < CLOSES for moment in (begin, last)),
        "overnight": len(days) > 1,
    }
    return [code for code, holds in found.items() if holds]


def needs_note(purpose: str, remarks: list[str]) -> bool:
    """Tell whether a request says why it cannot be within office hours; an emergency says so by its purpose."""
    return bool(remarks) and purpose != EMERGENCY


def seats_needed(passengers: int, *, driver: bool) -> int:
    """Return how many seats a trip takes; who drives without a driver is one of the passengers."""
    return passengers + 1 if driver else passengers


def dues_of(card: Any, today: date) -> Iterator[Due]:
    """Yield what falls due of a car's card; a day holds to its end."""
    for kind, zh, en in (("inspection", "检验有效期", "inspection"), ("insurance", "保险", "insurance")):
        due_on = getattr(card, f"{kind}_due_on")
        yield Due(kind, zh, en, due_on, _state((due_on - today).days, SOON_DAYS))
    due_km = card.maintained_at_km + card.maintenance_every_km
    yield Due("maintenance", "保养里程", "maintenance", due_km, _state(due_km - card.odometer_km, SOON_KM))


def passed_by(card: Any, day: date) -> Due | None:
    """Return what of inspection and insurance does not hold on a day any more, or None."""
    return next((due for due in dues_of(card, day) if due.state == "passed" and due.kind != "maintenance"), None)


def _state(left: int, soon: int) -> str:
    if left < 0:
        return "passed"
    return "soon" if left <= soon else "fine"
