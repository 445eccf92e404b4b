"""What is said of each turn: one table of short sentences, in Chinese and English.

Every piece of news says what happened and, where something is asked of the reader, what to do and by when. Nothing
stands in it that a text message may not hold: no certificate number, no address, no reason that an officer typed;
other people's names are masked. Values in braces are filled from the record and its event.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

#: ``request``: something is asked of the reader; ``decision``: an outcome; ``offer``: what one is entitled to;
#: ``date``: a day moved; ``licence``: what became of a licence; ``progress``: everything else.
Kind = Literal["request", "decision", "offer", "date", "licence", "progress"]
KINDS: tuple[Kind, ...] = ("request", "decision", "offer", "date", "licence", "progress")
Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True)
class Said:
    """One piece of news in one language: a title, what happened, and what to do (nothing where nothing is asked)."""

    title: str
    happened: str
    to_do: str = ""


@dataclass(frozen=True)
class News:
    """What is said of one turn; ``to_actor``: also to whoever made it, as a receipt."""

    kind: Kind
    zh: Said
    en: Said
    to_actor: bool = False


def _news(kind: Kind, zh: tuple[str, ...], en: tuple[str, ...], *, to_actor: bool = False) -> News:
    return News(kind, Said(*zh), Said(*en), to_actor)


_YOURS = "您的“{name}”申请（{number}）"
_IT = "Your application “{name}” ({number})"
_OPEN = "请打开办件查看。"
_SEE = "Open the case to read it."

_CASE = {
    "case.submit": _news(
        "progress",
        ("已收到您的申请", f"{_YOURS}已收到，受理结果会及时告知您。"),
        ("We have your application", f"{_IT} was received. You will be told whether it is accepted."),
        to_actor=True,
    ),
    "case.submit.signing": _news(
        "progress",
        ("申请待共同签署", f"{_YOURS}已提交，共同签署人签署后即为收件。"),
        ("Waiting for a signature", f"{_IT} is sent. It is received once the second signer has signed."),
        to_actor=True,
    ),
    "signature.ask": _news(
        "request",
        (
            "请您签署一份申请",
            "{person}提交的“{name}”申请（{number}）需要您共同签署。",
            "请于{day}前查看内容并签署或拒绝。",
        ),
        (
            "Your signature is asked",
            "The application “{name}” ({number}) of {person} needs your signature.",
            "Read it, then sign or refuse by {day}.",
        ),
    ),
    "case.sign": _news(
        "progress",
        ("共同签署已完成", f"{_YOURS}已完成共同签署并收件。"),
        ("Signed", f"{_IT} was signed by the second signer and is received."),
    ),
    "case.refuse_signature": _news(
        "decision",
        ("共同签署被拒绝", f"{_YOURS}因共同签署人拒绝签署而结束。", "您可以重新提出申请。"),
        ("Signature refused", f"{_IT} ended, since the second signer refused.", "You can apply again."),
    ),
    "case.accept": _news(
        "progress",
        ("申请已受理", f"{_YOURS}已受理，我们将于{{day}}前办结。"),
        ("Accepted", f"{_IT} is accepted. It will be decided by {{day}}."),
    ),
    "case.refuse_acceptance": _news(
        "decision",
        ("申请不予受理", f"{_YOURS}不予受理，理由见通知书。", _OPEN),
        ("Not accepted", f"{_IT} was not accepted. The notice says why.", _SEE),
    ),
    "case.request_correction": _news(
        "request",
        ("请补正材料", f"{_YOURS}需要补正。", "请于{day}前一次补齐，逾期申请将退回。"),
        ("Something is missing", f"{_IT} needs a correction.", "Send what is missing by {day}, else it is returned."),
    ),
    "case.correct": _news(
        "progress",
        ("补正已提交", f"{_YOURS}的补正材料已提交。"),
        ("Correction sent", "The correction of your application “{name}” ({number}) was sent."),
    ),
    "case.return_unanswered": _news(
        "decision",
        ("申请已退回", f"{_YOURS}至{{day}}未收到您的答复，已退回。", "您可以重新提出申请，已填内容可以带入。"),
        (
            "Returned",
            f"{_IT} was returned, since no answer came by {{day}}.",
            "You can apply again with what you typed.",
        ),
    ),
    "case.review": _news(
        "progress",
        ("申请正在审核", f"{_YOURS}已进入审核。"),
        ("Being reviewed", f"{_IT} is being reviewed."),
    ),
    "case.suspend": _news(
        "date",
        ("办理期限中止", f"{_YOURS}须进行{{procedure}}，所需时间不计入期限，预计{{day}}前办结。"),
        ("The term is stopped", f"{_IT} goes through a special procedure ({{procedure}}); expected by {{day}}."),
    ),
    "case.resume": _news(
        "date",
        ("恢复办理", f"{_YOURS}的{{procedure}}已结束，我们将于{{day}}前办结。"),
        ("Resumed", "{procedure} of “{name}” ({number}) is over. It will be decided by {day}."),
    ),
    "case.decide_extension": _news(
        "date",
        ("办理期限延长", f"{_YOURS}经批准延长{{days}}个工作日，我们将于{{day}}前办结。"),
        ("The term is extended", f"{_IT} was extended by {{days}} working days. It will be decided by {{day}}."),
    ),
    "case.recompute": _news(
        "date",
        ("日期有调整", f"{_YOURS}的日期由{{before}}调整为{{day}}，原因：{{because}}。"),
        ("A date moved", "The date of “{name}” ({number}) moved from {before} to {day}: {because}."),
    ),
    "case.decide.granted": _news(
        "decision",
        ("申请已批准", f"{_YOURS}已批准。", _OPEN),
        ("Granted", f"{_IT} was granted.", _SEE),
    ),
    "case.decide.refused": _news(
        "decision",
        ("申请未获批准", f"{_YOURS}未获批准，理由和救济途径见决定书。", _OPEN),
        ("Refused", f"{_IT} was refused. The decision says why, and what you can do against it.", _SEE),
    ),
    "case.amend_decision": _news(
        "decision",
        ("决定文书已更正", f"{_YOURS}的决定文书已更正，结果不变。", _OPEN),
        ("The decision's text was corrected", "The decision on “{name}” ({number}) was amended.", _SEE),
    ),
    "case.reopen": _news(
        "decision",
        ("原决定已撤销", f"{_YOURS}的原决定已撤销，将于{{day}}前重新决定。", _OPEN),
        ("The decision was taken back", f"{_IT} will be decided anew by {{day}}.", _SEE),
    ),
    "case.request_human_review": _news(
        "progress",
        ("将由工作人员复核", f"{_YOURS}已转由工作人员于{{day}}前重新决定。"),
        ("A person will decide", f"{_IT} will be decided by a person by {{day}}."),
    ),
    "case.check_commitment.broken": _news(
        "decision",
        ("承诺核查结果不符", f"{_YOURS}的承诺“{{material}}”经核查不符，决定可能被撤销。", _OPEN),
        ("A commitment was not kept", "The commitment “{material}” of “{name}” ({number}) did not hold.", _SEE),
    ),
    "case.deliver": _news(
        "progress",
        ("结果已送达", f"{_YOURS}的结果已送达您的账户。"),
        ("Delivered", "The result of “{name}” ({number}) lies in your account."),
    ),
    "case.dispatch": _news(
        "progress",
        ("结果已寄出", f"{_YOURS}的结果已由{{carrier}}寄出，运单号{{tracking}}。", "收到后请确认收到。"),
        (
            "On its way",
            "The result of “{name}” ({number}) was sent by {carrier}, number {tracking}.",
            "Confirm when it has come.",
        ),
    ),
    "case.arrive": _news(
        "progress",
        ("邮件已妥投", f"{_YOURS}的结果已由承运人送达，运单号{{tracking}}。", "如未收到，请联系承运人或办理部门。"),
        (
            "Your parcel arrived",
            "The result of “{name}” ({number}) was delivered, number {tracking}.",
            "If you do not have it, ask the carrier or the office.",
        ),
    ),
    "case.hand_over": _news(
        "progress",
        ("结果已领取", f"{_YOURS}的结果已在窗口领取。"),
        ("Handed over", "The result of “{name}” ({number}) was handed over at the counter."),
    ),
    "case.confirm_receipt": _news(
        "progress",
        ("结果已确认收到", f"{_YOURS}的结果已确认收到。"),
        ("Received", "The result of “{name}” ({number}) was confirmed as received."),
    ),
    "case.withdraw": _news(
        "progress",
        ("申请已撤回", f"{_YOURS}已撤回。"),
        ("Withdrawn", f"{_IT} was withdrawn."),
    ),
}

_JOINT = {
    "joint_case.submit": _news(
        "progress",
        ("已收到您的“一件事”申请", f"{_YOURS}已收到，预计{{day}}前全部办结。"),
        ("We have your application", f"{_IT} was received; all of it is expected by {{day}}."),
        to_actor=True,
    ),
    "joint_case.open_parts": _news(
        "progress",
        ("新环节已开始", f"{_YOURS}的新环节已开始办理。"),
        ("New parts began", "New parts of “{name}” ({number}) began."),
    ),
    "joint_case.block_parts": _news(
        "request",
        ("有环节未能开始", f"{_YOURS}有环节未能开始。", "请打开办件查看原因，必要时修改后重新申请该环节。"),
        (
            "A part could not begin",
            "A part of “{name}” ({number}) could not begin.",
            "Read why and file it again.",
        ),
    ),
    "joint_case.reschedule": _news(
        "date",
        ("日期有调整", f"{_YOURS}的全部办结日期由{{before}}调整为{{day}}，原因：{{because}}。"),
        ("A date moved", "The date of “{name}” ({number}) moved from {before} to {day}: {because}."),
    ),
    "joint_case.stall": _news(
        "request",
        ("有环节未办成", f"{_YOURS}有环节未办成。", "请于{day}前选择重新申请或结束，逾期自动终止。"),
        ("A part failed", "A part of “{name}” ({number}) failed.", "File it again or end it by {day}."),
    ),
    "joint_case.complete": _news(
        "decision",
        ("“一件事”已全部办结", f"{_YOURS}已全部办结。", _OPEN),
        ("All is done", "Every part of “{name}” ({number}) is done.", _SEE),
    ),
    "joint_case.end": _news(
        "decision",
        ("“一件事”已终止", f"{_YOURS}逾期未处理，已终止；已办成的环节有效。", _OPEN),
        ("Ended", f"{_IT} ended unanswered; what was granted stays.", _SEE),
    ),
    "joint_case.withdraw": _news(
        "progress",
        ("申请已撤回", f"{_YOURS}已撤回。"),
        ("Withdrawn", f"{_IT} was withdrawn."),
    ),
}

_MANDATE = {
    "mandate.offer": _news(
        "request",
        ("有人委托您代办", "{person}请您代为办事。", "请查看委托内容并接受或拒绝。"),
        ("Somebody asks you to act", "{person} asks you to act for them.", "Read the mandate, then accept or refuse."),
    ),
    "mandate.prove": _news(
        "progress",
        ("监护关系已核验", "{person}已核验为您的监护人，可代您办事。"),
        ("Guardianship proven", "{person} was proven to be your guardian and can act for you."),
    ),
    "mandate.accept": _news(
        "progress",
        ("委托已被接受", "{person}已接受您的委托。"),
        ("Mandate accepted", "{person} accepted your mandate."),
    ),
    "mandate.refuse": _news(
        "decision",
        ("委托被拒绝", "{person}拒绝了您的委托。"),
        ("Mandate refused", "{person} refused your mandate."),
    ),
    "mandate.revoke": _news(
        "progress",
        ("委托已取消", "{person}取消了对您的委托，您不能再代其办事。"),
        ("Mandate revoked", "{person} revoked the mandate. You can act for them no more."),
    ),
    "mandate.resign": _news(
        "progress",
        ("代办人已辞去委托", "{person}辞去了您的委托。"),
        ("Mandate laid down", "{person} laid your mandate down."),
    ),
    "mandate.end": _news(
        "progress",
        ("委托已到期", "您与{person}之间的委托已到期终止。"),
        ("Mandate ended", "The mandate between you and {person} has run out."),
    ),
}

_LICENCE = {
    "licence.issue": _news(
        "licence",
        ("证照已颁发", "您的“{name}”已颁发，可在“我的证照”出示。"),
        ("Licence issued", "Your “{name}” was issued. Show it from your licences."),
    ),
    "licence.suspend": _news(
        "decision",
        ("证照已暂停", "您的“{name}”已暂停使用。", "请打开证照查看理由和期限。"),
        ("Licence suspended", "Your “{name}” is suspended.", "Open it to read why and until when."),
    ),
    "licence.resume": _news(
        "licence",
        ("证照已恢复", "您的“{name}”已恢复有效。"),
        ("Licence valid again", "Your “{name}” is valid again."),
    ),
    "licence.revoke": _news(
        "decision",
        ("证照已失效", "您的“{name}”已失效。", "请打开证照查看理由。"),
        ("Licence ended", "Your “{name}” is no longer valid.", "Open it to read why."),
    ),
    "licence.change": _news(
        "licence",
        ("证照已换发", "您的“{name}”已换发新版。"),
        ("Licence replaced", "A new edition of your “{name}” takes its place."),
    ),
    "licence.report_loss": _news(
        "licence",
        ("证照已挂失", "您的“{name}”已挂失。"),
        ("Loss reported", "The loss of your “{name}” was reported."),
    ),
}

_OFFER = {
    "offer.make": _news(
        "offer",
        ("有一项待遇您可以享受", "经共享数据核对，您可以享受“{name}”，无需申请。", "请于{day}前确认或放弃。"),
        ("You are entitled to something", "You are entitled to “{name}” without applying.", "Confirm it by {day}."),
    ),
    "offer.expire": _news(
        "progress",
        ("待遇确认已过期", "“{name}”的确认期限已过，您仍可申请。"),
        ("An offer expired", "The offer of “{name}” has expired. You can still apply."),
    ),
}

_PAYMENT = {
    "payment.pay": _news(
        "progress",
        ("缴费成功", "您的“{name}”费用（{number}）已缴清。"),
        ("Paid", "The fee of “{name}” ({number}) is paid."),
    ),
    "payment.return_surplus": _news(
        "progress",
        ("多缴费用将退回", "您为“{name}”（{number}）多缴或金额不符的款项将原路退回。"),
        ("Money goes back", "What you paid too much for “{name}” ({number}) goes back the way it came."),
    ),
    "payment.approve_refund": _news(
        "progress",
        ("费用将退回", "您的“{name}”费用（{number}）将原路退回。"),
        ("A refund is on its way", "The fee of “{name}” ({number}) goes back the way it came."),
    ),
    "payment.be_refunded": _news(
        "progress",
        ("退费已完成", "您的“{name}”费用（{number}）已退回。"),
        ("Refunded", "The fee of “{name}” ({number}) was refunded."),
    ),
}

NEWS: Mapping[str, News] = {**_CASE, **_JOINT, **_MANDATE, **_LICENCE, **_OFFER, **_PAYMENT}
