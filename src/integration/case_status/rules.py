"""What holds for asking."""

from datetime import datetime, timedelta

from kit.errors import NotFound, Problem

MOST_TRIES = 5
SPAN = timedelta(hours=1)


class CaseStatusNotFound(NotFound):
    """No such pair: a wrong number and a wrong end of the certificate are answered alike."""

    code = "case-status-not-found"
    zh = "没有找到相符的办件，请核对办件编号和申请人证件号码后四位。"
    en = "No case fits. Check the number, and the last four characters of the applicant's certificate."


class TooManyTries(Problem):
    """The number was asked for in vain too often."""

    status = 429
    code = "too-many-tries"
    zh = "该编号查询失败次数过多，请在 {minutes} 分钟后再试，或登录“浙里办”查看。"
    en = "This number was asked for in vain too often. Try again in {minutes} minutes, or sign in to see the case."


def too_many(began_at: datetime, moment: datetime) -> TooManyTries:
    """Return the refusal, with when to come back."""
    seconds = max(1, int((began_at + SPAN - moment).total_seconds()))
    return TooManyTries(minutes=-(-seconds // 60), headers={"Retry-After": str(seconds)})
