"""Officers are told of what waits for them, each once, and to-dos end by themselves, whoever does the work."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from auth.models import AuthSubject
from engines.inbox import InboxTask, open_personal_tasks, tell_news
from engines.inbox.portal import TASKS_CHANGED
from kit import clock
from kit.ids import new_id
from kit.outbox import OutboxMessage
from tests.office.notifications.conftest import Portal, StartHouse, work_later, work_side_by_side
from tests.product import Caller, Product

Force = Callable[..., None]
FEI, LOU, GU = "10000008", "10000010", "10000001"
POLICE = "11330900002600237T"
ADDRESS = "/office/v1/notifications"


def _mine(officer: Caller, case: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in officer.every(ADDRESS) if item["reference"] == case["number"]]


def _states(officer: Caller, case: dict[str, Any]) -> list[tuple[str, str]]:
    return [(item["todo"], item["notice"]) for item in reversed(_mine(officer, case))]


def _keys(officer: Caller, case: dict[str, Any]) -> set[str]:
    return {item["id"] for item in _mine(officer, case)}


def _todos(portal: Portal, officer: Caller, case: dict[str, Any]) -> list[str]:
    """Return how an officer's to-dos about a case stand at the portal, oldest first."""
    items = portal("GET", "zhezhengding/todos")["items"]
    return [item["state"] for item in items if item["key"].partition(".")[0] in _keys(officer, case)]


def _notices(portal: Portal, officer: Caller, case: dict[str, Any]) -> list[list[str]]:
    items = portal("GET", "zhezhengding/notifications")["items"]
    return [item["receivers"] for item in items if item["key"] in _keys(officer, case)]


def test_an_officer_is_told_once_and_work_done_closes_the_to_do(house: Product, portal: Portal) -> None:
    fei, citizen = house.officer("officer-fei"), house.citizen()
    case = house.file_renewal(citizen)
    for _ in range(2):
        house.work()
        assert _todos(portal, fei, case) == ["open"]
        assert _notices(portal, fei, case) == [[FEI]]
    (told,) = _mine(fei, case)
    assert (told["href"], told["todo"], told["notice"]) == (f"/office/v1/cases/{case['id']}", "open", "sent")
    fei.turn(case["id"], "acceptance", {})
    house.work()
    assert _states(fei, case) == [("finished", "sent"), ("open", "sent")]
    assert _todos(portal, fei, case) == ["finished", "open"]


def test_whoever_does_it_the_to_dos_of_all_are_closed(house: Product, portal: Portal) -> None:
    fei, lou, chief = (house.officer(name) for name in ("officer-fei", "officer-lou", "officer-gu"))
    case = house.file_renewal(house.citizen())
    chief.turn(case["id"], "acceptance", {})
    chief.turn(case["id"], "reviews", {"outcome": "approved", "opinion": "同意"})
    house.work()
    assert _states(fei, case) == _states(lou, case) == [("open", "sent")]
    # Where the department has somebody, who stands over the whole city sees it in the inbox alone.
    assert _mine(chief, case) == []
    assert chief.tasks(case["id"])
    chief.turn(case["id"], "decision", {"outcome": "granted", "reason": "准予"})
    house.work()
    assert _todos(portal, fei, case) == _todos(portal, lou, case) == ["finished"]
    assert _notices(portal, fei, case) == [[FEI]]
    assert _notices(portal, lou, case) == [[LOU]]


def test_news_of_a_record_do_not_touch_what_its_readers_have_of_their_own(house: Product) -> None:
    fei = house.officer("officer-fei")
    told: dict[str, Any] = {"record_kind": "notice", "record_id": new_id(), "reference": "TZ1", "due_on": clock.today()}
    place: dict[str, Any] = {"department_code": POLICE, "permission": "cases.accept"}
    with house.context.database.unit() as unit:
        fei_id = unit.scalar(select(AuthSubject.id).where(AuthSubject.account_id == FEI))
        own = {"kind": "confirm_notice", "title": "请阅读并确认", "limit_days": 1}
        open_personal_tasks(unit, [(fei_id, POLICE)], **told, **own)
        unit.flush()
        # Thousands of them go by the hundred, by messages of their own, and never all together.
        unit.write(delete(OutboxMessage).where(OutboxMessage.topic == TASKS_CHANGED))
        tell_news(unit, kind="notice_news", title="1人逾期未确认", **told, **place)
    house.work()
    assert [item["title"] for item in fei.every(ADDRESS) if item["reference"] == "TZ1"] == ["1人逾期未确认"]


def test_who_is_over_all_is_told_where_nobody_is_nearer(house: Product, portal: Portal) -> None:
    chief = house.officer("officer-gu")
    case = house.file_renewal(house.citizen())
    house.work()
    assert _notices(portal, chief, case) == [[GU]]


def test_a_case_put_into_other_hands_takes_its_to_do_along(house: Product, portal: Portal) -> None:
    fei, lou, chief = (house.officer(name) for name in ("officer-fei", "officer-lou", "officer-gu"))
    case = house.file_renewal(house.citizen())
    house.work()
    chief.turn(case["id"], "assignments", {"officer_id": lou.session["subject"]["id"]})
    house.work()
    assert (_todos(portal, fei, case), _todos(portal, lou, case)) == (["cancelled"], ["open"])
    chief.turn(case["id"], "assignments", {"officer_id": None})
    house.work()
    assert (_todos(portal, fei, case), _todos(portal, lou, case)) == (["cancelled", "open"], ["cancelled"])
    assert _states(fei, case) == [("open", "sent")]
    chief.turn(case["id"], "acceptance", {})
    house.work()
    assert _todos(portal, fei, case) == ["cancelled", "finished", "open"]
    assert _states(lou, case) == [("cancelled", "sent")]


def test_a_deputy_is_told_for_who_is_away(house: Product, portal: Portal) -> None:
    fei, lou = house.officer("officer-fei"), house.officer("officer-lou")
    today = clock.today()
    lent = fei.post(
        "/office/v1/delegations",
        {
            "deputy_id": lou.session["subject"]["id"],
            "permissions": ["cases.accept"],
            "from_on": today.isoformat(),
            "until_on": (today + timedelta(days=2)).isoformat(),
            "reason": "年休假",
        },
    )
    assert lent.status_code == 201, lent.text
    case = house.file_renewal(house.citizen())
    house.work()
    assert _todos(portal, fei, case) == _todos(portal, lou, case) == ["open"]


def test_while_the_portal_is_away_work_goes_on_and_then_each_arrives_once(
    house: Product, portal: Portal, force: Force
) -> None:
    fei, citizen = house.officer("officer-fei"), house.citizen()
    force("down", 10_000)
    stays, done = house.file_renewal(citizen), house.file_renewal(citizen)
    for minutes in (0, 1, 2):
        work_later(house, minutes)
    assert len(fei.tasks(stays["id"])) == 1
    assert _states(fei, stays) == [("waiting", "waiting")]
    fei.turn(done["id"], "acceptance", {})
    work_later(house, 3)
    portal("DELETE", "faults")
    work_later(house, 5)
    assert _todos(portal, fei, stays) == ["open"]
    assert _notices(portal, fei, stays) == [[FEI]]
    # Of what was over by then nobody is told; the try that never arrived was made good and closed.
    assert _states(fei, done) == [("finished", "late"), ("open", "sent")]
    assert sorted(_todos(portal, fei, done)) == ["finished", "open"]


def test_after_an_outage_under_load_each_arrives_once_by_its_key(house: Product, portal: Portal, force: Force) -> None:
    fei, citizen = house.officer("officer-fei"), house.citizen()
    force("down", 10_000)
    cases = [house.file_renewal(citizen) for _ in range(6)]
    work_side_by_side(house, 0)
    for case in cases[:3]:
        fei.turn(case["id"], "acceptance", {})
    work_side_by_side(house, 2)
    force("half", 4)
    force("down", 0)
    for minutes in (5, 6, 7):
        work_side_by_side(house, minutes)
    told = [item for case in cases for item in _mine(fei, case)]
    assert sorted(item["todo"] for item in told) == ["finished"] * 3 + ["open"] * 6
    keys = {item["id"] for item in told}
    kept = [item["key"] for item in portal("GET", "zhezhengding/todos")["items"]]
    assert sorted(key.partition(".")[0] for key in kept if key.partition(".")[0] in keys) == sorted(keys)
    sent = [item["key"] for item in portal("GET", "zhezhengding/notifications")["items"] if item["key"] in keys]
    assert sorted(sent) == sorted(item["id"] for item in told if item["notice"] == "sent")


@pytest.mark.parametrize("fault", ["cut", "half", "nonsense", "bad-signature", "clock-skew", "data-as-text"])
def test_a_failure_on_the_way_leaves_one_of_each(house: Product, portal: Portal, force: Force, fault: str) -> None:
    fei = house.officer("officer-fei")
    case = house.file_renewal(house.citizen())
    house.work_once()
    force(fault, 2)
    house.work()
    work_later(house)
    assert _states(fei, case) == [("open", "sent")]
    assert _todos(portal, fei, case) == ["open"]
    assert _notices(portal, fei, case) == [[FEI]]
    fei.turn(case["id"], "acceptance", {})
    force(fault, 1)
    house.work()
    work_later(house, 2)
    assert _todos(portal, fei, case)[0] == "finished"


def test_a_to_do_whose_ids_the_portal_never_tells_is_left_to_its_officer(
    house: Product, portal: Portal, force: Force
) -> None:
    fei = house.officer("officer-fei")
    case = house.file_renewal(house.citizen())
    house.work_once()
    force("duplicate", 100)
    house.work()
    assert _states(fei, case) == [("waiting", "sent")]
    work_later(house, 11)
    assert _states(fei, case) == [("lost", "sent")]
    portal("DELETE", "faults")
    fei.turn(case["id"], "acceptance", {})
    house.work()
    assert _states(fei, case)[0] == ("lost", "sent")


def test_one_whom_the_portal_refuses_holds_up_nobody(house: Product, portal: Portal) -> None:
    fei, lou, chief = (house.officer(name) for name in ("officer-fei", "officer-lou", "officer-gu"))
    with house.context.database.unit() as unit:
        unit.write(update(AuthSubject).where(AuthSubject.employee_code == "GE_0010").values(account_id="9999"))
    case = house.file_renewal(house.citizen())
    chief.turn(case["id"], "acceptance", {})
    chief.turn(case["id"], "reviews", {"outcome": "approved", "opinion": "同意"})
    house.work()
    assert _states(fei, case) == [("open", "sent")]
    assert _states(lou, case) == [("waiting", "waiting")]
    assert lou.tasks(case["id"])


def test_a_task_that_was_closed_while_others_compared_leaves_no_to_do(house: Product, portal: Portal) -> None:
    fei = house.officer("officer-fei")
    case = house.file_renewal(house.citizen())
    house.work_once()
    with house.context.database.unit() as unit:
        unit.write(update(InboxTask).where(InboxTask.record_id == UUID(case["id"])).values(closed_at=clock.now()))
    house.work()
    assert _states(fei, case) == [("skipped", "late")]
    assert _todos(portal, fei, case) == []


@pytest.mark.parametrize(("most", "told"), [("0", 0), ("1", 1)])
def test_a_big_department_is_told_in_part(start_house: StartHouse, most: str, told: int) -> None:
    house = start_house(ZHEZHENGDING_RECEIVERS_PER_TASK=most)
    fei, lou, chief = (house.officer(name) for name in ("officer-fei", "officer-lou", "officer-gu"))
    case = house.file_renewal(house.citizen())
    chief.turn(case["id"], "acceptance", {})
    chief.turn(case["id"], "reviews", {"outcome": "approved", "opinion": "同意"})
    house.work()
    assert sum(len(_mine(officer, case)) for officer in (fei, lou)) == told
    assert fei.tasks(case["id"])
    assert lou.tasks(case["id"])
