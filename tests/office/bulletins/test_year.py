"""A whole year of supervision on a moved clock: bulletins, escalations, look-backs, an appeal, and sums that hold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from assembly.worker import DUTIES
from engines.assessment import AssessmentTally, recompute_tallies
from engines.workdays import load_calendar
from kit import clock
from tests.office.documents.drafts import Desk
from tests.office.supervision_matters.matters import POLICE, Bench, in_days, read, turn, turns
from tests.product import Caller, Product

BULLETINS, ASSESSMENTS = "/office/v1/bulletins", "/office/v1/assessments"
BEGIN, END = date(2027, 1, 4), date(2028, 1, 4)
WEEKLY, MONTHLY = "supervision_week", "city_month"


class Year:
    """Four matters and what becomes of them; each method is what people do on one day."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.long, self.late, self.kept, self.failing = "", "", "", ""
        self.score, self.appeal, self.before = "", "", ""

    @property
    def bench(self) -> Bench:
        """Sign everybody in anew, since months have passed."""
        return Bench(self.product)

    def begin(self) -> None:
        """Assign four matters: one for the whole year, one that will be late, two that will be done in time."""
        bench = self.bench
        self.long = bench.running(title="建设一体化平台", due_on="2027-12-20", cadence="monthly")
        self.late = bench.assigned(title="清理历史户籍档案", department=POLICE, due_on="2027-03-31")
        turn(bench.police, self.late, "receipt", {})
        self.kept = bench.running(title="编制数据目录", due_on="2027-02-26")
        self.failing = bench.running(title="开放公共数据", due_on="2027-03-12")

    def report(self) -> None:
        """Report progress on the matter of the whole year, and have it accepted."""
        bench, said = self.bench, {"kind": "progress", "text": "按计划推进。", "progress": 10}
        report = turn(bench.data, self.long, "reports", said, 201)["reports"][0]
        turn(bench.office, self.long, f"reports/{report['id']}/review", {"accepted": True})

    def complete(self, matter_id: str, owner: Caller | None = None) -> None:
        """Finish a matter and have it completed."""
        bench = self.bench
        bench.finished(matter_id, owner or bench.data)
        turn(bench.office, matter_id, "completion", {})

    def escalate(self, colour: str) -> None:
        """Issue a sheet, which the owner answers."""
        bench = self.bench
        sheets = turn(bench.office, self.late, "escalations", {"colour": colour, "reason": "逾期未办结。"}, 201)
        answer = f"escalations/{sheets['escalations'][-1]['id']}/answer"
        turn(bench.police, self.late, answer, {"answer": "已增派人员，抓紧办理。"})

    def plan_look_backs(self) -> None:
        """Plan a look-back, and choose another at random."""
        bench = self.bench
        turn(bench.office, self.kept, "look_backs", {"planned_on": in_days(7)}, 201)
        choice = {"number": 5, "planned_on": in_days(14)}
        chosen = bench.office.post("/office/v1/supervision_matters/random_look_backs", choice).get_json()["items"]
        assert [item["id"] for item in chosen] == [self.failing]

    def look_back(self, matter_id: str, *, holds: bool) -> None:
        """Record what a look-back found."""
        office = self.bench.office
        (look_back,) = read(office, matter_id)["look_backs"]
        said = {"holds": holds, "findings": "现场核查。", "due_on": None if holds else "2027-06-30"}
        turn(office, matter_id, f"look_backs/{look_back['id']}/findings", said)

    def publish(self) -> None:
        """Publish April's scores; the police, who lost points, appeal."""
        bench = self.bench
        path = self._april(bench)
        scores = changed(bench.assessor, path, "publication", {})["scores"]
        self.score = next(item["id"] for item in scores if item["department_code"] == POLICE)
        said = {"grounds": "档案原件在省馆，四月方送达。", "indicator": "overdue_days"}
        lodged = bench.police.post(f"{ASSESSMENTS}/scores/{self.score}/appeals", said)
        assert lodged.status_code == 201, lodged.text
        self.appeal = lodged.get_json()["href"]
        self.before = bench.police.get(f"{ASSESSMENTS}/scores/{self.score}").get_json()["total"]

    def decide(self) -> None:
        """Uphold the appeal, by two points."""
        said = {"upheld": True, "reason": "情况属实。", "points": "2"}
        assert changed(self.bench.leader, self.appeal, "decision", said)["state"] == "upheld"

    def freeze(self) -> None:
        """Freeze April, with the score that the appeal left."""
        bench = self.bench
        assert changed(bench.assessor, self._april(bench), "freezing", {})["state"] == "frozen"
        total = bench.police.get(f"{ASSESSMENTS}/scores/{self.score}").get_json()["total"]
        assert float(total) == float(self.before) + 2

    def send_bulletin(self) -> None:
        """Sign and send the bulletin that the clock composed this morning."""
        assessor = self.bench.assessor
        bulletin = one(assessor, WEEKLY, "2027-W15")
        desk = Desk(self.product)
        document = desk.drafter.get(bulletin["document"]["href"]).get_json()
        assert document["state"] == "draft"
        desk.send(document["id"])
        assert one(assessor, WEEKLY, "2027-W15")["document"]["state"] == "dispatched"
        asked = assessor.post(BULLETINS, {"scheme": WEEKLY, "period": "2027-W15"})
        assert (asked.status_code, asked.get_json()["code"]) == (409, "bulletin-in-use")

    def _april(self, bench: Bench) -> str:
        found = bench.assessor.every(ASSESSMENTS, scheme=MONTHLY)
        return f"{ASSESSMENTS}/{next(item['id'] for item in found if item['period'] == '2027-04')}"


def diary(year: Year) -> Mapping[date, Sequence[Callable[[], None]]]:
    """Return what people do, by the day."""
    return {
        date(2027, 1, 4): [year.begin],
        date(2027, 1, 25): [year.report],
        date(2027, 2, 22): [lambda: year.complete(year.kept)],
        date(2027, 3, 8): [lambda: year.complete(year.failing)],
        date(2027, 4, 12): [lambda: year.escalate("blue")],
        date(2027, 4, 19): [lambda: year.escalate("orange"), year.send_bulletin],
        date(2027, 5, 10): [lambda: year.escalate("red"), year.plan_look_backs, year.publish],
        date(2027, 5, 17): [lambda: year.look_back(year.kept, holds=True)],
        date(2027, 5, 24): [lambda: year.look_back(year.failing, holds=False), year.decide],
        date(2027, 6, 7): [lambda: year.complete(year.late, year.bench.police)],
        date(2027, 6, 21): [lambda: year.complete(year.failing), year.freeze],
        date(2027, 12, 6): [lambda: year.complete(year.long)],
    }


def working_mornings(product: Product) -> Iterator[date]:
    """Yield the first working day of every week and month of the year."""
    with product.context.database.unit() as unit:
        calendar = load_calendar(unit)
    days = set()
    day = BEGIN
    while day <= END:
        if day.weekday() == 0 or day.day == 1:
            days.add(calendar.working_day_from(day))
        day += timedelta(days=1)
    return iter(sorted(days))


def changed(caller: Caller, path: str, what: str, body: object) -> dict[str, Any]:
    """Read something and change it from what was read."""
    answer = caller.post(f"{path}/{what}", body, If_Match=caller.get(path).headers["ETag"])
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def one(caller: Caller, scheme: str, period: str) -> dict[str, Any]:
    """Read the bulletin of a period."""
    (found,) = [item for item in caller.every(BULLETINS, scheme=scheme) if item["period"] == period]
    answer = caller.get(f"{BULLETINS}/{found['id']}")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def tallies(product: Product) -> list[tuple[Any, ...]]:
    """Return every sum of the ledger."""
    with product.context.database.unit() as unit:
        return sorted(tuple(row) for row in unit.rows(select(*AssessmentTally.__table__.c)))


def test_a_year_runs_by_the_clock(house: Product) -> None:
    year = Year(house)
    acts = diary(year)
    for day in working_mornings(house):
        with clock.travel(day):
            for duty in DUTIES:
                duty(house.context)
            house.work()
            for act in acts.get(day, ()):
                act()
            house.work()
    with clock.travel(END):
        check_bulletins(year.bench.assessor)
        check_matters(year)
    kept = tallies(house)
    with house.context.database.unit() as unit:
        recompute_tallies(unit, BEGIN, END)
    assert tallies(house) == kept


def check_bulletins(caller: Caller) -> None:
    """There is one bulletin of every week and month, and each says what happened in it."""
    weeks, months = ([item["period"] for item in caller.every(BULLETINS, scheme=code)] for code in (WEEKLY, MONTHLY))
    assert [period for period in weeks if period.startswith("2027")] == [
        f"2027-W{number:02}" for number in range(52, 0, -1)
    ]
    assert [period for period in months if period.startswith("2027")] == [
        f"2027-{month:02}" for month in range(12, 0, -1)
    ]
    quiet, busy = one(caller, WEEKLY, "2027-W08"), one(caller, WEEKLY, "2027-W19")
    assert (quiet["figures"]["overdue"]["matters"], "本周没有超期事项。" in quiet["body"]) == (0, True)
    assert busy["figures"]["overdue"]["named"][0]["title"] == "清理历史户籍档案"
    assert (busy["figures"]["overdue"]["days"], busy["figures"]["sheets"]["named"][0]["colour"]) == (7, "红色")
    april = one(caller, MONTHLY, "2027-04")
    # Nothing of the month was told after it, so that what was composed on its morrow still stands.
    assert (april["figures"]["overdue"]["days"], april["figures"]["sheets"]["issued"]) == (30, 2)
    charts = caller.get(april["charts"])
    assert (charts.status_code, charts.data[:5], charts.content_type) == (200, b"%PDF-", "application/pdf")
    assert caller.get(f"/office/v1/documents/{april['document_id']}").status_code in (200, 404)


def check_matters(year: Year) -> None:
    """Everything ended: late with its sheets, taken up again after a look-back, missed reports on the long one."""
    office = year.bench.office
    late, failing, long = (read(office, matter_id) for matter_id in (year.late, year.failing, year.long))
    assert [late["state"], failing["state"], long["state"]] == ["completed"] * 3
    assert [sheet["colour"] for sheet in late["escalations"]] == ["blue", "orange", "red"]
    assert [item["outcome"] for item in failing["look_backs"]] == ["fails"]
    assert turns(long).count("miss_report") == 10
