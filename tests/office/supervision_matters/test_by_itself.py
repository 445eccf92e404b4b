"""What happens to supervision matters by itself: reports fall due, dates pass, instructions become matters."""

from datetime import date, timedelta

from engines.supervision import run_supervision_timers
from engines.supervision.dates import next_report_day
from engines.workdays import load_calendar
from kit import clock
from tests.office.documents.drafts import DATA, Desk
from tests.office.incoming_documents.test_exchange import act, receipt_at
from tests.office.supervision_matters.matters import BASE, Bench, in_days, read, turn, turns
from tests.product import Caller, Product

ONE_DAY = timedelta(days=1)


def rounds(product: Product, day: date) -> None:
    """Make two rounds on a day."""
    with clock.travel(day):
        run_supervision_timers(product.context)
        run_supervision_timers(product.context)


def kinds(caller: Caller, matter_id: str) -> list[str]:
    return sorted(task["kind"] for task in caller.tasks(matter_id))


def test_reports_are_asked_for_and_kept_when_missed_and_dates_are_told_once(product: Product) -> None:
    bench = Bench(product)
    due_on = clock.today() + timedelta(days=60)
    matter_id = bench.running(cadence="weekly", due_on=due_on.isoformat())
    first = date.fromisoformat(read(bench.data, matter_id)["report_due_on"])
    rounds(product, first)
    assert kinds(bench.data, matter_id) == ["handle_matter", "report_matter"]
    rounds(product, first + ONE_DAY)
    missed = read(bench.data, matter_id)
    assert (turns(missed)[-1], missed["timeline"][-1]["detail"]) == ("miss_report", {"due_on": first.isoformat()})
    second = date.fromisoformat(missed["report_due_on"])
    assert first < second <= first + timedelta(days=10)
    assert [
        task["title"].rpartition("：")[2] for task in bench.data.tasks(matter_id) if task["kind"] == "report_matter"
    ] == [f"{first}应反馈，已逾期"]
    # The report that was missed is given late, before the next is due, and counts for the next.
    with clock.travel(first + ONE_DAY):
        turn(Bench(product).data, matter_id, "reports", {"text": "补报上周进展。", "progress": 10}, 201)
    assert date.fromisoformat(read(bench.data, matter_id)["report_due_on"]) > second
    assert kinds(bench.data, matter_id) == ["handle_matter"]

    turn(
        bench.office,
        matter_id,
        f"reports/{read(bench.office, matter_id)['reports'][0]['id']}/review",
        {"accepted": True},
    )
    with clock.travel(second):
        Bench(product).finished(matter_id)
    # What is reported as finished owes no report and is not overdue.
    rounds(product, due_on + timedelta(days=3))
    assert kinds(bench.data, matter_id) == []


def test_the_owner_and_who_supervises_are_told_when_a_day_passes(product: Product) -> None:
    bench, due_on = Bench(product), clock.today() + timedelta(days=40)
    matter_id = bench.running(due_on=due_on.isoformat())
    rounds(product, due_on)
    assert kinds(bench.data, matter_id) == ["handle_matter", "matter_due_soon"]
    for day in (1, 5):
        rounds(product, due_on + day * ONE_DAY)
        assert kinds(bench.data, matter_id) == ["handle_matter", "matter_overdue"]
        assert kinds(bench.office, matter_id) == ["escalate_matter"]
    with clock.travel(due_on + ONE_DAY):
        assert read(Bench(product).office, matter_id)["light"] == "red"


def test_an_instruction_on_a_document_becomes_a_matter_once(product: Product) -> None:
    desk = Desk(product)
    receipt = receipt_at(desk, desk.sent(), DATA)
    clerk, leader = product.officer("officer-lian"), product.officer("officer-quan")
    act(clerk, receipt, "receipt", {})
    act(clerk, receipt, "registration", {"purpose": "handle", "due_on": in_days(25)})
    act(leader, receipt, "instructions", {"opinion": "请数据资源处抓紧落实。"})
    act(leader, receipt, "supervision", {"opinion": ""})
    product.work()
    owner = Bench(product).data
    found = [item for item in owner.every(BASE, source_kind="instruction") if item["due_on"] == in_days(25)]
    matters = [read(owner, item["id"]) for item in found]
    (matter,) = [item for item in matters if item["source"]["incoming_document_id"] == receipt]
    assert (matter["state"], matter["content"], matter["department_code"]) == (
        "registered",
        "请数据资源处抓紧落实。",
        DATA,
    )
    turn(owner, matter["id"], "assignment", {})


def test_a_report_is_due_on_the_last_working_day_of_its_period(product: Product) -> None:
    wanted = [
        # 2026-09-25 to 27 and 10-01 to 07 are holidays, and 10-10 is a working Saturday.
        ("weekly", date(2026, 9, 23), date(2026, 9, 24)),
        ("weekly", date(2026, 9, 24), date(2026, 9, 30)),
        ("weekly", date(2026, 9, 30), date(2026, 10, 10)),
        ("monthly", date(2026, 9, 29), date(2026, 9, 30)),
        ("monthly", date(2026, 9, 30), date(2026, 10, 30)),
        ("none", date(2026, 9, 30), None),
        ("milestones", date(2026, 9, 30), None),
    ]
    with product.context.database.unit() as unit:
        calendar = load_calendar(unit)
    assert [next_report_day(cadence, after, calendar, []) for cadence, after, _ in wanted] == [
        day for *_, day in wanted
    ]
