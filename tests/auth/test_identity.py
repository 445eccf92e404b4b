"""One human, one identity: whatever account, certificate or company they come with."""

import threading
import uuid
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from auth import CertificateInvalid, certificate_of, resident_check_digit
from auth.identity import (
    CertificateTaken,
    NoCertificate,
    ProofTooWeak,
    identify_officer,
    identify_organisation,
    identify_person,
    link_certificate,
)
from auth.models import AuthCertificate, AuthPortalAccount, AuthSubject
from auth.sessions import start_citizen_session, start_office_session
from gateways.zheliban import ActingFor, PortalIdentity
from gateways.zhezhengding import OfficeIdentity
from kit.context import Context
from kit.crypto import Vault
from kit.database import Database, DuplicateRow, Unit
from kit.ids import new_id
from tests.product import Product

ID_NUMBER = "330902199004120325"
LIN = PortalIdentity("zlb-1", "林海燕", "resident_id", ID_NUMBER, "13957200001", 3)
ABROAD = replace(LIN, user_id="zlb-2", certificate_kind="passport", certificate_number="E12345678")
ZHOU = PortalIdentity("zlb-3", "周礼文", "resident_id", "330903198507231176", "13957200002", 3)
COMPANY = ActingFor("corp-1", "舟山海韵船舶设计有限公司", "91330902MA2K1T3X2Q")
YING = OfficeIdentity("10000005", "GE_0005", "应晓峰")


def _certificates(unit: Unit, subject_id: uuid.UUID) -> list[str]:
    kinds = select(AuthCertificate.kind).where(AuthCertificate.subject_id == subject_id).order_by(AuthCertificate.id)
    return [str(row.kind) for row in unit.rows(kinds)]


def _counted(unit: Unit, table: type[AuthSubject | AuthCertificate | AuthPortalAccount]) -> int:
    return int(unit.scalar(select(func.count()).select_from(table)))


def _identified(unit: Unit, vault: Vault, identity: PortalIdentity) -> uuid.UUID:
    found = identify_person(unit, vault, identity)
    unit.flush()
    return found


@pytest.mark.parametrize(
    "again",
    [
        LIN,
        replace(LIN, user_id="zlb-77"),
        replace(LIN, certificate_number=f" {ID_NUMBER[:6]} {ID_NUMBER[6:]} "),
        replace(LIN, phone="13900000000"),
        replace(LIN, name="林海雁"),
        replace(LIN, assurance_level=2),
    ],
    ids=["as before", "another account", "spaces", "another phone", "another name", "a lower level"],
)
def test_the_same_certificate_is_the_same_person(unit: Unit, vault: Vault, again: PortalIdentity) -> None:
    assert _identified(unit, vault, LIN) == _identified(unit, vault, again)
    assert (_counted(unit, AuthSubject), _counted(unit, AuthCertificate)) == (1, 1)


def test_a_check_character_is_the_same_in_either_case(unit: Unit, vault: Vault) -> None:
    upper = replace(LIN, certificate_number="33092120020915008X")
    lower = replace(LIN, user_id="zlb-8", certificate_number="33092120020915008x")
    assert _identified(unit, vault, upper) == _identified(unit, vault, lower)


def test_the_same_number_of_another_kind_is_another_person(unit: Unit, vault: Vault) -> None:
    passport = replace(LIN, certificate_kind="passport", certificate_number="12345678")
    permit = replace(LIN, user_id="zlb-9", certificate_kind="taiwan_travel_permit", certificate_number="12345678")
    assert _identified(unit, vault, passport) != _identified(unit, vault, permit)


def test_who_comes_alone_and_who_comes_for_a_company_is_one_human(house: Product) -> None:
    acting = replace(LIN, user_id="zlb-c", organisation=COMPANY)
    with house.context.database.unit() as unit:
        alone = start_citizen_session(unit, house.context, "one", LIN).subject
        company = start_citizen_session(unit, house.context, "two", acting).subject
    assert (alone.kind, company.kind) == ("person", "organisation")
    assert company.acting_person_id == alone.id != company.id


def test_a_company_is_one_whoever_acts_for_it(unit: Unit, vault: Vault) -> None:
    first = identify_organisation(unit, vault, COMPANY.name, COMPANY.uscc)
    unit.flush()
    assert identify_organisation(unit, vault, "改名后的公司", COMPANY.uscc.lower()) == first


def test_a_company_with_its_own_certificate_names_no_human(house: Product) -> None:
    alone = replace(LIN, certificate_kind="", certificate_number="", name="", organisation=COMPANY)
    with house.context.database.unit() as unit:
        subject = start_citizen_session(unit, house.context, "one", alone).subject
        assert (subject.kind, subject.acting_person_id) == ("organisation", None)
        assert _counted(unit, AuthSubject) == 1


def test_an_officer_is_one_by_employee_code_and_never_the_citizen_of_the_same_name(unit: Unit, vault: Vault) -> None:
    officer = identify_officer(unit, vault, YING)
    unit.flush()
    assert identify_officer(unit, vault, replace(YING, account_id="2", name="应峰")) == officer
    assert _identified(unit, vault, replace(LIN, name=YING.name)) != officer


def test_an_unverified_account_does_not_open_the_identity_whose_number_it_types(unit: Unit, vault: Vault) -> None:
    real = _identified(unit, vault, LIN)
    claimed = _identified(unit, vault, replace(LIN, user_id="zlb-thief", assurance_level=1))
    assert claimed != real
    assert _certificates(unit, claimed) == []
    with pytest.raises(NoCertificate):
        certificate_of(unit, vault, claimed)


def test_an_unverified_account_keeps_its_identity_when_it_is_verified(unit: Unit, vault: Vault) -> None:
    before = _identified(unit, vault, replace(LIN, assurance_level=1, name="未核验"))
    assert _identified(unit, vault, LIN) == before
    assert certificate_of(unit, vault, before).name == "林海燕"


@pytest.mark.parametrize("number", ["330902199004120326", "", "33090219900412032５", ID_NUMBER + "\n0", "x"])
def test_a_number_that_fails_its_check_makes_nobody(unit: Unit, vault: Vault, number: str) -> None:
    with pytest.raises(CertificateInvalid) as refused:
        identify_person(unit, vault, replace(LIN, certificate_number=number))
    assert not number or number not in refused.value.sentence("zh")
    unit.flush()
    assert _counted(unit, AuthSubject) == 0


def test_two_certificates_are_two_people_until_they_are_linked(unit: Unit, vault: Vault) -> None:
    assert _identified(unit, vault, LIN) != _identified(unit, vault, ABROAD)


def test_a_linked_certificate_leads_to_the_same_person(unit: Unit, vault: Vault) -> None:
    person = _identified(unit, vault, LIN)
    link_certificate(unit, vault, person, ABROAD)
    unit.flush()
    assert _identified(unit, vault, ABROAD) == person
    assert _identified(unit, vault, LIN) == person
    assert _certificates(unit, person) == ["resident_id", "passport"]


def test_linking_again_changes_nothing(unit: Unit, vault: Vault) -> None:
    person = _identified(unit, vault, LIN)
    for _ in range(2):
        link_certificate(unit, vault, person, ABROAD)
        unit.flush()
    assert _certificates(unit, person) == ["resident_id", "passport"]


@pytest.mark.parametrize(
    "proof",
    [
        replace(ABROAD, assurance_level=1),
        replace(ABROAD, name="林海雁"),
        replace(ABROAD, name=""),
        replace(ABROAD, name="林海燕 "),
        replace(ABROAD, organisation=COMPANY),
        ZHOU,
    ],
    ids=["unverified", "another name", "no name", "nearly the name", "for a company", "another human"],
)
def test_what_proves_nothing_links_nothing(unit: Unit, vault: Vault, proof: PortalIdentity) -> None:
    person = _identified(unit, vault, LIN)
    with pytest.raises(ProofTooWeak):
        link_certificate(unit, vault, person, proof)
    unit.flush()
    assert _certificates(unit, person) == ["resident_id"]


def test_a_certificate_of_another_identity_stays_there(unit: Unit, vault: Vault) -> None:
    person, namesake = _identified(unit, vault, LIN), _identified(unit, vault, ABROAD)
    with pytest.raises(CertificateTaken):
        link_certificate(unit, vault, person, ABROAD)
    assert (_certificates(unit, person), _certificates(unit, namesake)) == (["resident_id"], ["passport"])


def test_numbers_names_and_phones_lie_sealed(unit: Unit, vault: Vault) -> None:
    person = _identified(unit, vault, LIN)
    link_certificate(unit, vault, person, ABROAD)
    unit.flush()
    lying = "".join(
        str(unit.rows(select(*table.__table__.c))) for table in (AuthSubject, AuthCertificate, AuthPortalAccount)
    )
    for readable in (ID_NUMBER, "E12345678", LIN.name, LIN.phone, LIN.user_id):
        assert readable not in lying


def _signed_in_together(context: Context, identities: list[PortalIdentity]) -> set[uuid.UUID | DuplicateRow]:
    together = threading.Barrier(len(identities))
    outcomes: list[uuid.UUID | DuplicateRow] = []

    def sign_in(identity: PortalIdentity) -> None:
        together.wait()
        try:
            with context.database.unit() as unit:
                subject = start_citizen_session(unit, context, str(new_id()), identity).subject
        except DuplicateRow as error:
            outcomes.append(error)
        else:
            outcomes.append(subject.id)

    threads = [threading.Thread(target=sign_in, args=(identity,)) for identity in identities]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == len(identities)
    return set(outcomes)


def _somebody(number: int) -> PortalIdentity:
    body = f"330902{19700101 + number}015"
    return replace(LIN, certificate_number=body + resident_check_digit(body))


def test_four_first_sign_ins_at_once_make_one_person(house: Product) -> None:
    house.officer()
    for number in range(12):
        doors = [replace(_somebody(number), user_id=f"zlb-{number}-{door}") for door in (1, 1, 2, 3)]
        assert len(_signed_in_together(house.context, doors)) == 1
    with house.context.database.unit() as unit:
        assert _counted(unit, AuthCertificate) == 12


def test_two_first_sign_ins_of_an_officer_at_once_both_succeed(house: Product, database: Database) -> None:
    house.officer("officer-gu")
    outcomes: list[object] = []

    def sign_in() -> None:
        try:
            with database.unit() as unit:
                subject = start_office_session(unit, house.context, "second", YING).subject
        except DuplicateRow as error:
            outcomes.append(error)
        else:
            outcomes.append(subject.id)

    with database.unit() as unit:
        first = start_office_session(unit, house.context, "first", YING).subject.id
        unit.flush()
        meeting = threading.Thread(target=sign_in)
        meeting.start()
        meeting.join(1.0)  # until it waits for our transaction to end
    meeting.join()
    assert outcomes == [first]
