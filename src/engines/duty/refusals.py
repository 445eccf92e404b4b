"""What is refused of duty rosters, and what to do then."""

from kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class RosterNotFound(NotFound):
    """No such roster, or none that this officer may see."""

    code = "duty-roster-not-found"
    zh = "没有该值班表，或您无权查看。"
    en = "There is no such duty roster, or it is not yours to see."


class ShiftNotFound(NotFound):
    """No such shift, or none that this officer may see."""

    code = "duty-shift-not-found"
    zh = "没有该班次，或您无权查看。"
    en = "There is no such shift, or it is not yours to see."


class SwapNotFound(NotFound):
    """No such swap, or none that this officer may see."""

    code = "duty-swap-not-found"
    zh = "没有该换班申请，或您无权查看。"
    en = "There is no such swap, or it is not yours to see."


class NotYourRoster(Forbidden):
    """A department's roster is composed by those who keep it."""

    code = "not-your-duty-roster"
    zh = "您不能编排该单位的值班表。"
    en = "The duty roster of this department is not yours to compose."


class DutyUnfit(Unprocessable):
    """Something that is said of a roster, a shift or a swap cannot be."""

    code = "duty-unfit"
    zh = "值班安排有误，请按提示修改。"
    en = "Something in this duty cannot be. See the places that are pointed at."


class RosterExists(Conflict):
    """A department has one roster a month."""

    code = "duty-roster-exists"
    zh = "该单位{month}已有值班表：草稿请先作废再重新编排，已发布的请调整具体班次。"
    en = "The department has a duty roster of {month}. Discard the draft first, or change shifts of what is published."


class RosterUnfilled(Conflict):
    """A roster is published without gaps."""

    code = "duty-roster-unfilled"
    zh = "还有{number}个班次缺人，第一个是{first}，请补齐后再发布。"
    en = "{number} shifts lack somebody, the first of them {first}. Fill them, then publish."
    exposes = ("unfilled",)


class RosterOver(Conflict):
    """A draft of which every shift has ended has nothing to publish."""

    code = "duty-roster-over"
    zh = "该值班表的班次均已结束，没有可发布的班次，请作废。"
    en = "Every shift of this roster has ended: there is nothing to publish. Discard it."


class DoubleDuty(Conflict):
    """Nobody is on two shifts that overlap or touch, in whatever department."""

    code = "double-duty"
    zh = "{first}，值班时间重叠或首尾相接，请另行安排。"
    en = "Somebody would be on two shifts that overlap or touch: {first}. Arrange it otherwise."
    exposes = ("conflicts",)


class TooEarlyForDuty(Conflict):
    """A shift is taken over and handed over around its beginning and end."""

    code = "too-early-for-duty"
    zh = "还不到时间：{since}起可以{what_zh}。"
    en = "It is too early: from {since} on one can {what_en}."
    exposes = ("since",)


class DutyOver(Conflict):
    """A shift that is over is not taken over any more, nor given to others."""

    code = "duty-over"
    zh = "该班次已于{ended}结束，不能再接班或调整人员。"
    en = "The shift ended at {ended}: it is not taken over or changed any more."
    exposes = ("ended",)


class ShiftBegun(Conflict):
    """A shift is swapped before it begins; after that who keeps the duty puts others on it."""

    code = "duty-shift-begun"
    zh = "该班次已开始，不能再换班。"
    en = "The shift has begun already: it is not swapped any more."


class SwapOpen(Conflict):
    """One swap is asked for at a time for a shift of one's own."""

    code = "duty-swap-open"
    zh = "该班次已有待处理的换班申请，请先撤回。"
    en = "A swap of this shift is asked for already. Withdraw it first."


class SwapOutdated(Conflict):
    """Who is on the shifts changed since the swap was asked for."""

    code = "duty-swap-outdated"
    zh = "班次人员已有变化，该换班申请不再有效，请重新申请。"
    en = "Who is on these shifts has changed: ask for the swap anew."


class SwapApprovedByAnother(Forbidden):
    """Nobody approves a swap of their own."""

    code = "duty-swap-approved-by-another"
    zh = "不能审批与本人有关的换班，请由其他值班管理人员办理。"
    en = "Another manager has to decide on a swap that is yours."
