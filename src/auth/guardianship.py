"""Guardianship (监护, 民法典 第二十七条、第三十四条): parents act for their children under 18 by law, not by mandate.

A record of the state proves it; nobody is asked for paper.
"""

import uuid
from datetime import date, timedelta

from auth.certificates import check_certificate
from auth.data_uses import DataUse, record_data_use
from auth.identity import Certificate, begun_again, fingerprints_of, identify_by_certificate
from auth.preparation import Resource
from auth.subjects import Subject
from gateways import Gateways
from gateways.use import Use
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Forbidden, Pointer, Unprocessable

STATUTE = "《中华人民共和国民法典》第二十七条、第三十四条"
#: 民法典 第十七条.
ADULT_MONTHS = 18 * 12
PURPOSE = "核验监护关系"
#: Members of a birth record that name a parent.
PARENTS = ("mother_number", "father_number")


class GuardianshipNotProven(Forbidden):
    """No record of the state shows that this person is a parent of that child."""

    code = "guardianship-not-proven"
    zh = "共享数据中没有您与该未成年人的监护关系记录，请核对填写内容，或到政务服务中心窗口凭户口簿、出生医学证明办理。"
    en = "No record shows that you are this child's guardian. Compare what you typed, or ask at the service centre."


class WardIsAdult(Unprocessable):
    """From 18 on nobody has a guardian for their age."""

    code = "ward-is-adult"
    zh = "对方已满十八周岁，须由其本人委托您办理。"
    en = "This person is of age: they give you a mandate themselves."


def last_day_under_age(number: str) -> date:
    """Return the last day before the 18th birthday of the holder of a GB 11643 number."""
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return clock.months_after(born, ADULT_MONTHS) - timedelta(days=1)


def prove_guardianship(
    subject: Subject, unit: Unit, context: Context, ward: Certificate, resource: Resource
) -> tuple[uuid.UUID, date]:
    """Ask the state's records whether ``subject`` is a parent of ``ward``; return the ward and the last day of it.

    Asks before it writes. The reading is a line in the ward's ledger of data use, also when it proves nothing.
    Errors: :class:`WardIsAdult`, :class:`GuardianshipNotProven`, ``CertificateInvalid``; 503 with the source down.
    """
    number = check_certificate(ward.kind, ward.number, "/ward/number")
    until = last_day_under_age(number)
    if until < clock.today():
        raise WardIsAdult(pointers=[Pointer("/ward/number", "adult", "已满十八周岁。", "This person is of age.")])
    gateways: Gateways = context.gateways
    own = fingerprints_of(unit, subject.id)
    use = Use(PURPOSE, "guardianship", statute=STATUTE)
    records = gateways.data_sharing.query(resource.interface_code, {"idNumber": number}, use)
    record = next((item for item in records if item.get("name") == ward.name), None)
    if record is None:
        # Nobody's data were seen: the source knows no child of this number and name.
        raise GuardianshipNotProven
    child = Certificate(ward.kind, number, ward.name)
    ward_id = begun_again(unit, lambda: identify_by_certificate(unit, context.vault, child))
    parents = [str(record[name]) for name in PARENTS if name in record]
    proven = any(context.vault.fingerprint(kind, number) == held for kind, held in own for number in parents)
    seen = DataUse(resource.code, resource.name, PURPOSE, "used", statute=STATUTE)
    record_data_use(subject, unit, ward_id, seen)
    if not proven:
        unit.commit()  # The refusal undoes the request; that the record was read must stay.
        raise GuardianshipNotProven
    return ward_id, until
