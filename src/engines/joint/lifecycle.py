"""The lifecycle of a joint case; each of its parts has the lifecycle of a case."""

from engines.lifecycles import Lifecycle, State, Transition

#: States in which something is still to happen.
OPEN = ("in_progress", "stalled")

JOINT_CASE = Lifecycle(
    code="joint_case",
    states=(
        State("in_progress", "办理中", "in progress", "office"),
        State("stalled", "有环节未办成，待申请人处理", "stalled: a part failed and nothing goes on", "applicant"),
        State("completed", "已全部办结", "completed", "nobody", final=True),
        State("ended", "部分未办成", "ended in part", "nobody", final=True),
        State("withdrawn", "已撤回", "withdrawn", "nobody", final=True),
    ),
    transitions=(
        Transition("open_parts", ("in_progress",), None, "system", "启动环节", "open parts"),
        Transition("block_parts", ("in_progress",), None, "system", "环节未能启动", "parts could not begin"),
        Transition("reschedule", OPEN, None, "system", "日期调整", "move the dates"),
        Transition("stall", ("in_progress",), "stalled", "system", "待申请人处理", "stall"),
        Transition("go_on", ("stalled",), "in_progress", "system", "恢复办理", "go on"),
        Transition(
            "refile_part", OPEN, "in_progress", "applicant", "重新申请该环节", "file a part again", resource="refilings"
        ),
        Transition(
            "retry_parts",
            ("in_progress",),
            None,
            "department",
            "重新启动环节",
            "try blocked parts again",
            permission="cases.accept",
            resource="retries",
        ),
        Transition("complete", ("in_progress",), "completed", "system", "全部办结", "complete"),
        Transition(
            "conclude", ("stalled",), "ended", "applicant", "不再重新申请", "leave it there", resource="conclusion"
        ),
        Transition("end", ("stalled",), "ended", "system", "逾期未处理终止", "end unanswered"),
        Transition("withdraw", OPEN, "withdrawn", "applicant", "撤回申请", "withdraw", resource="withdrawal"),
    ),
)

#: The turn by which a joint case comes into being.
SUBMIT_JOINT = Transition("submit", (), "in_progress", "applicant", "提交申请", "file")
