"""What is refused of bookings, and what to do then."""

from kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class ResourceNotFound(NotFound):
    """There is no such resource, or it is not for this officer's department."""

    code = "resource-not-found"
    zh = "没有该资源，或不对您的单位开放。"
    en = "There is no such resource, or it is not open to your department."


class ResourceExists(Conflict):
    """A code names one resource."""

    code = "resource-exists"
    zh = "资源编号“{resource}”已被使用，请换一个编号。"
    en = "The code “{resource}” names another resource already. Choose another one."


class ResourceUnfit(Unprocessable):
    """What a resource says of itself does not hold."""

    code = "resource-unfit"
    zh = "资源信息有误，请按提示修改。"
    en = "The resource does not hold as described. Correct what is pointed at."


class BookingNotFound(NotFound):
    """There is no such booking, or it is not this officer's to see."""

    code = "booking-not-found"
    zh = "没有该预订，或您无权查看。"
    en = "There is no such booking, or it is not yours to see."


class BookingUnfit(Unprocessable):
    """The time or the resources of a booking cannot be."""

    code = "booking-unfit"
    zh = "预订的时间或资源不符合规定，请按提示修改。"
    en = "The time or the resources of the booking cannot be. Correct what is pointed at."


class RuleUnfit(Unprocessable):
    """A rule of repetition that is not understood, or never ends."""

    code = "rule-unfit"
    zh = "重复规则有误：{why_zh}。"
    en = "The rule of repetition does not hold: {why_en}."


class SlotTaken(Conflict):
    """Somebody has it at that time."""

    code = "slot-taken"
    zh = "所选时间已被占用（{first}），请改选其他时间或资源，或选择排队。"
    en = "It is taken at that time ({first}). Choose another time or resource, or wait for it."
    exposes = ("conflicts", "alternatives")


class TooEarly(Conflict):
    """A check-in long before the beginning."""

    code = "too-early-to-check-in"
    zh = "还未到签到时间，请在开始前15分钟内签到。"
    en = "It is too early. Check in from fifteen minutes before the beginning on."


class BookingOver(Conflict):
    """What has begun is ended or extended, not changed."""

    code = "booking-begun"
    zh = "预订已开始，不能变更或取消；使用中的可以延长或提前结束。"
    en = "It has begun and is not changed or cancelled any more; what is in use can be extended or ended early."


class NotInvited(Forbidden):
    """Only who is asked to come answers, a department by its own officers who book."""

    code = "not-invited"
    zh = "您或您的单位不在邀请名单中，不能答复。"
    en = "You are not asked to come, nor is your department as which you answer."


class InvitationOver(Conflict):
    """What has begun, or does not take place, is answered no more."""

    code = "invitation-over"
    zh = "会议已开始、已取消或尚未确定，不能答复。"
    en = "It has begun, does not take place, or does not stand yet: it cannot be answered."


class BookingDocumentNotFound(NotFound):
    """The meeting has no such document, or none for this officer."""

    code = "booking-document-not-found"
    zh = "没有该会议材料，或您不是参会人员。"
    en = "The meeting has no such document, or you are not one of those who take part."


class BookingDocumentsFull(Conflict):
    """A meeting has so many documents at most."""

    code = "booking-documents-full"
    zh = "每次会议最多上传{most}份材料，请先删除不需要的。"
    en = "A meeting has {most} documents at most. Remove some first."


class BundleImpossible(Conflict):
    """Something that was wanted together cannot be had at that time."""

    code = "bundle-impossible"
    zh = "该时间不能满足全部需要，请看各项原因；备选时间列在 alternatives 中。"
    en = "Not everything can be had at that time: each error says why. The alternatives are times that would do."
    exposes = ("alternatives",)


class KeepersDiffer(Unprocessable):
    """One booking is of one keeper's resources."""

    code = "keepers-differ"
    zh = "一次预订只能包含同一管理单位的资源，请使用组合预订。"
    en = "A booking takes resources of one keeper. Ask for a bundle."


class FeedNotFound(NotFound):
    """No calendar lies under this address any more."""

    code = "feed-not-found"
    zh = "日历订阅地址无效或已停用，请重新生成。"
    en = "No calendar lies under this address any more. Make a new one."


class NotYourDepartment(Forbidden):
    """Keeping resources is for the officers of a department that hold the permission."""

    code = "not-your-department"
    zh = "您不能管理该单位的资源。"
    en = "The resources of this department are not yours to keep."
