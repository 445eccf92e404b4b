"""What is refused of receptions, and what to do then."""

from collections.abc import Iterable

from engines.receptions.limits import Breach
from kit.errors import Conflict, Forbidden, NotFound, Pointer, Unprocessable


class ReceptionNotFound(NotFound):
    """No such reception, or none that this officer may see."""

    code = "reception-not-found"
    zh = "没有该公务接待，或您无权查看。"
    en = "There is no such reception, or it is not yours to see."


class ReceptionUnfit(Unprocessable):
    """Something that is said of a reception breaks a rule; ``breaches`` say each with its limit and source."""

    code = "reception-unfit"
    zh = "公务接待不符合规定，请按提示修改。"
    en = "This reception is not as the rules ask. See the places that are pointed at."
    exposes = ("breaches",)


class ReceptionWithoutDepartment(Forbidden):
    """A reception is approved by a department, and its cost."""

    code = "reception-without-department"
    zh = "您的岗位不属于具体单位，不能申请公务接待，请由所在单位人员申请。"
    en = "Your post belongs to no single department. Have an officer of the department ask for the reception."


class ReceptionDecidedByAnother(Forbidden):
    """Nobody approves or settles what they asked for themselves."""

    code = "reception-decided-by-another"
    zh = "本人申请的公务接待应由他人审批、审签。"
    en = "Your own reception is approved and settled by somebody else."


class ReceptionBegun(Conflict):
    """A reception is approved beforehand."""

    code = "reception-begun"
    zh = "接待须事前审批，该接待的开始时间已过。"
    en = "A reception is approved beforehand, and this one has begun."


class ReceptionToCome(Conflict):
    """A list says what has happened."""

    code = "reception-to-come"
    zh = "接待尚未结束，结束后再填报接待清单。"
    en = "The reception is not over yet. Its list is filed when it is."


class ReceptionTookPlace(Conflict):
    """Nobody cancels what they asked for once it has begun; it has a list."""

    code = "reception-took-place"
    zh = "接待已开始，不能取消，请在结束后填报接待清单；确未举行的，由审批人员撤销。"
    en = "The reception has begun. File its list when it is over; if it did not take place, an approver strikes it."


def refuse(breaches: Iterable[Breach]) -> None:
    """Refuse what breaks rules, saying all of them at once. Errors: :class:`ReceptionUnfit`."""
    found = list(breaches)
    if found:
        pointers = [Pointer(item.pointer, item.rule, item.sentence("zh"), item.sentence("en")) for item in found]
        raise ReceptionUnfit(pointers=pointers, breaches=[item.told() for item in found])
