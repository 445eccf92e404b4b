"""News: told to one officer, gone by itself when the day is over, and not before."""

from datetime import date, timedelta

from sqlalchemy import select

from engines.inbox import InboxTask, tell_news
from kit import clock
from kit.context import Context
from kit.database import Database
from kit.ids import new_id
from kit.outbox import Worker

DAY = date(2027, 3, 1)


def open_tasks(database: Database) -> list[str]:
    with database.unit() as unit:
        return [row.title for row in unit.rows(select(InboxTask.title).where(InboxTask.closed_at.is_(None)))]


def work_at(context: Context, day: date) -> None:
    with clock.travel(day):
        while Worker(context).run_once():
            pass


def test_news_lapse_when_their_day_is_over(database: Database, context: Context) -> None:
    told = {"record_kind": "booking", "kind": "booking_news", "reference": "YD1", "assignee_id": new_id()}
    place = {"department_code": "D1", "permission": "bookings.book"}
    with clock.travel(DAY), database.unit() as unit:
        tell_news(unit, record_id=new_id(), due_on=DAY + timedelta(days=2), title="later", **told, **place)
        tell_news(unit, record_id=new_id(), due_on=DAY - timedelta(days=2), title="past", **told, **place)
    work_at(context, DAY)
    assert sorted(open_tasks(database)) == ["later", "past"]
    work_at(context, DAY + timedelta(days=1))
    assert open_tasks(database) == ["later"]
    work_at(context, DAY + timedelta(days=3))
    assert open_tasks(database) == []
