"""What can be wrong with a payment, as refusals that a person can act on."""

from kit.errors import Conflict, NotFound, Unavailable, Unprocessable


class PaymentNotFound(NotFound):
    """No such payment, or another person's (404, never 403)."""

    code = "payment-not-found"
    zh = "没有找到该缴费单。"
    en = "There is no such payment."


class FeeUnknown(Unprocessable):
    """The matter of this case has no such fee with a fixed amount."""

    code = "fee-unknown"
    zh = "该事项没有可在线缴纳的此项费用，请查看事项指南中的收费标准。"
    en = "The matter has no such fee to be paid online. The guide lists its fees."


class CaseNotPayable(Conflict):
    """Nothing is due for a case that waits for signatures, was not accepted, returned or withdrawn."""

    code = "case-not-payable"
    zh = "该办件当前无需缴费。"
    en = "Nothing is to be paid for this case now."


class PaymentSettled(Conflict):
    """It is paid, refunded or closed already."""

    code = "payment-settled"
    zh = "该缴费单已缴清、退费或关闭，无需再次缴费。"
    en = "This was paid, refunded or closed. Nothing is left to pay."


class PaymentNotConnected(Unavailable):
    """The city has not connected the payment platform."""

    code = "payment-not-connected"
    zh = "线上缴费尚未开通，请到政务服务中心窗口缴纳。"
    en = "Online payment is not open yet. Pay at the service centre."


class RefundPending(Conflict):
    """A refund of this payment was asked for and not decided yet."""

    code = "refund-pending"
    zh = "该缴费单已有待审批的退费申请。"
    en = "A refund of this payment waits for approval already."


class NoRefundAsked(Conflict):
    """Nobody asked for a refund."""

    code = "no-refund-asked"
    zh = "该缴费单没有待审批的退费申请。"
    en = "No refund of this payment waits for approval."


class OwnRefund(Conflict):
    """Who asked for a refund does not approve it."""

    code = "own-refund"
    zh = "退费须由他人审批，请由另一名有权限的人员处理。"
    en = "A refund is approved by somebody else than who asked for it."


class ReconciliationUnknown(NotFound):
    """No such comparison."""

    code = "reconciliation-unknown"
    zh = "没有找到该对账记录。"
    en = "There is no such reconciliation."
