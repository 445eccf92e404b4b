"""The directory moves the product: names, accounts, who left, who came back; and never more than can be true."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from assembly.commands import register_events, sync_officers
from auth import store_positions
from auth.models import AuthDepartment, AuthPosition, AuthSubject, AuthWithdrawnPost
from engines.directory import DirectorySync, LossTooLarge, note_event, sync_when_due, synchronise
from engines.packs import load_pack
from kit import clock
from kit.remembering import forget_everything
from tests.office.notifications.conftest import Portal, StartHouse, work_later
from tests.product import PACK, Product

Force = Callable[..., None]
MEI, POLICE = "GE_0102", "11330900002600237T"
INSURANCE = "11330900MB15A0132F"


@pytest.fixture(autouse=True)
def _everybody_works(portal: Portal) -> None:
    portal("PUT", "zhezhengding/left", {})


def _synchronise(house: Product, codes: list[str] | None = None, *, dry: bool = False) -> Any:
    with house.context.database.unit() as unit:
        return synchronise(unit, house.context, codes, dry=dry)


def _counted(house: Product, table: Any, *where: Any) -> int:
    with house.context.database.unit() as unit:
        return int(unit.scalar(select(func.count()).select_from(table).where(*where)))


def _posts(house: Product, code: str) -> set[str]:
    with house.context.database.unit() as unit:
        rows = unit.rows(select(AuthPosition.department).where(AuthPosition.employee_code == code))
    return {row.department for row in rows}


def _syncs(house: Product) -> list[tuple[str, str]]:
    with house.context.database.unit() as unit:
        rows = unit.rows(select(DirectorySync.cause, DirectorySync.state).order_by(DirectorySync.id))
    return [(row.cause, row.state) for row in rows]


def _note(house: Product, codes: list[str] | None) -> bool:
    with house.context.database.unit() as unit:
        return note_event(unit, codes)


def test_the_first_sync_knows_every_officer_and_the_second_changes_nothing(house: Product) -> None:
    dry = _synchronise(house, dry=True)
    assert _counted(house, AuthSubject) == 0
    first = _synchronise(house)
    assert dry == first
    assert (first.joined, first.withdrawn, first.departed) == (first.known, 0, 0)
    assert _counted(house, AuthSubject, AuthSubject.account_id.is_not(None)) == first.known
    again = _synchronise(house)
    assert (again.joined, again.changed, again.withdrawn, again.restored) == (0, 0, 0, 0)


def test_who_never_signed_in_is_told_of_work_once_the_directory_is_read(house: Product, portal: Portal) -> None:
    _synchronise(house)
    case = house.file_renewal(house.citizen())
    house.work()
    told = house.officer("officer-fei").every("/office/v1/notifications")
    assert [(item["reference"], item["todo"]) for item in told] == [(case["number"], "open")]


def test_names_and_accounts_follow_the_directory(house: Product) -> None:
    mei = house.officer("officer-mei")
    with house.context.database.unit() as unit:
        sealed = house.context.vault.seal("旧名")
        unit.write(update(AuthSubject).where(AuthSubject.employee_code == MEI).values(name_sealed=sealed))
        unit.write(update(AuthSubject).where(AuthSubject.employee_code == MEI).values(account_id="1"))
    assert _synchronise(house).changed == 1
    with house.context.database.unit() as unit:
        row = unit.first(select(AuthSubject).where(AuthSubject.employee_code == MEI))
    assert row is not None
    assert (house.context.vault.open(row.name_sealed), row.account_id) == ("梅晓岚", "10000102")
    assert mei.get("/auth/v1/me").status_code == 200


def test_who_left_loses_session_and_posts_and_has_them_back_on_return(house: Product, portal: Portal) -> None:
    mei = house.officer("officer-mei")
    before = _posts(house, MEI)
    portal("PUT", "zhezhengding/left", {"employee_codes": [MEI]})
    gone = _synchronise(house)
    assert (gone.departed, gone.withdrawn, _posts(house, MEI)) == (1, 4, set())
    assert mei.get("/office/v1/inbox").status_code == 401
    # A pack that is loaded meanwhile gives nobody back what the directory took.
    with house.context.database.unit() as unit:
        assert load_pack(unit, PACK)["positions"] == 0
    assert _posts(house, MEI) == set()
    portal("PUT", "zhezhengding/left", {})
    assert _synchronise(house).restored == 4
    assert _posts(house, MEI) == before
    assert _counted(house, AuthWithdrawnPost) == 0


def test_who_works_elsewhere_now_keeps_the_other_posts(house: Product, portal: Portal) -> None:
    portal("PUT", "zhezhengding/left", {"departments": [[MEI, INSURANCE]]})
    assert _synchronise(house).withdrawn == 1
    assert INSURANCE not in _posts(house, MEI)
    assert len(_posts(house, MEI)) == 1


def test_a_post_that_the_pack_drops_meanwhile_does_not_come_back(house: Product, portal: Portal) -> None:
    portal("PUT", "zhezhengding/left", {"employee_codes": [MEI]})
    _synchronise(house)
    with house.context.database.unit() as unit:
        rows = unit.rows(select(*AuthPosition.__table__.c))
        store_positions(unit, [row._asdict() for row in rows])
    portal("PUT", "zhezhengding/left", {})
    assert _synchronise(house).restored == 0


def test_a_loss_that_is_too_large_to_be_true_changes_nothing(
    house: Product, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    _synchronise(house)
    chief = house.officer("officer-gu")
    with house.context.database.unit() as unit:
        codes = sorted({row[0] for row in unit.rows(select(AuthPosition.employee_code))})
    posts = _counted(house, AuthPosition)
    portal("PUT", "zhezhengding/left", {"employee_codes": codes[: len(codes) // 4]})
    with pytest.raises(LossTooLarge):
        _synchronise(house)
    assert sync_officers(house.context, dry=False) == 1
    assert "over the limit" in capsys.readouterr().err
    sync_when_due(house.context)
    house.work()
    assert _syncs(house) == [("daily", "stopped")]
    assert _counted(house, AuthPosition) == posts
    assert chief.get("/office/v1/inbox").status_code == 200


def test_the_command_says_what_would_change(house: Product, capsys: pytest.CaptureFixture[str]) -> None:
    assert sync_officers(house.context, dry=True) == 0
    said = capsys.readouterr()
    assert "would change:" in said.out
    assert said.err == ""
    assert _counted(house, AuthSubject) == 0


def test_a_department_that_the_application_does_not_see_is_named(
    house: Product, capsys: pytest.CaptureFixture[str]
) -> None:
    with house.context.database.unit() as unit:
        unit.add(AuthDepartment, uscc="X", name="看不见的单位", short_name="看不见", region="330900", parent=None)
    forget_everything()
    assert sync_officers(house.context, dry=True) == 0
    assert "X 看不见的单位 is not visible" in capsys.readouterr().err


def test_the_portal_is_told_where_to_call(
    house: Product, portal: Portal, force: Force, capsys: pytest.CaptureFixture[str]
) -> None:
    assert register_events(house.context) == 0
    address = "https://zhangban.invalid/integration/v1/zhezhengding/events"
    assert portal("GET", "zhezhengding/callbacks")["EMPLOYEE_LEAVE"] == address
    force("bad-signature")
    assert register_events(house.context) == 1
    assert "refused" in capsys.readouterr().err


def test_it_is_due_once_a_day(house: Product) -> None:
    assert sync_when_due(house.context)
    assert not sync_when_due(house.context)
    house.work()
    assert _syncs(house) == [("daily", "done")]
    with clock.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert sync_when_due(house.context)


def test_without_a_tenant_there_is_no_directory(start_house: StartHouse) -> None:
    assert not sync_when_due(start_house(ZHEZHENGDING_TENANT_ID="").context)


@pytest.mark.parametrize("fault", ["down", "nonsense", "bad-signature", "half"])
def test_a_portal_that_fails_takes_nobodys_post(house: Product, force: Force, portal: Portal, fault: str) -> None:
    posts = _counted(house, AuthPosition)
    sync_when_due(house.context)
    force(fault, 3)
    house.work()
    portal("DELETE", "faults")
    work_later(house, 2)
    assert _syncs(house) == [("daily", "done")]
    assert _counted(house, AuthPosition) == posts


def test_many_events_in_a_row_are_one_sync(house: Product, portal: Portal) -> None:
    _synchronise(house)
    assert [_note(house, codes) for codes in ([MEI], [MEI], ["GE_unknown"], [])] == [True, False, False, False]
    portal("PUT", "zhezhengding/left", {"employee_codes": [MEI]})
    house.work()
    assert _posts(house, MEI)
    work_later(house)
    assert (_posts(house, MEI), _syncs(house)) == (set(), [("event", "done")])


def test_everybody_is_looked_up_by_event_once_an_hour(house: Product) -> None:
    for _ in range(2):
        assert _note(house, None)
        work_later(house)
    assert _syncs(house) == [("event", "done"), ("event", "queued")]
    work_later(house, 62)
    assert _syncs(house) == [("event", "done"), ("event", "done")]
