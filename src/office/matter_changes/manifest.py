"""What this micro-app says of itself, and the lifecycle of a change."""

from engines.lifecycles import Lifecycle, State, Transition
from kit.manifest import Manifest

EDIT, APPROVE = "matters.edit", "matters.approve"
OPEN = ("draft", "returned", "validated")


def _edit(name: str, sources: tuple[str, ...], target: str, zh: str, en: str, resource: str | None) -> Transition:
    return Transition(name, sources, target, "department", zh, en, permission=EDIT, resource=resource)


def _approve(name: str, sources: tuple[str, ...], target: str, zh: str, en: str, resource: str) -> Transition:
    return Transition(name, sources, target, "department", zh, en, permission=APPROVE, resource=resource)


MATTER_CHANGE = Lifecycle(
    code="matter_change",
    states=(
        State("draft", "起草中", "draft", "office"),
        State("validated", "待审批", "validated, waits for approval", "office"),
        State("approved", "待发布", "approved, waits for its day", "office"),
        State("returned", "已退回", "returned", "office"),
        State("published", "已发布", "published", "nobody", final=True),
        State("withdrawn", "事项已停办", "matter withdrawn", "nobody", final=True),
        State("discarded", "已作废", "discarded", "nobody", final=True),
    ),
    transitions=(
        _edit("save", OPEN, "draft", "保存", "save", None),
        _edit("rebase", OPEN, "draft", "以现行版本为基础", "rebase on the revision in force", "rebase"),
        _edit("validate", ("draft", "returned"), "validated", "提交审批", "validate", "validation"),
        _edit("discard", OPEN, "discarded", "作废", "discard", "disposal"),
        _approve("approve", ("validated",), "approved", "批准", "approve", "approval"),
        _approve("return", ("validated", "approved"), "returned", "退回", "return", "return"),
        Transition("publish", ("approved",), "published", "system", "发布", "publish"),
        Transition("withdraw", ("approved",), "withdrawn", "system", "停办事项", "withdraw the matter"),
        Transition(
            "return_unfit", ("approved",), "returned", "system", "发布未成退回", "return what cannot be published"
        ),
    ),
)
#: The turn by which a change comes into being.
BEGIN = Transition("begin", (), "draft", "department", "起草", "begin", permission=EDIT)

MANIFEST = Manifest(
    code="matter_changes",
    title_zh="事项变更",
    title_en="Changes of matters",
    audience="office",
    permissions=(EDIT, APPROVE),
    lifecycles=(MATTER_CHANGE,),
)
