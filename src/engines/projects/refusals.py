"""What is refused of major projects, and what to do then."""

from kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class ProjectNotFound(NotFound):
    """No such project, or none that this officer may see."""

    code = "project-not-found"
    zh = "没有找到该项目。"
    en = "There is no such project."


class ProjectMilestoneNotFound(NotFound):
    """No such milestone of this project."""

    code = "project-milestone-not-found"
    zh = "没有找到该节点。"
    en = "There is no such milestone."


class SpendingNotFound(NotFound):
    """No such entry of this project."""

    code = "project-spending-not-found"
    zh = "没有找到该笔支出。"
    en = "There is no such entry."


class ProblemNotFound(NotFound):
    """No such problem, or none of a project that this officer may see."""

    code = "project-problem-not-found"
    zh = "没有找到该问题。"
    en = "There is no such problem."


class NotYourProjects(Forbidden):
    """Projects are created in the name of an organ whose projects the officer manages."""

    code = "project-organ-out-of-scope"
    zh = "您不能以该单位名义立项重大项目。"
    en = "You may not create projects in the name of this organ."


class ProjectUnfit(Unprocessable):
    """Organs, officers, days or matters that cannot be."""

    code = "project-unfit"
    zh = "项目填写有误，请按提示修改。"
    en = "Something in this project cannot be. See the places that are pointed at."


class ProjectNotReady(Unprocessable):
    """A project starts with a team that is led, and with milestones that make up the whole."""

    code = "project-not-ready"
    zh = "项目尚不具备启动条件，请先按提示修改项目。"
    en = "The project cannot start yet. Change what is pointed at first."


class MilestoneReached(Conflict):
    """A milestone is reached once."""

    code = "project-milestone-reached"
    zh = "该节点已于{reached_on}完成。"
    en = "This milestone was reached on {reached_on} already."


class MilestoneNotReached(Conflict):
    """What was not reached cannot be taken back."""

    code = "project-milestone-not-reached"
    zh = "该节点尚未完成，无需退回。"
    en = "This milestone was not reported as reached."


class ProjectDayUnfit(Unprocessable):
    """A day that cannot be."""

    code = "project-day-unfit"
    zh = "日期填写有误，请按提示修改。"
    en = "A day cannot be. See the place that is pointed at."


class OverBudget(Unprocessable):
    """More than the budget has is spent only with the reason."""

    code = "project-over-budget"
    zh = "登记后累计支出将达预算的{percent}%，超出预算{over_fen}分，请说明超预算原因。"
    en = "With this entry {percent} % of the budget would be spent, {over_fen} fen too much. Give the reason."
    exposes = ("budget_fen", "spent_fen", "over_fen")


class SpendingReversed(Conflict):
    """An entry is reversed once."""

    code = "project-spending-reversed"
    zh = "该笔支出已冲销。"
    en = "This entry was reversed already."


class SpendingReverses(Conflict):
    """A reversing entry stands; what was right after all is recorded anew."""

    code = "project-spending-reverses"
    zh = "冲销分录不能再冲销，请重新登记支出。"
    en = "A reversing entry is not reversed itself. Record the spending anew."


class ProblemUnfit(Unprocessable):
    """An owner or days that cannot be."""

    code = "project-problem-unfit"
    zh = "问题填写有误，请按提示修改。"
    en = "Something in this problem cannot be. See the places that are pointed at."


class ProjectOver(Conflict):
    """A problem is reopened while its project goes on."""

    code = "project-over"
    zh = "项目已验收或终止，不能重新打开问题。"
    en = "The project is over: its problems are not reopened."


class MilestonesOpen(Conflict):
    """A project is accepted when all its milestones were reached."""

    code = "project-milestones-open"
    zh = "尚有{number}个节点未完成，不能验收。"
    en = "{number} milestones were not reached yet."
    exposes = ("milestones",)


class ProblemsOpen(Conflict):
    """A project is accepted when its ledger is clear."""

    code = "project-problems-open"
    zh = "问题清单中尚有{number}个问题未销号，不能验收。"
    en = "{number} problems of the ledger are open. Close them first."
    exposes = ("problems",)
