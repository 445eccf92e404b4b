"""Every SELECT on cases. Those that concern other people's cases take the subject's scope."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, or_, select, union

from auth import Subject, mandates_in_force, represented
from engines.cases.lifecycle import CASE, OPEN
from engines.cases.models import Case, CaseDelivery, CaseExtension, CaseMaterial, CaseOpinion, CaseReview
from engines.cases.rules import CaseNotFound
from engines.lifecycles import TIMELINE, Record
from kit.database import Unit
from kit.fixed import Fixed, Together

_columns = tuple(Case.__table__.c)
_by_id = Fixed(select(*_columns).where(Case.id == bindparam("id")))
_by_number = Fixed(select(*_columns).where(Case.number == bindparam("number")))
_listed = (
    Case.id,
    Case.number,
    Case.matter_code,
    Case.matter_name,
    Case.topic,
    Case.state,
    Case.version,
    Case.department_code,
    Case.submitted_at,
    Case.due_on,
    Case.yellow_on,
    Case.outcome,
)
_mine = select(*_listed).where(Case.applicant_id == bindparam("applicant_id")).order_by(Case.id.desc())
_mine_first = Fixed(_mine.limit(bindparam("rows")))
_mine_after = Fixed(_mine.where(Case.id < bindparam("after")).limit(bindparam("rows")))
_materials = Fixed(
    select(
        CaseMaterial.id,
        CaseMaterial.code,
        CaseMaterial.name,
        CaseMaterial.satisfied_by,
        CaseMaterial.source,
        CaseMaterial.status,
        CaseMaterial.file_ids,
        CaseMaterial.due_on,
        CaseMaterial.check_opinion,
        CaseMaterial.checked_by,
        CaseMaterial.checked_at,
    )
    .where(CaseMaterial.case_id == bindparam("case_id"))
    .order_by(CaseMaterial.id)
)
_reviews = Fixed(
    select(
        CaseReview.id,
        CaseReview.round,
        CaseReview.step_code,
        CaseReview.step_name,
        CaseReview.seat_code,
        CaseReview.seat_name,
        CaseReview.department_code,
        CaseReview.permission,
        CaseReview.outcome,
        CaseReview.opinion,
        CaseReview.reviewer_name,
        CaseReview.reviewed_at,
    )
    .where(CaseReview.case_id == bindparam("case_id"))
    .order_by(CaseReview.id)
)

_parts = Together(TIMELINE, _materials)
_office_parts = Together(TIMELINE, _materials, _reviews)

_opinions = Fixed(
    select(*CaseOpinion.__table__.c).where(CaseOpinion.case_id == bindparam("case_id")).order_by(CaseOpinion.id)
)
_extensions = Fixed(
    select(*CaseExtension.__table__.c).where(CaseExtension.case_id == bindparam("case_id")).order_by(CaseExtension.id)
)
_places = union(
    select(CaseReview.department_code).where(CaseReview.case_id == bindparam("case_id")),
    select(CaseOpinion.department_code).where(CaseOpinion.case_id == bindparam("case_id")),
)
_delivery = select(*CaseDelivery.__table__.c).where(CaseDelivery.case_id == bindparam("case_id"))


@dataclass(frozen=True)
class CaseFilter:
    """What part of a person's cases is asked for."""

    state: str | None = None
    matter_code: str | None = None
    topic: str | None = None


EVERYTHING = CaseFilter()


def record_of(
    row: Row[Any],
    *,
    seats: Sequence[Row[Any]] = (),
    opinions: Sequence[Row[Any]] = (),
    signers: Sequence[uuid.UUID] = (),
) -> Record:
    """Return what the lifecycle machine needs of a case row.

    ``seats`` are those whose officers may review now, ``opinions`` those asked of other departments.
    """
    return Record(
        CASE,
        Case,
        row.id,
        row.state,
        row.version,
        row.department_code,
        row.applicant_id,
        seats=[seat.department_code for seat in seats],
        consulted=[asked.department_code for asked in opinions if asked.given_at is None],
        signers=signers,
        assignee_id=row.assignee_id,
    )


def present_seats(case: Row[Any], reviews: Sequence[Row[Any]], *, only_open: bool = False) -> list[Row[Any]]:
    """Return the seats of the review step and round in which a case stands."""
    return [
        seat
        for seat in reviews
        if (seat.round, seat.step_code) == (case.round, case.step) and not (only_open and seat.outcome)
    ]


def case_for_owner(unit: Unit, subject: Subject, case_id: uuid.UUID) -> Row[Any]:
    """Return one of the subject's own cases. Errors: :class:`CaseNotFound`, also for another person's case."""
    row = unit.first(_by_id, {"id": case_id})
    if row is None or row.applicant_id != subject.id:
        raise CaseNotFound
    return row


def case_for_applicant(unit: Unit, subject: Subject, case_id: uuid.UUID) -> tuple[Subject, Row[Any]]:
    """Return a case of the subject's own, or one that they filed for another under a mandate that still runs.

    With it comes whose turn it is: the applicant, represented by the agent where there is one.
    Errors: :class:`CaseNotFound`, also once the mandate has ended.
    """
    row = unit.first(_by_id, {"id": case_id})
    if row is not None and row.applicant_id == subject.id:
        return subject, row
    if row is None or row.agent_id != subject.id or row.mandate_id not in mandates_in_force(unit, subject):
        raise CaseNotFound
    return represented(subject, row.applicant_id, row.applicant_kind, row.applicant_name, row.mandate_id), row


def case_for_officer(unit: Unit, subject: Subject, case_id: uuid.UUID) -> Row[Any]:
    """Return a case in an officer's scope: of a department in it, or with a review seat of one.

    Errors: :class:`CaseNotFound`, also for a case outside the scope.
    """
    row = unit.first(_by_id, {"id": case_id})
    if row is None or not (subject.holds("cases.read", row.department_code) or _seated(unit, subject, case_id)):
        raise CaseNotFound
    return row


def _seated(unit: Unit, subject: Subject, case_id: uuid.UUID) -> bool:
    places = [seat.department_code for seat in unit.rows(_places, {"case_id": case_id})]
    return subject.holds("cases.read", *places)


def case_by_id(unit: Unit, case_id: uuid.UUID) -> Row[Any]:
    """Return a case for a job of the system. Errors: :class:`CaseNotFound`."""
    row = unit.first(_by_id, {"id": case_id})
    if row is None:
        raise CaseNotFound
    return row


def case_by_number(unit: Unit, number: str) -> Row[Any] | None:
    """Return the case with a number, or None; who may know of it is the caller's to find out."""
    return unit.first(_by_number, {"number": number})


def list_own_cases(
    unit: Unit,
    subject: Subject,
    wanted: CaseFilter,
    after: uuid.UUID | None,
    rows: int,
) -> Sequence[Row[Any]]:
    """Return a subject's own cases, newest first: case ids grow with time, so they are the sort key."""
    fixed = _mine_first if after is None else _mine_after
    parameters: dict[str, Any] = {"applicant_id": subject.id, "rows": rows}
    if after is not None:
        parameters["after"] = after
    if wanted == EVERYTHING:
        return unit.rows(fixed, parameters)
    return unit.rows(_narrowed(fixed.statement, wanted), parameters)


def list_acted_cases(
    unit: Unit,
    subject: Subject,
    mandates: Collection[uuid.UUID],
    wanted: CaseFilter,
    after: uuid.UUID | None,
    rows: int,
) -> Sequence[Row[Any]]:
    """Return what a subject filed for others under these mandates, newest first."""
    statement = select(*_listed, Case.applicant_name).where(Case.agent_id == subject.id, Case.mandate_id.in_(mandates))
    if after is not None:
        statement = statement.where(Case.id < after)
    return unit.rows(_narrowed(statement, wanted).order_by(Case.id.desc()).limit(rows))


def _narrowed(statement: Any, wanted: CaseFilter) -> Any:
    if wanted.state is not None:
        statement = statement.where(Case.state == wanted.state)
    if wanted.matter_code is not None:
        statement = statement.where(Case.matter_code == wanted.matter_code)
    if wanted.topic is not None:
        statement = statement.where(Case.topic == wanted.topic)
    return statement


def materials_of(unit: Unit, case_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return how each material of a case was satisfied."""
    return unit.rows(_materials, {"case_id": case_id})


def parts_of(unit: Unit, case_id: uuid.UUID, *, office: bool) -> Sequence[Sequence[Row[Any]]]:
    """Return a case's timeline, materials and review seats at once; the seats are for the office alone."""
    asked = {"record_id": case_id, "case_id": case_id}
    return unit.together(_office_parts, asked) if office else (*unit.together(_parts, asked), ())


def opinions_of(unit: Unit, case_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return what other departments were asked about a case, oldest first."""
    return unit.rows(_opinions, {"case_id": case_id})


def extensions_of(unit: Unit, case_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return the requests to extend a case's term, oldest first."""
    return unit.rows(_extensions, {"case_id": case_id})


def served_applicants(
    unit: Unit, matter_code: str, applicants: Sequence[uuid.UUID], since: datetime | None
) -> set[uuid.UUID]:
    """Return which of some applicants have been granted a matter since a moment, or have a case of it that runs."""
    statement = select(Case.applicant_id).where(
        Case.applicant_id.in_(applicants),
        Case.matter_code == matter_code,
        or_(Case.outcome == "granted", Case.state.in_(("signing", *OPEN))),
    )
    if since is not None:
        statement = statement.where(Case.submitted_at >= since)
    return {row.applicant_id for row in unit.rows(statement)}


def delivery_of(unit: Unit, case_id: uuid.UUID) -> Row[Any] | None:
    """Return how a case's result goes out, where not electronically."""
    return unit.first(_delivery, {"case_id": case_id})


def reviews_of(unit: Unit, case_id: uuid.UUID) -> Sequence[Row[Any]]:
    """Return every review seat of a case, filled and open, oldest first."""
    return unit.rows(_reviews, {"case_id": case_id})
