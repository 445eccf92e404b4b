"""What the ledger counts: the measures, each with its unit."""

from collections.abc import Mapping
from dataclasses import dataclass

from engines.assessment.refusals import MeasureUnknown


@dataclass(frozen=True)
class Measure:
    """One measure; ``better`` is which way is good, None where it is only a volume."""

    code: str
    zh: str
    en: str
    unit: str
    better: str | None


#: The volume to which all others are set in proportion.
ASSIGNED = "matters.assigned"

MEASURES: Mapping[str, Measure] = {
    item.code: item
    for item in (
        Measure(ASSIGNED, "交办事项数", "matters assigned", "件", None),
        Measure("matters.closed", "办结事项数", "matters closed", "件", "higher"),
        Measure("matters.closed_on_time", "按期办结事项数", "matters closed on time", "件", "higher"),
        Measure("matters.closed_ahead", "提前办结事项数", "matters closed ahead of time", "件", "higher"),
        Measure("matters.ahead_days", "提前办结天数", "days ahead of time", "天", "higher"),
        Measure("matters.overdue", "逾期事项数", "matters overdue", "件", "lower"),
        Measure("matters.overdue_days", "逾期天数", "days overdue", "天", "lower"),
        Measure("matters.returned", "反馈被退回次数", "reports returned", "次", "lower"),
        Measure("matters.extended", "延期次数", "extensions", "次", "lower"),
        Measure("matters.reopened", "回头看不合格重新办理数", "matters reopened by a look-back", "件", "lower"),
        Measure("matters.praised", "表扬次数", "commendations", "次", "higher"),
        Measure("matters.urged", "被催办次数", "reminders received", "次", "lower"),
        Measure("reports.given", "反馈次数", "progress reports given", "次", "higher"),
        Measure("reports.missed", "未按期反馈次数", "progress reports not given in time", "次", "lower"),
        Measure("reports.late", "迟报次数", "progress reports given late", "次", "lower"),
        Measure("escalations.blue", "蓝色督办单", "blue escalation sheets", "张", "lower"),
        Measure("escalations.orange", "橙色督办单", "orange escalation sheets", "张", "lower"),
        Measure("escalations.red", "红色督办单", "red escalation sheets", "张", "lower"),
        Measure("look_backs.passed", "回头看合格数", "look-backs passed", "件", "higher"),
        Measure("look_backs.failed", "回头看不合格数", "look-backs failed", "件", "lower"),
    )
}


def check_measure(code: str) -> Measure:
    """Return a measure by its code. Errors: :class:`MeasureUnknown`."""
    if code not in MEASURES:
        raise MeasureUnknown(measure=code[:80], known=", ".join(MEASURES))
    return MEASURES[code]
