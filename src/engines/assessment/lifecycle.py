"""The lives of a scheme, of a period's assessment, of an adjustment by hand and of an appeal (申诉).

政府督查工作条例 (国务院令第733号): results are fed back to whom they are about, who may ask for a review within thirty
days.
"""

from typing import Any

from sqlalchemy import Row

from engines.assessment.models import Assessment, AssessmentScheme, ScoreAdjustment, ScoreAppeal
from engines.lifecycles import Lifecycle, Record, State, Transition

READ = "assessment.read"
MANAGE = "assessment.manage"
REPORT = "assessment.report"
COMPUTE = "assessment.compute"
APPEAL = "assessment.appeal"
DECIDE = "assessment.decide"
PERMISSIONS = (READ, MANAGE, REPORT, COMPUTE, APPEAL, DECIDE)


def _turn(
    name: str, sources: tuple[str, ...], target: str | None, permission: str, zh: str, en: str, resource: str | None
) -> Transition:
    return Transition(name, sources, target, "department", zh, en, permission=permission, resource=resource)


SCHEME = Lifecycle(
    "assessment_scheme",
    (
        State("draft", "拟定", "draft", "office"),
        State("published", "已公布", "published", "nobody", final=True),
    ),
    (_turn("publish", ("draft",), "published", MANAGE, "公布办法", "publish the scheme", "publication"),),
)
DRAW_UP = _turn("draw_up", (), "draft", MANAGE, "拟定办法", "draw up a scheme", None)
ENACT = Transition("enact", (), "published", "system", "公布办法", "enact a scheme")

ASSESSMENT = Lifecycle(
    "assessment",
    (
        State("computed", "已计算", "computed", "office"),
        State("published", "已公布", "published", "office"),
        State("frozen", "已归档", "frozen", "nobody", final=True),
    ),
    (
        _turn("recompute", ("computed",), None, COMPUTE, "重新计算", "compute again", "computations"),
        Transition("renew", ("computed",), None, "system", "定期计算", "compute anew by the clock"),
        _turn("publish", ("computed",), "published", COMPUTE, "公布得分", "publish the scores", "publication"),
        _turn("change_score", ("published",), None, DECIDE, "调整得分", "change a score", None),
        _turn("freeze", ("published",), "frozen", COMPUTE, "归档冻结", "freeze the period", "freezing"),
    ),
)
COMPUTED = _turn("compute", (), "computed", COMPUTE, "计算得分", "compute the scores", None)

ADJUSTMENT = Lifecycle(
    "score_adjustment",
    (
        State("proposed", "待确认", "waits for a second person", "office"),
        State("confirmed", "已确认", "confirmed", "nobody", final=True),
        State("declined", "未同意", "declined", "nobody", final=True),
    ),
    (
        _turn("confirm", ("proposed",), "confirmed", DECIDE, "确认调整", "confirm the adjustment", "confirmation"),
        _turn("decline", ("proposed",), "declined", DECIDE, "不同意调整", "decline the adjustment", "confirmation"),
    ),
)
PROPOSE = _turn("propose", (), "proposed", MANAGE, "提出调整", "propose an adjustment", None)
BY_APPEAL = _turn("adjust", (), "confirmed", DECIDE, "申诉成立调整", "adjust upon an appeal", None)

SCORE_APPEAL = Lifecycle(
    "score_appeal",
    (
        State("open", "复核中", "under review", "office"),
        State("upheld", "申诉成立", "upheld", "nobody", final=True),
        State("rejected", "申诉不成立", "rejected", "nobody", final=True),
    ),
    (
        _turn("uphold", ("open",), "upheld", DECIDE, "申诉成立", "uphold the appeal", "decision"),
        _turn("reject", ("open",), "rejected", DECIDE, "申诉不成立", "reject the appeal", "decision"),
    ),
)
LODGE = _turn("appeal", (), "open", APPEAL, "申诉", "appeal", None)


def scheme_record(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of a scheme's row."""
    return Record(SCHEME, AssessmentScheme, row.id, row.state, row.version, row.department_code, None)


def assessment_record(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of an assessment's row."""
    return Record(ASSESSMENT, Assessment, row.id, row.state, row.version, row.department_code, None)


def adjustment_record(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of an adjustment's row."""
    return Record(ADJUSTMENT, ScoreAdjustment, row.id, row.state, row.version, row.department_code, None)


def appeal_record(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of an appeal's row."""
    return Record(SCORE_APPEAL, ScoreAppeal, row.id, row.state, row.version, row.department_code, None)
