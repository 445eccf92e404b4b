"""Intake (受理): accept, refuse with the right office, ask once for everything, answer (行政许可法 第三十二条)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, update

from auth import SYSTEM, Subject
from engines.cases.clocks import acceptance_dates, answering_dates, handling_dates
from engines.cases.filing import MaterialGiven
from engines.cases.lifecycle import DECISION_STEP
from engines.cases.models import CaseMaterial
from engines.cases.queries import materials_of, record_of
from engines.cases.reviewing import open_step
from engines.cases.rules import CorrectionAskedBefore, UnknownMaterial, check_file_numbers, check_locked
from engines.cases.tasks import open_case_task
from engines.cases.turning import take_turn
from engines.files import bind_files, own_files
from engines.forms import check_form
from engines.inbox import close_tasks
from engines.lifecycles import check_transition, events_of
from engines.matters import MatterRevision, prepare_matter, revision
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit


def accept_case(subject: Subject, unit: Unit, case: Row[Any]) -> Row[Any]:
    """Accept an application (第三十二条第一款第五项): the handling clock starts.

    Opens the first review step, or the decision where the matter has no review; tolerated materials get their date.
    Returns the case after the turn. Errors: as :func:`engines.lifecycles.apply_transition`.
    """
    check_transition(subject, record_of(case), "accept")
    return _accept(subject, unit, case, "accept", clock.now())


def deem_accepted(unit: Unit, case: Row[Any]) -> Row[Any]:
    """Count an application as accepted from the day it arrived, since five days passed (第三十二条第四项)."""
    return _accept(SYSTEM, unit, case, "deem_accepted", case.clock_started_at)


def _accept(subject: Subject, unit: Unit, case: Row[Any], turn: str, moment: Any) -> Row[Any]:
    guide = revision(unit, case.matter_revision_id)
    dates = handling_dates(unit, guide, moment)
    step = guide.content.steps[0] if guide.content.steps else None
    after = take_turn(
        subject,
        unit,
        case,
        turn,
        changes={
            "accepted_at": moment,
            "clock_started_at": moment,
            "step": step.code if step else DECISION_STEP,
            "silence": guide.content.silence.effect if guide.content.silence else None,
            **dates.changes(),
        },
        detail={
            "due_on": dates.promised.due_on.isoformat(),
            "statutory_due_on": dates.statutory.due_on.isoformat(),
        },
    )
    close_tasks(subject, unit, case.id)
    _date_tolerated(unit, case, guide)
    open_step(unit, after, guide, step)
    return after


def refuse_acceptance(subject: Subject, unit: Unit, case: Row[Any], reason: str, right_office: str) -> Row[Any]:
    """Refuse to accept, with the reason and, where it is another's remit, the right office (第三十二条第一款第二项)."""
    after = take_turn(
        subject,
        unit,
        case,
        "refuse_acceptance",
        opinion=reason,
        changes={"decision_reason": reason},
        detail={"right_office": right_office} if right_office else {},
    )
    close_tasks(subject, unit, case.id)
    return after


def request_correction(subject: Subject, unit: Unit, case: Row[Any], items: Sequence[str]) -> Row[Any]:
    """Ask once for everything that is missing (一次性告知, 第三十二条第一款第四项).

    A second request may only repeat what the first one named and the answer did not mend.
    Errors: :class:`CorrectionAskedBefore`.
    """
    check_transition(subject, record_of(case), "request_correction")
    first = next((event for event in events_of(unit, case.id) if event.transition == "request_correction"), None)
    if first is not None and not set(items) <= set(first.detail["items"]):
        raise CorrectionAskedBefore(asked=first.detail["items"])
    moment = clock.now()
    dates = answering_dates(unit, moment)
    after = take_turn(
        subject,
        unit,
        case,
        "request_correction",
        opinion="；".join(items),
        changes={"clock_started_at": moment, **dates.changes()},
        detail={"items": list(items), "answer_by": dates.promised.due_on.isoformat()},
    )
    close_tasks(subject, unit, case.id)
    return after


def correct_case(
    subject: Subject,
    unit: Unit,
    context: Context,
    case: Row[Any],
    form: Mapping[str, Any] | None,
    materials: Sequence[MaterialGiven],
) -> Row[Any]:
    """Answer a correction request with a better form, further files, or both; the acceptance clock starts anew.

    Returns the case after the turn. Errors: form and materials as at filing; 409 when nothing was asked.
    """
    check_transition(subject, record_of(case), "correct")
    guide = revision(unit, case.matter_revision_id)
    moment = clock.now()
    dates = acceptance_dates(unit, guide, moment)
    changes: dict[str, Any] = {"clock_started_at": moment, **dates.changes()}
    if form is not None:
        check_form(str(guide.id), guide.content.form, form)
        prepared = prepare_matter(subject, unit, context, guide, admitted=True).prepared
        check_locked(form, prepared.values, prepared.locked)
        changes["form_sealed"] = context.vault.seal_json(dict(form))
    given = [item for item in materials if item.file_ids]
    after = take_turn(
        subject, unit, case, "correct", changes=changes, detail={"materials": [item.code for item in given]}
    )
    hand_in(subject, unit, guide, case, given)
    open_case_task(unit, after, "accept", "受理（已补正）", "cases.accept", limit_days=5)
    return after


def supplement_case(subject: Subject, unit: Unit, case: Row[Any], materials: Sequence[MaterialGiven]) -> Row[Any]:
    """Hand in materials that were tolerated at filing (容缺后补). Errors: 422 for a material that is not awaited."""
    check_transition(subject, record_of(case), "supplement")
    guide = revision(unit, case.matter_revision_id)
    awaited = {row.code for row in materials_of(unit, case.id) if row.status == "tolerated"}
    given = [item for item in materials if item.file_ids]
    if not given or not {item.code for item in given} <= awaited:
        raise UnknownMaterial
    after = take_turn(subject, unit, case, "supplement", detail={"materials": [item.code for item in given]})
    hand_in(subject, unit, guide, case, given)
    if awaited == {item.code for item in given}:
        close_tasks(subject, unit, case.id, kind="tolerated")
    return after


def hand_in(
    subject: Subject, unit: Unit, guide: MatterRevision, case: Row[Any], given: Sequence[MaterialGiven]
) -> None:
    """Put files into the place of materials. Errors: unknown material, too many files, another person's file."""
    check_file_numbers(guide.content.materials, given)
    files = own_files(unit, subject, {file_id for item in given for file_id in item.file_ids})
    for item in given:
        done = unit.write(
            update(CaseMaterial)
            .where(CaseMaterial.case_id == case.id, CaseMaterial.code == item.code)
            .values(
                satisfied_by="upload",
                source="、".join(files[file_id].name for file_id in item.file_ids),
                status="provided",
                file_ids=[str(file_id) for file_id in item.file_ids],
                evidence_id=None,
                due_on=None,
            ),
        )
        if done.rowcount == 0:
            raise UnknownMaterial
    bind_files(subject, unit, files, case.id)


def _date_tolerated(unit: Unit, case: Row[Any], guide: MatterRevision) -> None:
    """Give every tolerated material the day by which it must come, counted from acceptance."""
    tolerated = {spec.code: spec.tolerance_days for spec in guide.content.materials if spec.necessity == "3"}
    if not tolerated:
        return
    calendar = load_calendar(unit)
    for row in materials_of(unit, case.id):
        if row.status == "tolerated":
            due_on = calendar.add_working_days(clock.today(), tolerated[row.code])
            unit.write(update(CaseMaterial).where(CaseMaterial.id == row.id).values(due_on=due_on))
