"""What is refused of supervision matters, and what to do then."""

from kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class SupervisionMatterNotFound(NotFound):
    """No such matter, or none that this officer may see."""

    code = "supervision-matter-not-found"
    zh = "没有找到该督查事项。"
    en = "There is no such supervision matter."


class ReportNotFound(NotFound):
    """No such report of this matter."""

    code = "report-not-found"
    zh = "没有找到该反馈。"
    en = "There is no such report."


class ExtensionNotFound(NotFound):
    """No such request of this matter."""

    code = "extension-not-found"
    zh = "没有找到该延期申请。"
    en = "There is no such request for a later day."


class EscalationNotFound(NotFound):
    """No such sheet of this matter."""

    code = "escalation-not-found"
    zh = "没有找到该督办单。"
    en = "There is no such escalation sheet."


class LookBackNotFound(NotFound):
    """No such look-back of this matter."""

    code = "look-back-not-found"
    zh = "没有找到该回头看。"
    en = "There is no such look-back."


class NothingToPropose(Unprocessable):
    """Proposals need a text."""

    code = "nothing-to-propose"
    zh = "请粘贴文本，或指定有正文的公文。"
    en = "Paste a text, or name a document that has one."


class NotYourOrgan(Forbidden):
    """An officer registers matters in the name of an organ where they may supervise."""

    code = "organ-out-of-scope"
    zh = "您不能以该单位名义立项督查事项。"
    en = "You may not register supervision matters in the name of this organ."


class MatterUnfit(Unprocessable):
    """Owners, days or steps that cannot be."""

    code = "supervision-matter-unfit"
    zh = "督查事项填写有误，请按提示修改。"
    en = "Something in this matter cannot be. See the places that are pointed at."


class SplitInCircle(Conflict):
    """A part does not go back to whom the matter came from."""

    code = "split-in-circle"
    zh = "“{name}”已是上级事项的承办单位，不能再把分解事项交回。"
    en = "“{name}” owns a matter above this one: a part cannot go back to it."


class SplitTooDeep(Conflict):
    """A matter is split over so many levels at most: city, district, department, section, person."""

    code = "split-too-deep"
    zh = "最多分解{levels}级，请由本级承办。"
    en = "A matter is split over {levels} levels at most. Handle it at this one."


class PartsOpen(Conflict):
    """A matter is finished when its parts are."""

    code = "parts-open"
    zh = "尚有{number}个分解事项未办结，请先审结或撤项。"
    en = "{number} of its parts are still open. Complete or cancel them first."
    exposes = ("parts",)


class ReportPending(Conflict):
    """One report is reviewed before the next one is the last."""

    code = "report-pending"
    zh = "上一份反馈尚未审核，请待审核后再报办结。"
    en = "The report before is not reviewed yet. Report as finished when it is."


class ReportReviewed(Conflict):
    """A report is reviewed once."""

    code = "report-reviewed"
    zh = "该反馈已审核，不能再次审核。"
    en = "This report was reviewed already."


class ReviewFinalByCompletion(Conflict):
    """The report that a matter is finished is accepted by completing the matter."""

    code = "complete-instead"
    zh = "办结反馈请以“办结”通过审核。"
    en = "Accept the final report by completing the matter."


class MilestoneUnknown(Unprocessable):
    """A report of a milestone names one that is still to be reached."""

    code = "milestone-unknown"
    zh = "没有该节点，或该节点已完成。"
    en = "There is no such milestone, or it was reached already."


class EvidenceMissing(Unprocessable):
    """Who says that a matter is finished shows it."""

    code = "evidence-missing"
    zh = "报告办结请附佐证材料。"
    en = "Attach evidence when you report a matter as finished."


class ExtensionPending(Conflict):
    """One request at a time."""

    code = "extension-pending"
    zh = "已有延期申请待审批。"
    en = "A request for a later day is waiting to be decided already."


class ExtensionDecided(Conflict):
    """A request is decided once."""

    code = "extension-decided"
    zh = "该延期申请已有决定。"
    en = "This request was decided already."


class DayUnfit(Unprocessable):
    """A day that cannot be."""

    code = "day-unfit"
    zh = "{why_zh}"
    en = "{why_en}"


class UrgedLately(Conflict):
    """Urging has a fair limit."""

    code = "urged-lately"
    zh = "{urged_on}已催办，{next_on}起可再次催办。"
    en = "It was urged on {urged_on}; you may urge again from {next_on}."
    exposes = ("next_on",)


class EscalationStep(Conflict):
    """Sheets go from blue over orange to red; what is important may begin higher."""

    code = "escalation-step"
    zh = "请先发{wanted}督办单；重要、紧急事项可直接发橙色、红色督办单。"
    en = "Issue a {wanted_en} sheet first; important matters may begin at orange, urgent ones at red."


class EscalationAnswered(Conflict):
    """A sheet is answered once."""

    code = "escalation-answered"
    zh = "该督办单已回复。"
    en = "This sheet was answered already."


class LookBackPending(Conflict):
    """One look-back at a time."""

    code = "look-back-pending"
    zh = "该事项已安排回头看，尚未完成。"
    en = "A look-back of this matter is planned already."


class LookBackDone(Conflict):
    """What a look-back found is recorded once."""

    code = "look-back-done"
    zh = "该次回头看已有结论。"
    en = "What this look-back found was recorded already."


class NothingToLookAt(Conflict):
    """A random choice needs something to choose from."""

    code = "nothing-to-look-at"
    zh = "所选范围内没有可回头看的已办结事项。"
    en = "No completed matter of this choice is left to look back at."
