"""The lifecycle of a case, with the state codes that Zhejiang exchanges (办件状态)."""

from engines.lifecycles import Lifecycle, State, Transition

DECISION_STEP = "decision"
INTAKE_STEP = "intake"

#: States in which officers handle an accepted case and its clock runs.
HANDLING = ("accepted", "in_handling")
#: States in which a case rests; it is archived from there.
CLOSED = ("delivered", "not_accepted", "returned", "withdrawn")
#: States in which a case may have an outcome.
DECIDED = ("done", "delivered", "archived")
#: States in which something is still to happen, with a date by which.
OPEN = ("signing", "received", "correction", *HANDLING, "suspended")
#: States in which the office's clock runs, so that the case has a light.
RUNNING = ("received", *HANDLING)

_STATES = (
    State("signing", "待共同签署", "waiting for signatures", "applicant"),
    State("received", "已收件", "received", "office", "02"),
    State("correction", "补齐补正", "correction asked for", "applicant", "06"),
    State("accepted", "已受理", "accepted", "office", "05"),
    State("in_handling", "在办", "in handling", "office", "12"),
    State("suspended", "特别程序中", "suspended for a special procedure", "third_party", "11"),
    State("done", "已办结", "done", "office", "10"),
    State("delivered", "已送达", "delivered", "nobody"),
    State("not_accepted", "不予受理", "not accepted", "nobody", "07"),
    State("returned", "已退件", "returned unanswered", "nobody", "13"),
    State("withdrawn", "已撤回", "withdrawn", "nobody"),
    State("archived", "已归档", "archived", "nobody", final=True),
)

#: States before a case rests: what has a date still to be met, or a result still to be handed over.
UNFINISHED = tuple(state.code for state in _STATES if state.code not in {*CLOSED, "archived"})


def _own(name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, resource: str) -> Transition:
    """Return a turn of the applicant's."""
    return Transition(name, sources, target, "applicant", zh, en, resource=resource)


def _office(
    name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str, permission: str, resource: str
) -> Transition:
    """Return a turn of the department's."""
    return Transition(name, sources, target, "department", zh, en, permission=permission, resource=resource)


def _system(name: str, sources: tuple[str, ...], target: str | None, zh: str, en: str) -> Transition:
    """Return a turn that happens by itself."""
    return Transition(name, sources, target, "system", zh, en)


_FILING = (
    # Asked for under the signature, since the signer does not see the case.
    Transition("sign", ("signing",), "received", "signer", "共同签署", "sign"),
    Transition("refuse_signature", ("signing",), "withdrawn", "signer", "拒绝签署", "refuse to sign"),
)

_INTAKE = (
    _office("accept", ("received",), "accepted", "受理", "accept", "cases.accept", "acceptance"),
    _system("deem_accepted", ("received",), "accepted", "逾期未告知视为受理", "count as accepted"),
    _office(
        "refuse_acceptance",
        ("received",),
        "not_accepted",
        "不予受理",
        "refuse acceptance",
        "cases.accept",
        "non-acceptance",
    ),
    _office(
        "request_correction",
        ("received",),
        "correction",
        "一次性告知补正",
        "ask for correction",
        "cases.accept",
        "correction-requests",
    ),
    _own("correct", ("correction",), "received", "提交补正", "submit the correction", "corrections"),
    _system("return_unanswered", ("signing", "correction"), "returned", "逾期未回复退件", "return unanswered"),
    _own(
        "supplement",
        ("received", *HANDLING, "suspended"),
        None,
        "补交容缺材料",
        "hand in what was tolerated",
        "supplements",
    ),
)

_REVIEWING = (
    _office(
        "assign",
        ("received", *HANDLING, "suspended"),
        None,
        "指派经办人",
        "assign",
        "cases.assign",
        "assignments",
    ),
    Transition(
        "review", HANDLING, "in_handling", "seat", "审核", "review", permission="cases.review", resource="reviews"
    ),
    _office(
        "ask_opinion",
        HANDLING,
        "in_handling",
        "征求意见",
        "ask for an opinion",
        "cases.review",
        "opinion-requests",
    ),
    Transition(
        "give_opinion",
        (*HANDLING, "suspended"),
        None,
        "consulted",
        "反馈意见",
        "give an opinion",
        permission="cases.review",
        resource="opinions",
    ),
)

_TERM = (
    _office(
        "suspend",
        HANDLING,
        "suspended",
        "启动特别程序",
        "suspend for a special procedure",
        "cases.suspend",
        "suspensions",
    ),
    _office("resume", ("suspended",), "in_handling", "结束特别程序", "resume", "cases.suspend", "resumption"),
    _office(
        "request_extension",
        HANDLING,
        None,
        "申请延长期限",
        "ask for an extension",
        "cases.review",
        "extension-requests",
    ),
    _office(
        "decide_extension",
        (*HANDLING, "suspended"),
        None,
        "审批延长期限",
        "decide on the extension",
        "cases.extend",
        "extension-decisions",
    ),
)

_CLOCK = (_system("recompute", OPEN, None, "重新计算期限", "recompute the dates"),)

_DECIDING = (
    _office("decide", HANDLING, "done", "作出决定", "decide", "cases.decide", "decision"),
    _system("decide_by_rules", ("received",), "done", "按规则自动作出决定", "decide by rules"),
    _own(
        "request_human_review",
        ("done", "delivered"),
        "in_handling",
        "要求人工复核",
        "ask for a human to decide",
        "human-review",
    ),
    _system("lapse", HANDLING, "done", "逾期依法视为决定", "lapse by law"),
    _office(
        "amend_decision",
        ("done", "delivered"),
        None,
        "更正决定文书",
        "amend the decision's text",
        "cases.reopen",
        "decision-amendments",
    ),
    _office(
        "reopen",
        ("done", "delivered"),
        "in_handling",
        "撤销决定重新办理",
        "take the decision back and reopen",
        "cases.reopen",
        "reopening",
    ),
    _office(
        "check_commitment",
        ("done", "delivered"),
        None,
        "核查承诺",
        "check a commitment",
        "cases.review",
        "commitment-checks",
    ),
)

_AFTER = (
    _system("deliver", ("done",), "delivered", "电子送达", "deliver"),
    _office("dispatch", ("done",), None, "寄出", "dispatch by post", "cases.deliver", "dispatch"),
    _system("post", ("done",), None, "取得运单号", "get the waybill"),
    _system("arrive", ("done",), "delivered", "邮寄妥投", "delivered by post"),
    _office("hand_over", ("done",), "delivered", "窗口交付", "hand over", "cases.deliver", "handover"),
    _own("confirm_receipt", ("done",), "delivered", "确认收到", "confirm receipt", "receipt-confirmation"),
    _own(
        "withdraw",
        ("signing", "received", "correction", *HANDLING, "suspended"),
        "withdrawn",
        "撤回申请",
        "withdraw",
        "withdrawal",
    ),
    _system("archive", CLOSED, "archived", "归档", "archive"),
)

CASE = Lifecycle("case", _STATES, (*_FILING, *_INTAKE, *_REVIEWING, *_TERM, *_CLOCK, *_DECIDING, *_AFTER))

#: The turns by which a case comes into being; they lead nowhere from, so the lifecycle does not list them.
SUBMIT = Transition("submit", (), "received", "applicant", "提交申请", "file")
SUBMIT_UNSIGNED = Transition("submit", (), "signing", "applicant", "提交申请", "file")
