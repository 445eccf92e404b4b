"""When an officer wants to be disturbed."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from engines.inbox import Preferences
from engines.inbox.preferences import quiet_until
from kit import clock
from tests.office.notifications.conftest import Portal
from tests.product import Caller, Product

ADDRESS = "/office/v1/notifications"
WISHES = f"{ADDRESS}/preferences"
NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


def _put(officer: Caller, body: object, version: int | None = 0) -> Any:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return officer.send("PUT", WISHES, json=body, headers=headers)


def _notices(officer: Caller, case: dict[str, Any]) -> list[str]:
    return [item["notice"] for item in officer.every(ADDRESS) if item["reference"] == case["number"]]


def test_who_never_said_wants_everything(house: Product) -> None:
    answer = house.officer("officer-fei").get(WISHES)
    assert answer.headers["ETag"] == '"0"'
    assert answer.get_json() == {"work_notifications": True, "quiet_from": None, "quiet_until": None}


def test_wishes_are_changed_from_what_was_read(house: Product) -> None:
    fei = house.officer("officer-fei")
    body = {"work_notifications": True, "quiet_from": "21:30", "quiet_until": "07:00"}
    assert _put(fei, body, None).status_code == 428
    assert _put(fei, body, 1).status_code == 412
    changed = _put(fei, body)
    assert (changed.status_code, changed.headers["ETag"], changed.get_json()) == (200, '"1"', body)
    assert _put(fei, body).status_code == 412
    assert _put(fei, {"work_notifications": False}, 1).get_json()["quiet_from"] is None
    assert house.officer("officer-lou").get(WISHES).headers["ETag"] == '"0"'


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/work_notifications"),
        ({"work_notifications": "perhaps"}, "/work_notifications"),
        ({"work_notifications": True, "quiet_from": "21:30"}, "/quiet_until"),
        ({"work_notifications": True, "quiet_until": "21:30"}, "/quiet_from"),
        ({"work_notifications": True, "quiet_from": "25:00", "quiet_until": "07:00"}, "/quiet_from"),
        ({"work_notifications": True, "officer_id": "x"}, "/officer_id"),
    ],
)
def test_what_cannot_be_read_changes_nothing(house: Product, body: object, pointer: str) -> None:
    fei = house.officer("officer-fei")
    answer = _put(fei, body)
    assert answer.status_code == 422
    assert [item["pointer"] for item in answer.get_json()["errors"]] == [pointer]
    assert fei.get(WISHES).headers["ETag"] == '"0"'


def test_who_wants_no_notification_gets_the_to_do_alone(house: Product, portal: Portal) -> None:
    fei = house.officer("officer-fei")
    assert _put(fei, {"work_notifications": False}).status_code == 200
    case = house.file_renewal(house.citizen())
    house.work()
    (told,) = [item for item in fei.every(ADDRESS) if item["reference"] == case["number"]]
    assert (told["todo"], told["notice"]) == ("open", "off")
    assert told["id"] not in {item["key"] for item in portal("GET", "zhezhengding/notifications")["items"]}
    assert fei.every(ADDRESS, todo="finished") == []


def test_in_quiet_hours_a_notification_waits_for_their_end(house: Product) -> None:
    fei, citizen = house.officer("officer-fei"), house.citizen()
    now = clock.local(clock.now())
    hours = {"quiet_from": f"{now:%H:%M}", "quiet_until": f"{now + timedelta(hours=2):%H:%M}"}
    assert _put(fei, {"work_notifications": True, **hours}).status_code == 200
    stays, done = house.file_renewal(citizen), house.file_renewal(citizen)
    house.work()
    assert _notices(fei, stays) == _notices(fei, done) == ["waiting"]
    fei.turn(done["id"], "acceptance", {})
    with clock.travel(clock.now() + timedelta(hours=2, minutes=1)):
        house.work()
    assert _notices(fei, stays) == ["sent"]
    assert _notices(fei, done) == ["sent", "late"]


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        (None, None, None),
        (time(11), time(13), NOON + timedelta(hours=1)),
        (time(12), time(13), NOON + timedelta(hours=1)),
        (time(11), time(12), None),
        (time(13), time(14), None),
        (time(22), time(7), None),
        (time(11), time(7), NOON + timedelta(hours=19)),
        (time(22), time(13), NOON + timedelta(hours=1)),
        (time(9), time(9), None),
    ],
)
def test_quiet_hours_end(begins: time | None, ends: time | None, expected: datetime | None) -> None:
    assert quiet_until(Preferences(quiet_from=begins, quiet_until=ends), NOON) == expected
