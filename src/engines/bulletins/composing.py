"""Composing bulletins: by the clock after each week and month, or when somebody asks; always by a job.

A bulletin is composed anew while its document is the draft that was composed. What somebody changed, submitted or sent
stays as it is; a draft that was given up gets a successor.
"""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select, update

from auth import SYSTEM, PermissionMissing, Subject, department_names
from engines import documents
from engines.assessment import (
    COMPUTE,
    AssessmentNotFound,
    AssessmentScheme,
    Period,
    PeriodNotOver,
    assessment_at,
    assessment_by_id,
    period_in,
    period_of,
    scheme_by_id,
)
from engines.bulletins.charting import charts_from
from engines.bulletins.figures import figures_of
from engines.bulletins.lifecycle import BULLETIN, COMPOSE, record_of
from engines.bulletins.models import Bulletin
from engines.bulletins.queries import bulletin_at, charts_name
from engines.bulletins.refusals import BulletinInUse
from engines.bulletins.wording import body_of, title_of
from engines.files import write_made
from engines.lifecycles import Record, apply_transition, write_event
from engines.workdays import load_calendar
from kit import clock, outbox
from kit.context import Context
from kit.database import Unit
from kit.errors import Problem
from kit.ids import new_id

TOPIC = "bulletins.compose"
#: Kinds of periods of which bulletins are composed by the clock; of others somebody asks for one.
SCHEDULED = ("week", "month")
ONE_DAY = timedelta(days=1)


def request_bulletin(subject: Subject, unit: Unit, scheme_code: str, period: Period) -> Row[Any]:
    """Let a job compose the bulletin of a period's scores, or compose it anew, and return the assessment.

    Errors: :class:`AssessmentNotFound` where there are no scores yet, :class:`PermissionMissing`,
    :class:`PeriodNotOver`, :class:`BulletinInUse`.
    """
    assessment = assessment_at(unit, scheme_code, period)
    if assessment is None:
        raise AssessmentNotFound
    if not subject.holds(COMPUTE, assessment.department_code):
        raise PermissionMissing(permission=COMPUTE)
    if period.last >= clock.today():
        raise PeriodNotOver(period=period.name)
    bulletin = bulletin_at(unit, assessment.id)
    if bulletin is not None:
        _check_untouched(bulletin, documents.document_by_id(unit, bulletin.document_id))
    outbox.enqueue(unit, TOPIC, {"assessment_id": str(assessment.id)}, key=f"{assessment.id}")
    return assessment


@outbox.handles("bulletins.compose")
def _compose_now(job: outbox.Job) -> None:
    try:
        compose_bulletin(job.unit, job.context, uuid.UUID(job.payload["assessment_id"]))
    except BulletinInUse:
        return  # Somebody took the draft up since it was asked for.


def compose_when_due(context: Context) -> int:
    """Compose what is due of every scheme by week and month, and anew what its scores have outrun.

    A bulletin is due on the first working day after its period, once the scores were computed after its end. Returns
    how many were composed; for the worker, once a round.
    """
    with context.database.unit() as unit:
        schemes = unit.rows(
            select(AssessmentScheme.code, AssessmentScheme.period_kind)
            .where(AssessmentScheme.state == "published", AssessmentScheme.period_kind.in_(SCHEDULED))
            .distinct()
        )
        due = [found for row in schemes for found in _due(unit, row.code, row.period_kind)]
    return sum(_compose_one(context, assessment_id) for assessment_id in due)


def _due(unit: Unit, scheme_code: str, kind: Any) -> Iterator[uuid.UUID]:
    """Yield the scores of the last two periods that have no bulletin, or outran it.

    The one before the last is due yet where no working day lay between them.
    """
    last = period_of(kind, clock.today()).previous
    calendar = load_calendar(unit)
    for period in (last.previous, last):
        assessment = assessment_at(unit, scheme_code, period)
        if assessment is None or clock.local(assessment.computed_at).date() <= period.last:
            continue
        bulletin = bulletin_at(unit, assessment.id)
        outrun = bulletin is None or bulletin.assessment_version != assessment.version
        if outrun and calendar.working_day_from(period.last + ONE_DAY) <= clock.today():
            yield assessment.id


def _compose_one(context: Context, assessment_id: uuid.UUID) -> int:
    try:
        with context.database.unit() as unit:
            return compose_bulletin(unit, context, assessment_id)
    except Problem:
        return 0  # Somebody works on its draft, or another worker composed it meanwhile.


def compose_bulletin(unit: Unit, context: Context, assessment_id: uuid.UUID) -> int:
    """Compose the bulletin of a period's scores with its document, and return 1, or 0 where nothing is new.

    Errors: :class:`BulletinInUse`.
    """
    assessment = assessment_by_id(unit, assessment_id)
    figures, bulletin = figures_of(unit, assessment), bulletin_at(unit, assessment_id)
    document = None if bulletin is None else documents.document_by_id(unit, bulletin.document_id)
    if bulletin is not None and document is not None:
        if figures == bulletin.figures and document.state != "discarded":
            seen = {"assessment_version": assessment.version}
            unit.write(update(Bulletin).where(Bulletin.id == bulletin.id).values(seen))
            return 0
        _check_untouched(bulletin, document)
    organ = department_names(unit).get(assessment.department_code, assessment.department_code)
    moment = clock.now()
    said: dict[str, Any] = {
        "assessment_version": assessment.version,
        "title": title_of(organ, figures),
        "body": body_of(
            figures,
            assessment.period_kind,
            clock.local(moment),
            scheme_by_id(unit, assessment.scheme_id).appeal_days,
        ),
        "figures": figures,
        "composed_at": moment,
    }
    charts = charts_from(figures, organ, moment, context.settings.fonts_dir)
    said |= _written(unit, context, assessment, document, said, charts)
    bulletin_id, version = _keep(unit, assessment, bulletin, said)
    write_made(context, charts_name(bulletin_id, version), charts)
    return 1


def _check_untouched(bulletin: Row[Any], document: Row[Any]) -> None:
    """Refuse to write over what somebody works on. Errors: :class:`BulletinInUse`."""
    untouched = document.state == "draft" and document.version == bulletin.document_version
    if not untouched and document.state != "discarded":
        raise BulletinInUse(period=period_in(bulletin).name, document_id=str(document.id))


def _written(
    unit: Unit,
    context: Context,
    assessment: Row[Any],
    document: Row[Any] | None,
    said: dict[str, Any],
    charts: bytes,
) -> dict[str, Any]:
    """Write the document's draft with its charts, a new one where there is none to go on with."""
    organ = assessment.department_code
    written = {
        **documents.BLANK,
        "kind": "bulletin",
        "title": said["title"],
        "body": said["body"],
        **_addressed(unit, organ, [line["code"] for line in said["figures"]["board"]]),
    }
    if document is None or document.state == "discarded":
        document_id = documents.begin_document(SYSTEM, unit, written, department=organ)
        row = documents.document_by_id(unit, document_id)
    else:
        row = documents.save_document(SYSTEM, unit, document, written)
        for item in documents.attachments_of(unit, row.id):
            row = documents.remove_attachment(SYSTEM, unit, context, row, item.id)
    title = f"{said['figures']['period_name']}督查考评图表"
    row = documents.add_attachment(SYSTEM, unit, context, row, charts, f"{title}.pdf", title)
    return {"document_id": row.id, "document_version": row.version}


def _addressed(unit: Unit, organ: str, ranked: list[str]) -> dict[str, Any]:
    """Return the register, and whom it goes to: the organ's list that names just those who are ranked, or each."""
    registers = [
        item for item in documents.registers_of(unit, organ) if "bulletin" in item.kinds and item.form == "document"
    ]
    name = department_names(unit).get(organ)
    registers.sort(key=lambda item: (item.mark != name, item.code))
    others = {code for code in ranked if code != organ}
    fitting = [item.code for item in documents.organ_lists_of(unit, organ) if set(item.members) == others]
    return {
        "register_code": registers[0].code if registers else None,
        "organ_lists": fitting[:1],
        "main_recipients": [] if fitting else sorted(others),
    }


def _keep(unit: Unit, assessment: Row[Any], present: Row[Any] | None, said: dict[str, Any]) -> tuple[uuid.UUID, int]:
    if present is not None:
        after = apply_transition(SYSTEM, unit, record_of(present), "renew", changes=said)
        return uuid.UUID(str(after.id)), int(after.version)
    bulletin_id = new_id()
    unit.add(
        Bulletin,
        id=bulletin_id,
        state=COMPOSE.leads_to(""),
        version=1,
        assessment_id=assessment.id,
        scheme_code=assessment.scheme_code,
        scheme_name=assessment.scheme_name,
        department_code=assessment.department_code,
        period_kind=assessment.period_kind,
        first_day=assessment.first_day,
        last_day=assessment.last_day,
        **said,
    )
    record = Record(BULLETIN, Bulletin, bulletin_id, "", 0, assessment.department_code, None)
    write_event(SYSTEM, unit, record, COMPOSE, detail={"period": period_in(assessment).code})
    unit.flush()
    return bulletin_id, 1
