"""What is refused of tickets, and what to do then."""

from kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class TicketNotFound(NotFound):
    """No such ticket, or none that this officer may see."""

    code = "ticket-not-found"
    zh = "没有找到该工单。"
    en = "There is no such ticket."


class TicketUnfit(Unprocessable):
    """A category, a technician or photos that cannot be."""

    code = "ticket-unfit"
    zh = "工单填写有误，请按提示修改。"
    en = "Something in this ticket cannot be. See the places that are pointed at."


class ReporterWithoutDepartment(Forbidden):
    """What is reported is somebody's cost: its reporter belongs to a department."""

    code = "reporter-without-department"
    zh = "您的岗位不属于具体单位，不能上报，请由所在单位人员上报。"
    en = "Your post belongs to no single department. Have an officer of the department report this."


class ArrivedAlready(Conflict):
    """Once somebody has arrived, what they did is accepted, returned or followed up."""

    code = "arrived-already"
    zh = "维修人员已经到过现场，不能再{action_zh}；请待完工后验收或退回。"
    en = "Somebody has been there already: “{action_en}” is not possible any more. Accept or return what is done."


class InOtherHands(Forbidden):
    """What was dispatched to one officer by name is theirs to do."""

    code = "in-other-hands"
    zh = "该工单已派给{name}，如需变更请由派单人员重新派单。"
    en = "This was dispatched to {name}. Have it dispatched again if somebody else is to do it."


class AlreadyInTheseHands(Conflict):
    """Dispatching again to the same hands would only begin their limit anew."""

    code = "already-in-these-hands"
    zh = "该工单已派给{name}，无需重复派单。"
    en = "This is with {name} already."


class FollowUpByAnother(Forbidden):
    """Neither who did the work follows up what was said of it, nor who said it."""

    code = "follow-up-by-another"
    zh = "差评回访应由处理人员和上报人以外的人员进行。"
    en = "A bad rating is followed up by somebody other than who did the work or gave the rating."


class CallBackFirst(Conflict):
    """A follow-up ends once the reporter was called back."""

    code = "call-back-first"
    zh = "请先回访上报人，再办结或重新处理。"
    en = "Call the reporter back before you close or reopen this."
