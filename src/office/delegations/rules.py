"""What holds for lending powers."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from kit.errors import Conflict, NotFound, Pointer, Unprocessable

#: A leave; who is away for longer hands the post over.
LONGEST = timedelta(days=92)
MOST_DELEGATIONS = 10
#: What can be lent is the handling of cases: posts and the counter are personal.
LENDABLE = "cases."
READ = "cases.read"


class LenderNotFound(NotFound):
    """No such officer, or one whose work this officer does not assign."""

    code = "lender-not-found"
    zh = "没有找到该人员，或其工作不由您分派。"
    en = "There is no such officer, or their work is not yours to assign."


class DeputyUnfit(Unprocessable):
    """Powers go to a colleague of the same department or of one below it."""

    code = "deputy-unfit"
    zh = "代办人须为同部门或其下属部门的同事，请从可选人员中选择。"
    en = "A deputy is a colleague of the same department or one below it. Choose one of those listed."


class DeputyIsSelf(Unprocessable):
    """Nobody lends powers to themselves, nor gives themselves another's."""

    code = "deputy-is-self"
    zh = "不能将权限委托给本人，也不能把他人的权限授予自己。"
    en = "Nobody lends powers to themselves, nor gives themselves another's."


class MoreThanHeld(Unprocessable):
    """Nobody lends what they do not hold by their own posts; what was lent to them is not theirs to lend."""

    code = "more-than-held"
    zh = "只能委托本人岗位自有的办件权限，受托得来的权限不能再委托。"
    en = "Only powers over cases that follow from one's own posts can be lent, not those that were lent to one."
    exposes = ("lendable",)


class LendingTermInvalid(Unprocessable):
    """From today or later, for three months at most."""

    code = "lending-term-invalid"
    zh = "代办期限须自今日或以后起算，且不超过三个月。"
    en = "A delegation begins today or later and runs for three months at most."


class TooManyDelegations(Conflict):
    """The number of standing delegations is bounded."""

    code = "too-many-delegations"
    zh = "有效的代办授权已达 {most} 份，请先收回不再需要的授权。"
    en = "There are {most} standing delegations already. Revoke those that are not needed any more."


def lendable(held: Collection[str]) -> list[str]:
    """Return what can be lent of what somebody holds."""
    return sorted(permission for permission in held if permission.startswith(LENDABLE))


def check_permissions(asked: Sequence[str], held: Collection[str]) -> list[str]:
    """Return what is lent, with the reading that all of it needs; refuse what the lender does not hold."""
    able = lendable(held)
    wrong = [
        Pointer(f"/permissions/{index}", "not-held", "不能委托此项权限。", "This cannot be lent.")
        for index, permission in enumerate(asked)
        if permission not in able
    ]
    if wrong or READ not in able:
        raise MoreThanHeld(lendable=able, pointers=wrong)
    return sorted({*asked, READ})


def check_deputy(maker_id: uuid.UUID, lender_id: uuid.UUID, deputy_id: uuid.UUID) -> None:
    """Refuse a deputy who would get powers from their own hand, or their own powers."""
    if deputy_id in {maker_id, lender_id}:
        raise DeputyIsSelf(pointers=[Pointer("/deputy_id", "self", "请选择同事。", "Choose a colleague.")])


def check_term(from_on: date, until_on: date, today: date) -> None:
    """Refuse a term in the past, backwards, or too long."""
    wrong = []
    if from_on < today:
        wrong.append(Pointer("/from_on", "range", "不能早于今日。", "This is before today."))
    if not from_on <= until_on <= from_on + LONGEST:
        wrong.append(Pointer("/until_on", "range", "须不早于起始日且不超过三个月。", "Up to 3 months on."))
    if wrong:
        raise LendingTermInvalid(pointers=wrong)


def check_number(present: int) -> None:
    """Refuse one standing delegation more than there may be."""
    if present >= MOST_DELEGATIONS:
        raise TooManyDelegations(most=MOST_DELEGATIONS)
