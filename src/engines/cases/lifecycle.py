"""The lifecycle of a case, with the state codes that Zhejiang exchanges (办件状态)."""

from engines.lifecycles import Lifecycle, State, Transition

DECISION_STEP = "decision"
INTAKE_STEP = "intake"

CASE = Lifecycle(
    code="case",
    states=(
        State("received", "已收件", "received", "office", "02"),
        State("accepted", "已受理", "accepted", "office", "05"),
        State("correction", "补齐补正", "correction asked for", "applicant", "06"),
        State("not_accepted", "不予受理", "not accepted", "nobody", "07", final=True),
        State("in_handling", "在办", "in handling", "office", "12"),
        State("done", "已办结", "done", "office", "10"),
        State("delivered", "已送达", "delivered", "nobody", final=True),
        State("withdrawn", "已撤回", "withdrawn", "nobody", final=True),
    ),
    transitions=(
        Transition(
            "accept",
            ("received",),
            "accepted",
            "department",
            "受理",
            "accept",
            permission="cases.accept",
            resource="acceptance",
        ),
        Transition(
            "refuse_acceptance",
            ("received",),
            "not_accepted",
            "department",
            "不予受理",
            "refuse acceptance",
            permission="cases.accept",
            resource="non-acceptance",
        ),
        Transition(
            "request_correction",
            ("received",),
            "correction",
            "department",
            "一次性告知补正",
            "ask for correction",
            permission="cases.accept",
            resource="correction-requests",
        ),
        Transition(
            "correct",
            ("correction",),
            "received",
            "applicant",
            "提交补正",
            "submit the correction",
            resource="corrections",
        ),
        Transition(
            "review",
            ("accepted", "in_handling"),
            "in_handling",
            "seat",
            "审核",
            "review",
            permission="cases.review",
            resource="reviews",
        ),
        Transition(
            "decide",
            ("accepted", "in_handling"),
            "done",
            "department",
            "作出决定",
            "decide",
            permission="cases.decide",
            resource="decision",
        ),
        Transition("deliver", ("done",), "delivered", "system", "送达", "deliver"),
        Transition(
            "withdraw",
            ("received", "correction", "accepted", "in_handling"),
            "withdrawn",
            "applicant",
            "撤回申请",
            "withdraw",
            resource="withdrawal",
        ),
    ),
)

#: The turn by which a case comes into being; it leads nowhere from, so the lifecycle does not list it.
SUBMIT = Transition("submit", (), "received", "applicant", "提交申请", "file")
