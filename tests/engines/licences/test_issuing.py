"""From the issue of a licence to what its holder and everybody else learn of it."""

from datetime import date

import pytest
from sqlalchemy import select, update

from auth import SYSTEM, Subject
from engines.audit import AuditEntry
from engines.licences import (
    Issued,
    Licence,
    LicenceContent,
    LicenceFilter,
    LicenceNotFound,
    check_identifier,
    issue_licence,
    licence_document,
    list_licences,
    own_licence,
    shown_licence,
    store_licence_types,
    verify_licence,
)
from engines.licences.issuing import CODE_ALPHABET
from kit import clock
from kit.context import Context
from kit.database import Database, Unit
from kit.ids import new_id
from tests.engines.subjects import somebody
from tests.engines.zhoushan import TRAFFIC_POLICE, items_of

ISSUED_ON = date(2026, 4, 27)
EXPIRES_ON = date(2026, 5, 27)
FIELDS = {"准驾车型": "C1", "档案编号": "330900123456"}


@pytest.fixture
def holder() -> Subject:
    return somebody(name="林海燕")


def issue(unit: Unit, context: Context, holder: Subject, expires_on: date | None = EXPIRES_ON) -> Issued:
    with clock.travel(ISSUED_ON):
        content = LicenceContent(
            type_code="11100000000013127D102",
            name="机动车驾驶证",
            holder_id=holder.id,
            holder_name=holder.name,
            issuer=TRAFFIC_POLICE,
            issuer_name="舟山市公安局交通警察支队",
            fields=FIELDS,
            case_id=new_id(),
            expires_on=expires_on,
        )
        return issue_licence(SYSTEM, unit, context, content)


def issued(context: Context, holder: Subject, expires_on: date | None = EXPIRES_ON) -> Issued:
    with context.database.unit() as unit:
        return issue(unit, context, holder, expires_on)


def test_anybody_can_verify_a_licence_and_learns_no_name(unit: Unit, context: Context, holder: Subject) -> None:
    made = issued(context, holder)
    with clock.travel(ISSUED_ON):
        assert verify_licence(unit, made.verify_code) == {
            "valid": True,
            "status": "valid",
            "status_since": None,
            "suspended_until": None,
            "revoked_as": None,
            "newer_exists": False,
            "identifier": made.identifier,
            "name": "机动车驾驶证",
            "holder": "林**",
            "issuer": "舟山市公安局交通警察支队",
            "issued_on": "2026-04-27",
            "expires_on": "2026-05-27",
            "checked_at": "2026-04-27T12:00:00+08:00",
        }


@pytest.mark.parametrize(
    ("expires_on", "asked_on", "status"),
    [
        (EXPIRES_ON, EXPIRES_ON, "valid"),
        (EXPIRES_ON, date(2026, 5, 28), "expired"),
        (None, date(2099, 1, 1), "valid"),
    ],
    ids=["last day", "day after", "for ever"],
)
def test_a_licence_expires_after_its_last_day(
    unit: Unit, context: Context, holder: Subject, expires_on: date | None, asked_on: date, status: str
) -> None:
    made = issued(context, holder, expires_on)
    with clock.travel(asked_on):
        found = verify_licence(unit, made.verify_code)
    assert (found["status"], found["valid"]) == (status, status == "valid")


def test_a_revoked_licence_stays_revoked_when_it_expires(database: Database, context: Context, holder: Subject) -> None:
    made = issued(context, holder)
    with database.unit() as unit:
        unit.write(update(Licence).values(state="revoked"))
    with database.unit() as unit, clock.travel(date(2026, 6, 1)):
        assert verify_licence(unit, made.verify_code)["status"] == "revoked"


def test_an_unknown_code_verifies_nothing(unit: Unit) -> None:
    with pytest.raises(LicenceNotFound):
        verify_licence(unit, "2" * 16)


def test_identifiers_hold_and_serials_go_by_day_and_issuer(context: Context, holder: Subject) -> None:
    one, two = issued(context, holder), issued(context, holder)
    assert all(check_identifier(made.identifier) for made in (one, two))
    assert [made.number[:8] for made in (one, two)] == ["20260427"] * 2
    assert one.number != two.number
    assert one.verify_code != two.verify_code
    assert set(one.verify_code) <= set(CODE_ALPHABET)


def test_the_holder_sees_everything_and_nobody_else_anything(unit: Unit, context: Context, holder: Subject) -> None:
    made = issued(context, holder)
    shown = shown_licence(context.vault, "https://zs.example", own_licence(unit, holder, made.id))
    assert (shown["holder"], shown["fields"]) == ("林海燕", FIELDS)
    assert shown["verify_url"] == f"https://zs.example/licences/verify/{made.verify_code}"
    with pytest.raises(LicenceNotFound):
        own_licence(unit, somebody(), made.id)


def test_name_and_fields_lie_sealed_in_the_table(unit: Unit, context: Context, holder: Subject) -> None:
    issued(context, holder)
    row = str(unit.rows(select(Licence.__table__))[0])
    assert not [secret for secret in (holder.name, *FIELDS, FIELDS["档案编号"]) if secret in row]


def test_a_list_is_newest_first_and_pages(unit: Unit, context: Context, holder: Subject) -> None:
    made = [issued(context, holder).id for _ in range(3)]
    issued(context, somebody())
    first = list_licences(unit, holder, LicenceFilter(), after=None, rows=2)
    rest = list_licences(unit, holder, LicenceFilter(), after=first[-1].id, rows=2)
    assert [row.id for row in (*first, *rest)] == made[::-1]


def test_an_issue_that_is_undone_leaves_neither_licence_nor_entry(context: Context, holder: Subject) -> None:
    with pytest.raises(RuntimeError), context.database.unit() as unit:
        issue(unit, context, holder)
        unit.flush()
        raise RuntimeError
    with context.database.unit() as unit:
        assert unit.rows(select(Licence.id)) == []
        assert unit.rows(select(AuditEntry.id)) == []
    issued(context, holder)
    with context.database.unit() as unit:
        assert unit.rows(select(AuditEntry.action)) == [("licence.issue",)]


def test_the_document_is_a_pdf_that_is_drawn_once(unit: Unit, context: Context, holder: Subject) -> None:
    made = issued(context, holder)
    row = own_licence(unit, holder, made.id)
    drawn = licence_document(context, row)
    assert drawn.startswith(b"%PDF-")
    kept = context.settings.data_dir / "licences" / f"{made.id.hex}-1.pdf"
    assert kept.read_bytes() == drawn
    kept.write_bytes(b"kept")
    assert licence_document(context, row) == b"kept"


def test_the_citys_types_are_stored_once(database: Database) -> None:
    types = items_of("licence_types")
    with database.unit() as unit:
        assert store_licence_types(unit, types) == len(types)
    with database.unit() as unit:
        assert store_licence_types(unit, types) == 0
        renamed = [{**types[0], "name": "新名称"}, *types[1:-1]]
        assert store_licence_types(unit, renamed) == 2


def test_the_holder_is_told_the_same_status_as_everybody(unit: Unit, context: Context, holder: Subject) -> None:
    made = issued(context, holder)
    with clock.travel(date(2026, 6, 1)):
        shown = shown_licence(context.vault, "", own_licence(unit, holder, made.id))
        assert shown["status"] == verify_licence(unit, made.verify_code)["status"]
