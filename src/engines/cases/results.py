"""What a grant produces: a licence, a newer edition of one, the end of one, or nothing but the notice."""

from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.licences import LicenceContent, carry_out_result
from engines.matters import MatterRevision
from kit import clock
from kit.context import Context
from kit.database import Unit


def produce_result(subject: Subject, unit: Unit, context: Context, case: Row[Any], guide: MatterRevision) -> None:
    """Do to licences what the matter's ``result`` says, in the transaction of the decision."""
    result = guide.content.result
    if result.licence_type is None:
        return
    form = context.vault.open_json(case.form_sealed)
    months = result.validity_months
    content = LicenceContent(
        type_code=result.licence_type,
        name=result.name,
        holder_id=case.applicant_id,
        holder_name=case.applicant_name,
        issuer=case.department_code,
        issuer_name=guide.content.raw["department_name"],
        fields={title: str(form.get(name, "")) for name, title in result.fields.items()},
        case_id=case.id,
        expires_on=None if months is None else clock.months_after(clock.today(), months),
    )
    named = {value for value in form.values() if isinstance(value, str)}
    carry_out_result(subject, unit, context, result.effect, content, case.number, named)
