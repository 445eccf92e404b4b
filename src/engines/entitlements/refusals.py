"""What entitlements and offers refuse."""

from kit.errors import Conflict, NotFound


class EntitlementUnknown(NotFound):
    """No such entitlement, or one of a department outside the officer's scope."""

    code = "entitlement-unknown"
    zh = "没有找到该惠民政策。"
    en = "There is no such entitlement."


class RunUnknown(NotFound):
    """No such run of this entitlement."""

    code = "run-unknown"
    zh = "没有找到该次核查。"
    en = "There is no such run."


class RunUnderWay(Conflict):
    """The list is being gone through just now."""

    code = "run-under-way"
    zh = "该政策的核查正在进行，请等待其完成。"
    en = "The list is being gone through just now. Wait for the run to end."


class OfferNotFound(NotFound):
    """No such offer, or another person's."""

    code = "offer-not-found"
    zh = "没有找到该项待您确认的权益。"
    en = "There is no such offer for you."


class OfferExpired(Conflict):
    """The offer stood until a day that is past."""

    code = "offer-expired"
    zh = "该项权益的确认期已于 {until} 届满；仍符合条件的，可以直接申请该事项。"
    en = "This offer stood until {until}. Who is still entitled can apply for the matter."


class OfferWithdrawn(Conflict):
    """The entitlement is in force no longer."""

    code = "offer-withdrawn"
    zh = "该项惠民政策已停止实施，不能再确认。"
    en = "This entitlement is no longer in force; the offer cannot be confirmed."


class NoLongerEntitled(Conflict):
    """The source says something else now than when the offer was made."""

    code = "no-longer-entitled"
    zh = "经重新核查“{source}”，您目前不符合该项权益的条件；如信息有误，请向数据来源部门提出异议。"
    en = "“{source}” was asked again, and by it you are not entitled now. If it is wrong, object at the source."
