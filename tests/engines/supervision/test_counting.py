"""What counts for assessment is told to the ledger once, with the matter it comes from."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from engines.assessment import AssessmentEntry, AssessmentTally, recompute_tallies
from engines.lifecycles import LifecycleEvent
from engines.supervision import count_overdue_days, count_turn, run_supervision_timers
from kit import clock
from kit.outbox import Job
from tests.office.supervision_matters.matters import DATA, POLICE, Bench, read, turn
from tests.product import Product

ONE_DAY = timedelta(days=1)


def counted(product: Product, matter_id: str) -> Counter[str]:
    """Return the sums of a matter in the ledger."""
    found: Counter[str] = Counter()
    with product.context.database.unit() as unit:
        for row in unit.rows(
            select(AssessmentEntry.measure, AssessmentEntry.amount).where(AssessmentEntry.record_id == UUID(matter_id))
        ):
            found[row.measure] += row.amount
    return found


def tallies(product: Product) -> set[tuple[object, ...]]:
    with product.context.database.unit() as unit:
        columns = [column for column in AssessmentTally.__table__.c if column.name != "entries"]
        return {tuple(row) for row in unit.rows(select(*columns)) if row.amount}


def test_turns_of_a_matter_count_for_its_owner_once(product: Product) -> None:
    bench = Bench(product)
    matter_id = bench.running(co_departments=[POLICE])
    reported = turn(bench.data, matter_id, "reports", {"text": "完成一半。", "progress": 50}, 201)
    review = f"reports/{reported['reports'][0]['id']}/review"
    turn(bench.office, matter_id, review, {"accepted": False, "opinion": "请补充。"})
    turn(bench.office, matter_id, "reminders", {})
    turn(bench.office, matter_id, "escalations", {"colour": "blue", "reason": "进展滞后。"}, 201)
    bench.finished(matter_id)
    turn(bench.office, matter_id, "completion", {})
    product.work()
    once = {
        "matters.assigned": 1,
        "reports.given": 2,
        "matters.returned": 1,
        "matters.urged": 1,
        "escalations.blue": 1,
        "matters.closed": 1,
        "matters.closed_on_time": 1,
        "matters.closed_ahead": 1,
        "matters.ahead_days": 30,
    }
    assert counted(product, matter_id) == once
    with product.context.database.unit() as unit:
        events = unit.rows(select(*LifecycleEvent.__table__.c).where(LifecycleEvent.record_id == UUID(matter_id)))
        for event in events:
            count_turn(Job(unit, product.context, event.id, None, {}), event)
        departments = {
            row.department_code
            for row in unit.rows(
                select(AssessmentEntry.department_code).where(AssessmentEntry.record_id == UUID(matter_id))
            )
        }
    assert (counted(product, matter_id), departments) == (once, {DATA})


def test_days_overdue_count_one_by_one_and_the_tallies_are_what_the_entries_come_to(product: Product) -> None:
    bench, due_on = Bench(product), clock.today() + timedelta(days=10)
    matter_id = bench.running(due_on=due_on.isoformat())
    for day in (due_on, due_on + ONE_DAY, due_on + 2 * ONE_DAY, due_on + 2 * ONE_DAY, due_on + 6 * ONE_DAY):
        with clock.travel(day):
            count_overdue_days(product.context)
    # The days that no round was made are counted by the next.
    assert counted(product, matter_id) == {"matters.overdue": 1, "matters.overdue_days": 5}
    with clock.travel(due_on + 6 * ONE_DAY):
        Bench(product).finished(matter_id)
    with clock.travel(due_on + 9 * ONE_DAY):
        run_supervision_timers(product.context)
        count_overdue_days(product.context)
    product.work()
    found = counted(product, matter_id)
    assert (found["matters.overdue_days"], read(bench.office, matter_id)["state"]) == (5, "in_review")
    before = tallies(product)
    with product.context.database.unit() as unit:
        recompute_tallies(unit, clock.today() - timedelta(days=400), clock.today() + timedelta(days=400))
    assert tallies(product) == before
