"""The two lifecycles of official documents: of what an organ sends, and of what an organ received.

党政机关公文处理工作条例 (中办发〔2012〕14号) 第二十四条 (收文), 第二十五条 (发文).
"""

from typing import Any

from engines.lifecycles import Lifecycle, State, Transition

READ = "documents.read"
DRAFT = "documents.draft"
REVIEW = "documents.review"
SIGN = "documents.sign"
DISPATCH = "documents.dispatch"
RECEIVE = "documents.receive"
PROPOSE = "documents.propose"
INSTRUCT = "documents.instruct"
HANDLE = "documents.handle"
ARCHIVE = "documents.archive"


def _turn(
    name: str, sources: tuple[str, ...], target: str | None, permission: str, zh: str, en: str, resource: str | None
) -> Transition:
    return Transition(name, sources, target, "department", zh, en, permission=permission, resource=resource)


def _sent_back(target: str) -> Transition:
    """Return the turn by which a record comes back that did not pass the checks of archiving."""
    return Transition("fail_archive", ("archived",), target, "system", "归档退回", "send back from archiving")


def _seat(
    name: str, sources: tuple[str, ...], target: str | None, permission: str, zh: str, en: str, resource: str | None
) -> Transition:
    return Transition(name, sources, target, "seat", zh, en, permission=permission, resource=resource)


DOCUMENT = Lifecycle(
    "document",
    (
        State("draft", "拟稿", "draft", "office"),
        State("in_review", "审核会签中", "in review", "office"),
        State("to_sign", "待签发", "waits for signature", "office"),
        State("signed", "已签发", "signed, to be proofread and numbered", "office"),
        State("ready", "待发出", "numbered and sealed, ready to be sent", "office"),
        State("dispatched", "已发出", "sent", "nobody"),
        State("archived", "已归档", "archived", "nobody"),
        State("recalled", "已撤回", "recalled from everybody", "nobody", final=True),
        State("discarded", "已作废", "discarded", "nobody", final=True),
    ),
    (
        _turn("save", ("draft",), None, DRAFT, "保存", "save", None),
        Transition("renew", ("draft",), None, "system", "自动更新", "write anew from what it is composed of"),
        _turn("submit", ("draft",), "in_review", DRAFT, "提交审核", "submit for review", "submission"),
        _turn("take_back", ("in_review", "to_sign"), "draft", DRAFT, "取回修改", "take back", "taking_back"),
        _turn("discard", ("draft",), "discarded", DRAFT, "作废", "discard", "disposal"),
        _seat("review", ("in_review",), None, REVIEW, "审核（会签）", "review", "reviews"),
        _seat("pass_review", ("in_review",), "to_sign", REVIEW, "审核完毕", "finish the review", None),
        _seat("return_in_review", ("in_review",), "draft", REVIEW, "退回修改", "return to the drafter", None),
        _turn("sign", ("to_sign",), "signed", SIGN, "签发", "sign", "signature"),
        _turn("return_unsigned", ("to_sign",), "draft", SIGN, "退回修改", "return to the drafter", "return"),
        _turn("return_proofread", ("signed",), "draft", DISPATCH, "复核退回", "return after proofreading", "return"),
        _turn("number", ("signed",), "ready", DISPATCH, "复核编号用印", "number and seal", "numbering"),
        _turn("void", ("ready",), "discarded", DISPATCH, "作废（编号保留）", "void, keeping the number", "voiding"),
        _turn("dispatch", ("ready",), "dispatched", DISPATCH, "发出", "send", "dispatch"),
        _turn("supplement", ("dispatched",), None, DISPATCH, "补发", "send to further organs", "supplements"),
        _turn("urge", ("dispatched",), None, DISPATCH, "催办", "urge", "reminders"),
        _turn("recall", ("dispatched",), None, DISPATCH, "撤回", "recall", "recalls"),
        _turn("recall_all", ("dispatched",), "recalled", DISPATCH, "全部撤回", "recall from everybody", None),
        _turn("correct", ("dispatched", "archived"), None, DRAFT, "更正", "draft a correction", "corrections"),
        _turn("export", ("ready", "dispatched", "archived"), None, DISPATCH, "导出公文包", "export as a package", None),
        _turn("archive", ("dispatched",), "archived", ARCHIVE, "归档", "archive", "archive"),
        _sent_back("dispatched"),
    ),
)
#: The turns by which a document comes into being: drafted or composed here, or sent by its organ's own system.
BEGIN = _turn("begin", (), "draft", DRAFT, "拟稿", "draft", None)
COMPOSE = Transition("compose", (), "draft", "system", "自动拟稿", "compose from what the system counts")
ENTER = _turn("enter", (), "dispatched", DISPATCH, "由本单位系统发出", "send from the organ's own system", None)

_OPEN = ("registered", "proposed", "instructed", "in_handling")

INCOMING = Lifecycle(
    "incoming_document",
    (
        State("awaiting", "待签收", "waits to be signed for", "office"),
        State("signed_for", "已签收", "signed for, to be registered", "office"),
        State("registered", "已登记", "registered and checked", "office"),
        State("proposed", "待批办", "proposed, waits for an instruction", "office"),
        State("instructed", "已批办", "instructed, to be assigned", "office"),
        State("in_handling", "承办中", "being handled", "office"),
        State("closed", "已办结", "closed", "nobody"),
        State("archived", "已归档", "archived", "nobody"),
        State("returned", "已退回", "returned to the sender", "nobody", final=True),
        State("recalled", "已被撤回", "recalled by the sender", "nobody", final=True),
    ),
    (
        _turn("sign_for", ("awaiting",), "signed_for", RECEIVE, "签收", "sign for", "receipt"),
        _turn(
            "return",
            ("awaiting", "signed_for", "registered"),
            "returned",
            RECEIVE,
            "退回",
            "return to the sender",
            "return",
        ),
        _seat("recall", ("awaiting",), "recalled", DISPATCH, "撤回", "recall", None),
        _turn("register", ("signed_for",), "registered", RECEIVE, "登记", "register", "registration"),
        _turn("propose", ("registered",), "proposed", PROPOSE, "拟办", "propose the handling", "proposal"),
        _turn("instruct", ("registered", "proposed"), "instructed", INSTRUCT, "批办", "instruct", "instructions"),
        _turn(
            "instruct_further",
            ("instructed", "in_handling"),
            None,
            INSTRUCT,
            "补充批示",
            "instruct further",
            "instructions",
        ),
        _turn(
            "supervise",
            ("instructed", "in_handling"),
            None,
            INSTRUCT,
            "转为督查事项",
            "have it supervised",
            "supervision",
        ),
        _turn("assign", _OPEN, "in_handling", PROPOSE, "交办", "assign", "assignment"),
        _seat("report", ("in_handling",), None, HANDLE, "反馈办理结果", "report the result", "results"),
        _turn("circulate", (*_OPEN, "closed"), None, PROPOSE, "传阅", "circulate", "circulation"),
        Transition(
            "read", (*_OPEN, "closed", "archived"), None, "signer", "阅知", "confirm the reading", resource="readings"
        ),
        _turn("urge", _OPEN, None, PROPOSE, "催办", "urge", "reminders"),
        _seat("reply", ("in_handling",), None, HANDLE, "复文", "answer by a document", "replies"),
        _turn("close", _OPEN, "closed", PROPOSE, "办结", "close", "closure"),
        _turn("reopen", ("closed",), "in_handling", PROPOSE, "重新办理", "take up again", "reopening"),
        _turn("archive", ("closed",), "archived", ARCHIVE, "归档", "archive", "archive"),
        _sent_back("closed"),
    ),
)
#: The turns by which a document comes before an organ: by the exchange, or in a package that an officer brought.
ARRIVE = Transition("arrive", (), "awaiting", "system", "送达", "arrive")
IMPORT = _turn("import", (), "awaiting", RECEIVE, "导入", "import", None)


def begun_by(document: Any) -> Transition:
    """Return the turn by which a document (its row) came into being."""
    if document.origin == "exchange":
        return ENTER
    return COMPOSE if document.origin == "own" and document.author_id is None else BEGIN


def arrived_by(document: Any) -> Transition:
    """Return the turn by which a document came before the organs that received it."""
    return IMPORT if document.origin == "imported" else ARRIVE
