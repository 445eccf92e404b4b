"""What the applicant does with a running case: answer a correction, withdraw."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, update

from auth import Subject
from engines.cases.clocks import acceptance_deadline
from engines.cases.filing import MaterialGiven
from engines.cases.models import CaseMaterial
from engines.cases.queries import record_of
from engines.cases.rules import UnknownMaterial, check_locked
from engines.files import bind_files, own_files
from engines.forms import check_form
from engines.inbox import close_tasks, open_task
from engines.lifecycles import apply_transition
from engines.matters import prepare_matter, revision
from kit import clock
from kit.context import Context
from kit.database import Unit


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
    guide = revision(unit, case.matter_revision_id)
    moment = clock.now()
    due = acceptance_deadline(unit, moment)
    changes: dict[str, Any] = {"clock_started_at": moment, "due_on": due.due_on, "statutory_due_on": due.due_on}
    if form is not None:
        check_form(str(guide.id), guide.content.form, form)
        prepared = prepare_matter(subject, unit, context, guide).prepared
        check_locked(form, prepared.values, prepared.locked)
        changes["form_sealed"] = context.vault.seal_json(dict(form))
    given = {item.code: item.file_id for item in materials if item.file_id is not None}
    files = own_files(unit, subject, set(given.values()))
    after = apply_transition(
        subject, unit, record_of(case), "correct", changes=changes, detail={"materials": list(given)}
    )
    for code, file_id in given.items():
        done = unit.write(
            update(CaseMaterial)
            .where(CaseMaterial.case_id == case.id, CaseMaterial.code == code)
            .values(
                satisfied_by="upload", source=files[file_id].name, status="provided", file_id=file_id, evidence_id=None
            ),
        )
        if done.rowcount == 0:
            raise UnknownMaterial
    bind_files(unit, files, case.id)
    open_task(
        unit,
        record_kind="case",
        record_id=case.id,
        kind="accept",
        title=f"{case.matter_name}：受理（已补正）",
        reference=case.number,
        department_code=case.department_code,
        permission="cases.accept",
        due_on=due.due_on,
        limit_days=5,
    )
    return after


def withdraw_case(subject: Subject, unit: Unit, case: Row[Any], reason: str) -> Row[Any]:
    """Withdraw an application that is not decided yet; its tasks go away. Returns the case after the turn."""
    after = apply_transition(subject, unit, record_of(case), "withdraw", opinion=reason or None)
    close_tasks(subject, unit, case.id)
    return after
