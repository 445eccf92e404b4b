"""Decisions of the case engine that need no database, and the refusals they raise."""

from collections.abc import Iterable, Mapping
from typing import Any

from kit.errors import Conflict, Forbidden, NotFound, Pointer, Unprocessable


class CaseNotFound(NotFound):
    """No such case, or one that this subject may not know of (404, never 403)."""

    code = "case-not-found"
    zh = "没有找到该办件，请核对办件编号。"
    en = "There is no such case. Check the number."


class MaterialsIncomplete(Unprocessable):
    """A necessary material is missing (行政许可法 第三十二条: all that is missing is told at once)."""

    code = "materials-incomplete"
    zh = "申请材料不齐全，请按提示一次性补齐后重新提交。"
    en = "Materials are missing. Add all that are named below and send the application again."


class UnknownMaterial(Unprocessable):
    """The filing names a material that the matter does not ask for."""

    code = "unknown-material"
    zh = "该事项不需要所列材料，请按办事指南填写材料代码。"
    en = "The matter does not ask for a material that is named. Use the codes of the guide."


class LockedFieldChanged(Unprocessable):
    """A field that came from a certificate or a shared record was changed."""

    code = "locked-field-changed"
    zh = "该项由证照或共享数据自动填写，不能修改；如有错误，请向数据来源部门提出异议。"
    en = "These fields come from your certificates or shared records and cannot be edited here."


class ReviewsOutstanding(Conflict):
    """A decision was asked for before every review was in."""

    code = "reviews-outstanding"
    zh = "审核尚未全部完成（待审核：{steps}），不能作出决定。"
    en = "Not every review is in (waiting: {steps}); the case cannot be decided yet."


class NoSeatForYou(Forbidden):
    """The review step that is open now has no seat for this officer."""

    code = "no-seat-for-you"
    zh = "当前审核环节（{step}）没有需要您审核的席位。"
    en = "The review step that is open now ({step}) has no seat for you."


class ReasonNeeded(Unprocessable):
    """A refusal must state its reason (行政许可法 第三十八条第二款)."""

    code = "reason-needed"
    zh = "不予许可或退回时必须说明理由。"
    en = "A refusal or a return must state its reason."


def check_locked(form: Mapping[str, Any], values: Mapping[str, Any], locked: Iterable[str]) -> None:
    """Refuse a form in which a locked field differs from what the source said."""
    changed = [pointer for pointer in locked if value_at(form, pointer) != value_at(values, pointer)]
    if changed:
        raise LockedFieldChanged(
            pointers=[
                Pointer(
                    f"/form{pointer}", "locked", "此项自动填写，不能修改。", "Filled from its source; not editable."
                )
                for pointer in changed
            ],
        )


def value_at(document: Mapping[str, Any], pointer: str) -> Any:
    """Return the value at a JSON pointer, or None."""
    value: Any = document
    for part in pointer.split("/")[1:]:
        if not isinstance(value, Mapping):
            return None
        value = value.get(part.replace("~1", "/").replace("~0", "~"))
    return value


def check_reason(outcome: str, reason: str, *, needing: str) -> None:
    """Refuse an outcome that must be reasoned and is not."""
    if outcome == needing and not reason:
        raise ReasonNeeded(
            pointers=[Pointer("/reason", "required", "请说明理由。", "State the reason.")],
        )
