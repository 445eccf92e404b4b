"""Decisions of the case engine that need no database, and the refusals they raise."""

from collections.abc import Iterable, Mapping, Sequence
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


class CorrectionAskedBefore(Conflict):
    """Everything is asked for once (一次性告知); a second request names only what the first one did."""

    code = "correction-asked-before"
    zh = "补正内容须一次性告知；再次要求补正时，只能列明首次告知而仍未补正的内容。"
    en = "Corrections are asked for once; a second request may name only what the first one did."
    exposes = ("asked",)


class TooManyFiles(Unprocessable):
    """A material has more files than its matter takes."""

    code = "too-many-files"
    zh = "该材料的文件数量超过上限，请合并后重新提交。"
    en = "This material has more files than the matter takes. Join some and send it again."


class SignerNeeded(Unprocessable):
    """The matter asks for a second signature."""

    code = "signer-needed"
    zh = "该事项须由{role}共同签署，请填写其证件信息。"
    en = "This matter needs a second signature ({role}). Name the signer by certificate."


class SignerIsApplicant(Unprocessable):
    """The second signer is the applicant."""

    code = "signer-is-applicant"
    zh = "共同签署人不能是申请人本人。"
    en = "The second signer cannot be the applicant."


class SignatureNotFound(NotFound):
    """No such signature, or one that somebody else was asked for."""

    code = "signature-not-found"
    zh = "没有找到待您签署的申请。"
    en = "There is no such application for you to sign."


class SignatureAnswered(Conflict):
    """A signature is given or refused once."""

    code = "signature-answered"
    zh = "您已答复过该签署请求。"
    en = "You have answered this request already."


class AssigneeUnfit(Unprocessable):
    """The officer does not exist or could not handle the case."""

    code = "assignee-unfit"
    zh = "该人员没有办理此件的权限，请从可指派人员中选择。"
    en = "This officer could not handle the case. Choose one of those who can."


class DepartmentUnknown(Unprocessable):
    """The department to be asked does not exist, or is the case's own."""

    code = "department-unknown"
    zh = "请填写本部门以外的有效部门代码。"
    en = "Name another department by its code."


class OpinionAskedAlready(Conflict):
    """The department was asked and has not answered yet."""

    code = "opinion-asked-already"
    zh = "已向{department}征求意见，请等待其反馈。"
    en = "{department} has been asked and has not answered yet."


class StepUnknown(Unprocessable):
    """A case goes back to an earlier step of its matter only."""

    code = "step-unknown"
    zh = "只能退回以下环节：{steps}。"
    en = "The case can go back to these steps only: {steps}."


class RecomputationUnknown(NotFound):
    """No such recomputation of running terms."""

    code = "recomputation-unknown"
    zh = "没有找到该次期限重算。"
    en = "There is no such recomputation."


class SpecialProcedureUnknown(Unprocessable):
    """Only a special procedure that the matter announces stops the clock (行政许可法 第四十五条)."""

    code = "special-procedure-unknown"
    zh = "该事项公示的特别程序为：{kinds}；其他程序不得停止计时。"
    en = "The matter announces these special procedures: {kinds}. No other one stops the clock."


class NoExtension(Conflict):
    """The matter's law knows no extension."""

    code = "no-extension"
    zh = "该事项没有法定的延长期限，不能延长。"
    en = "The law of this matter knows no extension."


class ExtensionTooLong(Unprocessable):
    """More days were asked for than the law gives."""

    code = "extension-too-long"
    zh = "最多可延长 {most} 个工作日（{statute}）。"
    en = "At most {most} working days can be added ({statute})."


class ExtendedAlready(Conflict):
    """A term is extended once; or the request is not decided yet."""

    code = "extended-already"
    zh = "期限只能延长一次，该办件已延长或正在审批。"
    en = "A term is extended once; this one has been, or the request waits for its decision."


class NobodyAsked(Conflict):
    """There is no request to decide on."""

    code = "nobody-asked"
    zh = "没有待审批的延期申请。"
    en = "Nobody has asked for an extension."


class NotOwnRequest(Forbidden):
    """Whoever asks does not approve."""

    code = "not-own-request"
    zh = "申请人不能审批自己的申请，请由本机关负责人审批。"
    en = "Who asks does not approve: the head of the agency decides."


class MaterialsOutstanding(Conflict):
    """A grant waits for every material that was tolerated at filing (容缺受理)."""

    code = "materials-outstanding"
    zh = "容缺材料尚未补齐（{materials}），不能作出准予决定。"
    en = "Tolerated materials are still missing ({materials}); the case cannot be granted."


class ConditionsWithoutGrant(Unprocessable):
    """Only a grant has conditions."""

    code = "conditions-without-grant"
    zh = "只有准予决定才能附条件。"
    en = "Only a grant can have conditions."


class CommitmentUnknown(Unprocessable):
    """The material was not committed, or its commitment has been checked."""

    code = "commitment-unknown"
    zh = "该材料没有待核查的承诺。"
    en = "There is no commitment to check for this material."


class NotDecidedByRules(Conflict):
    """Only a refusal that rules alone made goes to a human on request (个人信息保护法 第二十四条第三款)."""

    code = "not-decided-by-rules"
    zh = "只有系统按规则自动作出的不予批准决定可以要求人工复核；对其他决定不服，可以依法申请行政复议。"
    en = "A human reviews only refusals that were made by rules alone. Against others there is reconsideration."


class NotDeliveredSo(Conflict):
    """The result goes out in another way, or has not been sent."""

    code = "not-delivered-so"
    zh = "该办件的送达方式为“{way}”，当前不能进行此操作。"
    en = "The result of this case goes out by “{way}”; this is not possible now."


class TrackingNumberNeeded(Unprocessable):
    """The city has no carrier connected that would order the waybill."""

    code = "tracking-number-needed"
    zh = "尚未接通寄递平台，请填写承运人和运单号。"
    en = "No carrier is connected: state the carrier and the tracking number."


class NoticeNotFound(NotFound):
    """The case has no such notice."""

    code = "notice-not-found"
    zh = "没有找到该文书。"
    en = "The case has no such notice."


class DeliveryUnknown(Unprocessable):
    """The matter does not deliver in this way, or the parcel has no address."""

    code = "delivery-unknown"
    zh = "请从该事项提供的送达方式中选择；邮寄须填写收件信息。"
    en = "Choose a way of delivery that the matter offers; a parcel needs its recipient."


def check_delivery(ways: Iterable[str], way: str, recipient: Mapping[str, str] | None) -> None:
    """Refuse a way of delivery that the matter does not offer, and a parcel without a recipient."""
    if way not in ways:
        raise DeliveryUnknown(
            pointers=[Pointer("/delivery/way", "enum", f"可选：{'、'.join(ways)}。", f"One of: {', '.join(ways)}.")]
        )
    if way == "post" and not recipient:
        raise DeliveryUnknown(
            pointers=[Pointer("/delivery/recipient", "required", "请填写收件信息。", "Name the recipient.")]
        )


def check_file_numbers(specs: Iterable[Any], given: Sequence[Any]) -> None:
    """Refuse more files than a material takes."""
    most = {spec.code: spec.most_files for spec in specs}
    over = [index for index, item in enumerate(given) if len(item.file_ids) > most.get(item.code, len(item.file_ids))]
    if over:
        raise TooManyFiles(
            pointers=[
                Pointer(
                    f"/materials/{index}/file_ids",
                    "maxItems",
                    f"最多 {most[given[index].code]} 个文件。",
                    f"At most {most[given[index].code]} files.",
                )
                for index in over
            ],
        )


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


def check_reason(outcome: str, reason: str, *, needing: str, pointer: str = "/reason") -> None:
    """Refuse an outcome that must be reasoned and is not."""
    if outcome == needing and not reason:
        raise ReasonNeeded(
            pointers=[Pointer(pointer, "required", "请说明理由。", "State the reason.")],
        )
