"""The lifecycle of a joint case; each of its parts has the lifecycle of a case."""

from engines.lifecycles import Lifecycle, State, Transition

JOINT_CASE = Lifecycle(
    code="joint_case",
    states=(
        State("in_progress", "办理中", "in progress", "office"),
        State("completed", "已全部办结", "completed", "nobody", final=True),
        State("ended", "部分未办成", "ended in part", "nobody", final=True),
        State("withdrawn", "已撤回", "withdrawn", "nobody", final=True),
    ),
    transitions=(
        Transition("open_part", ("in_progress",), None, "system", "启动环节", "open a part"),
        Transition("reschedule", ("in_progress",), None, "system", "日期调整", "move the dates"),
        Transition("complete", ("in_progress",), "completed", "system", "全部办结", "complete"),
        Transition("end", ("in_progress",), "ended", "system", "终止", "end"),
        Transition(
            "withdraw", ("in_progress",), "withdrawn", "applicant", "撤回申请", "withdraw", resource="withdrawal"
        ),
    ),
)

#: The turn by which a joint case comes into being.
SUBMIT_JOINT = Transition("submit", (), "in_progress", "applicant", "提交申请", "file")
