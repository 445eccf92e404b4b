"""A report as the office sees it: what was told and answered, with the person masked."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Row

from auth import department_names
from engines.cases import CASE, SUBMIT, case_by_id
from engines.forms import masked_form
from engines.matters import revision
from engines.reporting.models import REFUSED, SENT, UNCONFIRMED, WAITING
from kit.context import Context
from kit.database import Unit
from kit.fields import beijing
from kit.masking import mask_name, mask_number, mask_phone

#: What each service is called; those of the bus come with their names in the protocol.
SERVICES = {
    "unicode.generate": "申请统一赋码",
    "unicode.discard": "退回统一赋码",
    "receive": "收件",
    "accept": "受理",
    "supplementNotify": "补正告知",
    "supplementAccept": "补正收件",
    "specProcStart": "特别程序启动",
    "specProcFinish": "特别程序结束",
    "flowSync": "环节同步",
    "finish": "办结",
    "deliver": "送达",
    "eval.eval": "评价",
    "service": "好差评服务记录",
    "evaluation": "好差评评价",
}
STATES = {WAITING: "待上报", UNCONFIRMED: "待确认", SENT: "已上报", REFUSED: "被退回"}
_MASKS: Mapping[str, Callable[[str], str]] = {
    "applyName": mask_name,
    "contactName": mask_name,
    "applyCardNo": mask_number,
    "applyCardNumber": mask_number,
    "contactCardNo": mask_number,
    "applyTelNo": mask_phone,
    "contactTelNo": mask_phone,
    "phone": mask_phone,
    "mobile": mask_phone,
    "userName": mask_name,
    "name": mask_name,
    "certKey": mask_number,
}
#: What is public of an organisation.
_ORGANISATION = {"applyName", "userName", "name", "applyCardNo", "applyCardNumber", "certKey"}
_FORMS = ("affFormInfo", "formFields")


def listed_report(unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a report as a list shows it; one of an anonymous evaluation does not say of which case it is."""
    named = not row.anonymous
    return {
        "id": str(row.id),
        "case_id": str(row.case_id) if named else None,
        "case_number": row.case_number if named else None,
        "number": row.number if named else None,
        "department_code": row.department_code,
        "department_name": department_names(unit).get(row.department_code),
        "system": row.system,
        "service": row.service,
        "service_name": SERVICES.get(row.service, row.service),
        "turn": row.turn,
        "state": row.state,
        "state_name": STATES[row.state],
        "tries": row.tries,
        "answer_code": row.answer_code,
        "answer_message": row.answer_message,
        "created_at": beijing(row.created_at),
        "sent_at": beijing(row.sent_at),
        "version": row.version,
    }


def report_answer(unit: Unit, context: Context, row: Row[Any]) -> dict[str, Any]:
    """Return a report with what was sent last, its personal fields masked; of an anonymous evaluation nothing."""
    body = None
    if row.body_sealed is not None and not row.anonymous:
        case = case_by_id(unit, row.case_id)
        form = revision(unit, case.matter_revision_id).content.form
        body = _masked(context.vault.open_json(row.body_sealed), form, organisation=case.applicant_kind != "person")
        if "place" in body and _by_citizen(row.turn):
            body["place"]["operatorName"] = mask_name(body["place"]["operatorName"])
    return {**listed_report(unit, row), "body": body}


def _by_citizen(turn: str) -> bool:
    return turn in {SUBMIT.name, "evaluate"} or CASE.transition(turn).relation in {"applicant", "signer"}


def _masked(value: Any, form: Mapping[str, Any], *, organisation: bool) -> Any:
    if isinstance(value, list):
        return [_masked(item, form, organisation=organisation) for item in value]
    if not isinstance(value, dict):
        return value
    shown: dict[str, Any] = {}
    for name, item in value.items():
        if name in _FORMS:
            shown[name] = masked_form(form, item)
        elif name in _MASKS and isinstance(item, str):
            shown[name] = item if name in _ORGANISATION and organisation else _MASKS[name](item)
        else:
            shown[name] = _masked(item, form, organisation=organisation)
    return shown
