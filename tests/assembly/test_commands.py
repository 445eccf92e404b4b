"""What the commands print for the people who run the product."""

from datetime import date

import pytest
from sqlalchemy import delete, update

from assembly.commands import print_backlog, renew_tallies
from engines.assessment import AssessmentEntry, AssessmentTally, record_entries
from kit import clock
from kit.outbox import OutboxMessage, enqueue
from tests.engines.assessment.world import OVERDUE, TRAFFIC, entry
from tests.product import Product

TOPIC = "test.stuck"


def test_what_was_given_up_is_shown_and_tried_anew(product: Product, capsys: pytest.CaptureFixture[str]) -> None:
    mine = OutboxMessage.topic == TOPIC
    with product.context.database.unit() as unit:
        enqueue(unit, TOPIC, {})
    with product.context.database.unit() as unit:
        unit.write(update(OutboxMessage).where(mine).values(given_up_at=clock.now(), failure="SourceRefused: 601"))
    try:
        assert print_backlog(product.context, retried=None) == 1
        said = capsys.readouterr().out
        assert f"{TOPIC}: 0 waiting, 1 given up\n  ↳ SourceRefused: 601" in said
        print_backlog(product.context, retried=TOPIC)
        said = capsys.readouterr().out
        assert f"1 messages of {TOPIC} are tried anew" in said
        assert f"{TOPIC}: 1 waiting, due since " in said
    finally:
        with product.context.database.unit() as unit:
            unit.write(delete(OutboxMessage).where(mine))


def test_wrong_tallies_are_named_and_made_anew(product: Product, capsys: pytest.CaptureFixture[str]) -> None:
    # A month in which nobody else counts anything.
    month, department = date(2019, 3, 1), AssessmentTally.department_code == TRAFFIC
    database = product.context.database
    with database.unit() as unit:
        record_entries(unit, [entry(TRAFFIC, OVERDUE, date(2019, 3, 9), 5, region="330900")])
    try:
        assert renew_tallies(product.context, "2019-Q1", "2019-Q1") == 0
        assert capsys.readouterr().out == "tallies: 2 before, 2 after, 0 differed\n"
        with database.unit() as unit:
            unit.write(update(AssessmentTally).where(department, AssessmentTally.start == month).values(amount=77))
        assert renew_tallies(product.context, "2019-03", "2019-03") == 1
        said = capsys.readouterr().out.splitlines()
        assert said == [
            f"differed: month {OVERDUE} 2019-03-01 {TRAFFIC} 330900 77 of 1 entries → 5 of 1 entries",
            "tallies: 2 before, 2 after, 1 differed",
        ]
        assert renew_tallies(product.context, "2019-03", "2019-03") == 0
    finally:
        with database.unit() as unit:
            unit.write(delete(AssessmentTally).where(department))
            unit.write(delete(AssessmentEntry).where(AssessmentEntry.department_code == TRAFFIC))


def test_periods_that_are_none_or_the_wrong_way_round_are_refused(
    product: Product, capsys: pytest.CaptureFixture[str]
) -> None:
    assert renew_tallies(product.context, "2019-13", "2019-03") == 1
    assert "2019-13" in capsys.readouterr().err
    assert renew_tallies(product.context, "2019-04", "2019-03") == 1
    assert capsys.readouterr().err == "2019-03 lies before 2019-04\n"
