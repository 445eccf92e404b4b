"""What is refused of assessments, and what to do then."""

from kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class MeasureUnknown(Unprocessable):
    """The ledger has no such measure."""

    code = "measure-unknown"
    zh = "没有“{measure}”这一计量项，请从已公布的计量项中选择：{known}。"
    en = "There is no measure “{measure}”. Choose one of: {known}."


class NumberInvalid(Unprocessable):
    """No decimal number."""

    code = "number-invalid"
    zh = "“{text}”不是有效的数值，请填写如 12.5 的十进制数，小数不超过6位。"
    en = "“{text}” is no number. Write a decimal such as 12.5, with at most six digits behind the point."


class PeriodInvalid(Unprocessable):
    """No period."""

    code = "period-invalid"
    zh = "“{text}”不是有效的周期，请写作 2026-W48、2026-11、2026-Q4 或 2026。"
    en = "“{text}” is no period. Write 2026-W48, 2026-11, 2026-Q4 or 2026."


class PeriodUnlike(Unprocessable):
    """The scheme is for periods of another kind."""

    code = "period-unlike"
    zh = "该考评办法按{wanted}考评，请给出相应的周期。"
    en = "This scheme assesses by {wanted}. Give such a period."


class PeriodNotBegun(Conflict):
    """A period that lies ahead has no scores."""

    code = "period-not-begun"
    zh = "{period}尚未开始，不能考评。"
    en = "{period} has not begun: there is nothing to assess."


class PeriodNotOver(Conflict):
    """Scores are published when the period is over."""

    code = "period-not-over"
    zh = "{period}尚未结束，结束后才能公布。"
    en = "{period} is not over yet; publish its scores afterwards."


class PeriodClosed(Conflict):
    """What was published is never changed silently."""

    code = "period-closed"
    zh = "{period}的考评结果已公布，不能再更改。有异议的请申诉，或调整得分并说明理由。"
    en = "The scores of {period} are published and stay. Appeal, or adjust a score with a reason."


class FiguresMoved(Conflict):
    """Something was counted since the scores were computed."""

    code = "figures-moved"
    zh = "计算得分之后又有新的数据计入，请重新计算后再公布。"
    en = "More has been counted since the scores were computed. Compute them again, then publish."


class StillOpen(Conflict):
    """Appeals or adjustments wait for a decision, or the days of appeal are not over."""

    code = "still-open"
    zh = "尚有{appeals}件申诉、{adjustments}项得分调整待决定，申诉期至{until}，此后才能归档冻结。"
    en = "{appeals} appeals and {adjustments} adjustments wait, and appeals may come until {until}. Freeze afterwards."
    exposes = ("appeals", "adjustments", "until")


class FormulaInvalid(Unprocessable):
    """The formula is none, or comes to no number."""

    code = "formula-invalid"
    zh = "计分公式有误：{wrong}。{remedy}。"
    en = "The formula does not hold: {wrong}; {remedy}."


class IndicatorInvalid(Unprocessable):
    """What the indicator says of itself does not fit together."""

    code = "indicator-invalid"
    zh = "指标内容有误：{zh_wrong}。"
    en = "The indicator does not hold: {en_wrong}."


class SchemeInvalid(Unprocessable):
    """What the scheme says does not fit together."""

    code = "scheme-invalid"
    zh = "考评办法有误：{zh_wrong}。"
    en = "The scheme does not hold: {en_wrong}."


class WeightsDoNotAddUp(Unprocessable):
    """The weights of a scheme add up to 100."""

    code = "weights-do-not-add-up"
    zh = "各指标权重之和须为100，现为{total}，请调整。"
    en = "The weights add up to {total}; they must add up to 100."
    exposes = ("total",)


class IndicatorNotFound(NotFound):
    """No such indicator."""

    code = "indicator-not-found"
    zh = "没有指标“{indicator}”。"
    en = "There is no indicator “{indicator}”."


class SchemeNotFound(NotFound):
    """No such scheme, or none that is published."""

    code = "scheme-not-found"
    zh = "没有考评办法“{scheme}”，或尚未公布。"
    en = "There is no scheme “{scheme}”, or it is not published."


class AssessmentNotFound(NotFound):
    """No such assessment, or none that this officer may see yet."""

    code = "assessment-not-found"
    zh = "没有找到该期考评，或尚未公布。"
    en = "There is no such assessment, or it is not published yet."


class ScoreNotFound(NotFound):
    """No such score, or another department's."""

    code = "score-not-found"
    zh = "没有找到该得分。"
    en = "There is no such score."


class AppealNotFound(NotFound):
    """No such appeal, or another department's."""

    code = "score-appeal-not-found"
    zh = "没有找到该申诉。"
    en = "There is no such appeal."


class AdjustmentNotFound(NotFound):
    """No such adjustment, or one out of reach."""

    code = "score-adjustment-not-found"
    zh = "没有找到该得分调整。"
    en = "There is no such adjustment."


class ValueNotTaken(Conflict):
    """The indicator is counted by the system itself."""

    code = "value-not-taken"
    zh = "指标“{indicator}”由系统自动计算，不接受填报。"
    en = "The system counts “{indicator}” itself; nothing is reported for it."


class ReasonMissing(Unprocessable):
    """Nothing is changed by hand without a reason."""

    code = "reason-missing"
    zh = "请写明理由。"
    en = "Say why."


class AdjustmentEmpty(Unprocessable):
    """An adjustment changes something, by no more than a whole score."""

    code = "adjustment-empty"
    zh = "调整分值须不为0、不超过100分，最多两位小数。"
    en = "An adjustment is not nothing, at most 100 points, with at most two decimals."


class AnotherMustConfirm(Forbidden):
    """What somebody did, somebody else confirms."""

    code = "another-must-confirm"
    zh = "须由提出人以外、且不属于被考评部门的人员确认或决定。"
    en = "Somebody else must decide: not who asked for it, and nobody of the department whose score it is."


class AppealTooLate(Conflict):
    """Appeals have their days."""

    code = "appeal-too-late"
    zh = "申诉期已于{until}届满。"
    en = "Appeals could be made until {until}."
    exposes = ("until",)


class AppealRunning(Conflict):
    """One appeal at a time against a score."""

    code = "appeal-running"
    zh = "该得分已有申诉正在处理，请等待决定。"
    en = "An appeal against this score is being decided. Wait for it."


class DepartmentsUnknown(Unprocessable):
    """Departments or a division that the directory does not have."""

    code = "department-unknown"
    zh = "没有这些部门或区划：{codes}，请核对代码。"
    en = "The directory has no such departments or division: {codes}. Check the codes."
