"""What holds at the counter."""

from datetime import datetime, timedelta

from kit.errors import Conflict, NotFound, Pointer, Unprocessable

#: A counter at which nothing happens for this long has lost its client.
REST = timedelta(minutes=30)


class CounterSessionNotFound(NotFound):
    """No such counter session of this clerk, or it was closed, or rested too long."""

    code = "counter-session-not-found"
    zh = "该柜台会话不存在或已结束，请重新核验来人证件后办理。"
    en = "There is no such counter session, or it has ended. Check the person's certificate again and open a new one."


class CounterSessionOpen(Conflict):
    """A clerk serves one person at a time."""

    code = "counter-session-open"
    zh = "您还有未结束的柜台会话，请先结束，再接待下一位。"
    en = "You are still serving somebody. Close that session first."


class ActorNeeded(Unprocessable):
    """An organisation does not come to the counter; somebody comes for it."""

    code = "actor-needed"
    zh = "单位办事须填写到场经办人的证件；个人办事不填写经办人。"
    en = "For an organisation name who came for it; for a person name nobody else."


def check_actor(certificate_kind: str, *, named: bool) -> None:
    """Refuse an organisation that nobody acts for, and a person with somebody else named."""
    if (certificate_kind == "uscc") != named:
        raise ActorNeeded(pointers=[Pointer("/actor", "required", "请核对经办人。", "See who acts.")])


def has_rested(used_at: datetime, now: datetime) -> bool:
    """Tell whether nothing has happened at the counter for too long."""
    return now - used_at > REST
