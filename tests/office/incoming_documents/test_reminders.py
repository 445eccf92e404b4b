"""Whoever has a document is told once that its day comes near, and once that it has passed."""

from collections import Counter
from datetime import date, timedelta

import pytest

from engines.deadlines import yellow_from
from engines.documents import run_document_timers
from engines.workdays import load_calendar
from kit import clock
from tests.office.documents.drafts import DATA, Desk
from tests.office.incoming_documents.test_exchange import IN, act, receipt_at
from tests.product import Caller, Product

TOLD = ("due_soon", "overdue")
ONE_DAY = timedelta(days=1)


@pytest.fixture
def desk(product: Product) -> Desk:
    return Desk(product)


def registered(desk: Desk, due_on: date) -> str:
    """Return a document that the data bureau has to handle until a day."""
    receipt = receipt_at(desk, desk.sent(), DATA)
    clerk = desk.product.officer("officer-lian")
    act(clerk, receipt, "receipt", {})
    act(clerk, receipt, "registration", {"purpose": "handle", "due_on": due_on.isoformat()})
    return receipt


def assigned(desk: Desk, receipt: str, handler: Caller, due_on: date) -> None:
    """Give a document to a lead by name, and to their department beside them."""
    handlers = [
        {"role": "lead", "officer_id": handler.session["subject"]["id"], "due_on": due_on.isoformat()},
        {"role": "co", "department": DATA, "due_on": due_on.isoformat()},
    ]
    act(desk.product.officer("officer-lian"), receipt, "assignment", {"handlers": handlers})


def yellow(product: Product, caller: Caller, receipt: str) -> date:
    """Return the first day on which the light of a document is yellow."""
    due_on = date.fromisoformat(caller.get(f"{IN}/{receipt}").get_json()["due_on"])
    with product.context.database.unit() as unit:
        calendar = load_calendar(unit)
        return yellow_from(due_on, calendar, calendar.working_days_between(clock.today(), due_on))


def rounds(product: Product, day: date) -> None:
    """Make two rounds on a day."""
    with clock.travel(day):
        run_document_timers(product.context)
        run_document_timers(product.context)


def told(caller: Caller, receipt: str) -> dict[str, int]:
    return dict(Counter(task["kind"] for task in caller.tasks(receipt) if task["kind"] in TOLD))


def test_who_handles_a_document_is_told_once_that_its_day_comes_near_and_once_that_it_passed(desk: Desk) -> None:
    product, due_on = desk.product, clock.today() + timedelta(days=40)
    handler, clerk = product.officer("officer-nong"), product.officer("officer-lian")
    receipt = registered(desk, due_on)
    assigned(desk, receipt, handler, due_on)
    near = yellow(product, clerk, receipt)
    rounds(product, near - ONE_DAY)
    assert told(handler, receipt) == {}
    rounds(product, near)
    rounds(product, due_on)
    # One as the lead by name, one of the department beside them.
    assert told(handler, receipt) == {"due_soon": 2}
    assert {task["due_on"] for task in handler.tasks(receipt) if task["kind"] == "due_soon"} == {due_on.isoformat()}
    for day in (1, 2, 30):
        rounds(product, due_on + day * ONE_DAY)
        assert told(handler, receipt) == {"overdue": 2}

    # Who has reported owes nothing more; the rest of it waits for whoever closes it.
    act(handler, receipt, "results", {"result": "已办结。"})
    assert told(handler, receipt) == {}
    act(clerk, receipt, "closure", {"opinion": "已办结，予以归档。"})
    rounds(product, due_on + 60 * ONE_DAY)
    assert clerk.tasks(receipt) == []


def test_the_organs_proposers_are_told_where_nobody_handles_it(desk: Desk) -> None:
    product, due_on = desk.product, clock.today() + timedelta(days=20)
    clerk, outsider = product.officer("officer-lian"), product.officer("officer-nong")
    receipt = registered(desk, due_on)
    rounds(product, due_on + ONE_DAY)
    # The round that was missed says no more that the day comes near.
    assert (told(clerk, receipt), told(outsider, receipt)) == ({"overdue": 1}, {})
    (task,) = [task for task in clerk.tasks(receipt) if task["kind"] == "overdue"]
    assert (task["title"].rpartition("：")[2], task["due_on"]) == ("已超过办理期限", due_on.isoformat())


def test_a_day_that_was_moved_is_told_anew(desk: Desk) -> None:
    product, due_on = desk.product, clock.today() + timedelta(days=20)
    clerk, handler = product.officer("officer-lian"), product.officer("officer-nong")
    receipt = registered(desk, due_on)
    rounds(product, due_on)
    assert told(clerk, receipt) == {"due_soon": 1}
    later = due_on + timedelta(days=30)
    assigned(desk, receipt, handler, later)
    rounds(product, due_on + ONE_DAY)
    assert (told(clerk, receipt), told(handler, receipt)) == ({}, {})
    rounds(product, later)
    assert told(handler, receipt) == {"due_soon": 2}


def test_nothing_is_told_of_what_is_closed_or_has_no_day(desk: Desk) -> None:
    product, due_on = desk.product, clock.today() + timedelta(days=20)
    clerk = product.officer("officer-lian")
    closed, dayless = registered(desk, due_on), receipt_at(desk, desk.sent(), DATA)
    act(clerk, closed, "closure", {"opinion": "阅存。"})
    act(clerk, dayless, "receipt", {})
    act(clerk, dayless, "registration", {"purpose": "read"})
    for day in (due_on, due_on + ONE_DAY):
        rounds(product, day)
    assert (told(clerk, closed), told(clerk, dayless)) == ({}, {})
