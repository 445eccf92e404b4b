"""Barring somebody from a department's buildings, which cancels their coming visits, and lifting that again."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select, update

from auth import SYSTEM, PermissionMissing, Subject
from engines.audit import record_act
from engines.visitors.barred import HASHES, bar_of
from engines.visitors.inviting import cancel_visit
from engines.visitors.lifecycle import BAR, COMING
from engines.visitors.models import VISIT_COLUMNS, BarredVisitor, Visit
from engines.visitors.people import checked_person, hashes_of
from engines.visitors.refusals import BarLifted, BarUnfit
from engines.visitors.tasks import ask_reception, tell_host
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer
from kit.ids import new_id

BARRED = "barred_visitor"
_PERSON = ("name", "phone", "certificate_type", "certificate_number")


def bar_visitor(subject: Subject, unit: Unit, context: Context, given: Mapping[str, Any]) -> uuid.UUID:
    """Bar somebody by certificate, phone or both, and return the bar's id; whoever they were to visit is told.

    ``given``: ``name``, ``phone``, ``certificate_type``, ``certificate_number``, ``reason``, ``until`` (the last day),
    ``department`` (of the buildings). Errors: :class:`PermissionMissing`, :class:`BarUnfit`,
    :class:`CertificateInvalid`.
    """
    department = given["department"] or subject.department_code or ""
    if not subject.holds(BAR, department):
        raise PermissionMissing(permission=BAR)
    checked = checked_person(given)
    person = {name: checked[name] for name in _PERSON} | {"reason": given["reason"]}
    _check(person, given)
    hashes, bar_id = hashes_of(context.vault, person), new_id()
    unit.add(
        BarredVisitor,
        id=bar_id,
        version=1,
        department_code=department,
        person_sealed=context.vault.seal_json(person),
        **hashes,
        until=given["until"],
        barred_at=clock.now(),
        barred_by=subject.name,
    )
    record_act(subject, unit, "barred_visitor.bar", BARRED, bar_id, until=given["until"].isoformat())
    _turn_away(unit, department, hashes)
    return bar_id


def lift_bar(subject: Subject, unit: Unit, context: Context, bar_id: uuid.UUID, reason: str) -> None:
    """Receive somebody again, with the reason. Errors: :class:`BarNotFound`, :class:`BarLifted`."""
    bar_of(unit, subject, bar_id)
    lifted = {"lifted_at": clock.now(), "lifted_by": subject.name, "lift_reason_sealed": context.vault.seal(reason)}
    done = unit.write(
        update(BarredVisitor)
        .where(BarredVisitor.id == bar_id, BarredVisitor.lifted_at.is_(None), BarredVisitor.erased_at.is_(None))
        .values(**lifted, version=BarredVisitor.version + 1)
    )
    if done.rowcount != 1:
        raise BarLifted
    record_act(subject, unit, "barred_visitor.lift", BARRED, bar_id)


def _check(person: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    lost = []
    if person["phone"] is None and person["certificate_number"] is None:
        sentence = ("请填写证件号码或手机号。", "Give a certificate or a phone by which the person is known.")
        lost.append(Pointer("/certificate_number", "required", *sentence))
    if given["until"] < clock.today():
        lost.append(Pointer("/until", "past", "截止日期已过。", "The last day has passed."))
    if lost:
        raise BarUnfit(pointers=lost)


def _turn_away(unit: Unit, department: str, hashes: Mapping[str, str | None]) -> None:
    """Cancel the coming visits of who is barred, and tell the reception of one who is in the building.

    They are held until the bar is written: a visitor who consents meanwhile would undo it.
    """
    same = [getattr(Visit, name) == hashes[name] for name in HASHES if hashes[name] is not None]
    wanted = select(*VISIT_COLUMNS).where(
        Visit.keeper_code == department, Visit.state.in_((*COMING, "arrived")), or_(*same)
    )
    unit.begin()
    for row in unit.rows(wanted.order_by(Visit.id).with_for_update()):
        if row.state == "arrived":
            ask_reception(unit, row, "barred_visitor_inside", "在访人员已被限制来访，请处置")
        else:
            tell_host(unit, cancel_visit(SYSTEM, unit, row, "bar"), "被限制来访，来访已取消")
