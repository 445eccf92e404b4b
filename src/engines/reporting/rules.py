"""The refusals of reporting."""

from kit.errors import Conflict, NotFound, Unavailable


class ReportNotFound(NotFound):
    """No such report, or one of a department outside the officer's scope."""

    code = "report-not-found"
    zh = "没有找到该上报记录。"
    en = "There is no such report."


class ReportArrived(Conflict):
    """What the system has taken is not said again."""

    code = "report-arrived"
    zh = "该环节已上报成功，无需重报。"
    en = "The system has taken this report; there is nothing to repeat."


class NumberAwaited(Unavailable):
    """The case has no number of the bus yet, by which another system would know it."""

    code = "report-number-awaited"
    zh = "统一赋码尚未取得，取得后自动上报。"
    en = "The case has no number of the bus yet; this is reported once it has."
    transient = True


class OutcomeUnknown(Unavailable):
    """The system itself does not know whether it took a report; it is asked in a while."""

    code = "report-outcome-unknown"
    zh = "对方系统尚不能确认是否收到，将自动查询后处理。"
    en = "The system does not know yet whether it took the report; it will be asked."
    transient = True
