"""What holds for mandates."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from kit.errors import Conflict, Forbidden, Pointer, Unprocessable

#: Mandates that somebody has given, or holds as a guardian, at one time.
MOST_MANDATES = 20
#: A mandate is for a while: it is given anew rather than forgotten.
LONGEST = timedelta(days=3 * 366)
GUARDIAN = "guardian"
#: Real-person verification: a mandate opens somebody's records to another.
NEEDED_LEVEL = 3
KINDS_OF_PERSONS = ("relative", "lawyer")
KINDS_OF_ORGANISATIONS = ("company_agent", "lawyer")


class TooManyMandates(Conflict):
    """The number of open mandates is bounded."""

    code = "too-many-mandates"
    zh = "有效和待接受的委托已达 {most} 份，请先取消不再需要的委托。"
    en = "There are {most} open mandates already. Revoke those that are not needed any more."


class AgentIsPrincipal(Unprocessable):
    """Nobody gives a mandate to themselves (民法典 第一百六十八条)."""

    code = "agent-is-principal"
    zh = "受托人不能是委托人本人。"
    en = "The agent cannot be the principal."


class KindDoesNotFit(Unprocessable):
    """Relatives act for persons, a company's staff for the company."""

    code = "mandate-kind-does-not-fit"
    zh = "您可以选择的委托类型：{kinds}。"
    en = "These kinds of mandates are open to you: {kinds}."
    exposes = ("kinds",)


class TermInvalid(Unprocessable):
    """A mandate runs from today or later for at most three years."""

    code = "mandate-term-invalid"
    zh = "委托期限须自今日或以后起算，且不超过三年。"
    en = "A mandate begins today or later and runs for three years at most."


class ScopeInvalid(Unprocessable):
    """A matter or topic that the catalogue does not have, or that takes no agent of this kind."""

    code = "mandate-scope-invalid"
    zh = "委托范围中有无法委托的事项，请按提示修改。"
    en = "The scope names matters for which this mandate cannot be given. See what is named below."


class AgentNameDiffers(Conflict):
    """The certificate is the agent's, the name in the mandate is not."""

    code = "agent-name-differs"
    zh = "委托书所写受托人姓名与您的实名信息不一致，请委托人核对后重新委托。"
    en = "The mandate names you otherwise than your certificate does. Ask the principal for a new one."


class GuardianshipStands(Forbidden):
    """A guardianship follows from the law; a ward does not revoke it."""

    code = "guardianship-stands"
    zh = "监护关系依法产生，不能取消；如有异议，请到政务服务中心窗口核实。"
    en = "Guardianship follows from the law and is not revoked. If it is wrong, ask at the service centre."


def check_kind(principal_kind: str, kind: str) -> None:
    """Refuse a kind of mandate that this principal cannot give."""
    kinds = KINDS_OF_PERSONS if principal_kind == "person" else KINDS_OF_ORGANISATIONS
    if kind not in kinds:
        raise KindDoesNotFit(
            kinds="、".join(kinds),
            pointers=[Pointer("/kind", "choice", "请从允许的类型中选择。", "Choose one of those named.")],
        )


def check_term(from_on: date, until_on: date, today: date) -> None:
    """Refuse a term in the past, backwards, or too long."""
    wrong = []
    if from_on < today:
        wrong.append(Pointer("/from_on", "range", "不能早于今日。", "This is before today."))
    if not from_on <= until_on <= from_on + LONGEST:
        wrong.append(Pointer("/until_on", "range", "须不早于起始日且不超过三年。", "Up to 3 years from the first day."))
    if wrong:
        raise TermInvalid(pointers=wrong)


def check_number(present: int) -> None:
    """Refuse one open mandate more than there may be."""
    if present >= MOST_MANDATES:
        raise TooManyMandates(most=MOST_MANDATES)


def check_scope(matters: Sequence[bool], topics: Sequence[str], known_topics: Collection[str]) -> None:
    """Refuse a scope; ``matters`` says of each matter that is named whether it takes this kind of agent."""
    wrong = [
        Pointer(f"/matters/{index}", "not-admitted", "该事项不存在或不接受此类代办。", "No such matter for this agent.")
        for index, admits in enumerate(matters)
        if not admits
    ]
    wrong += [
        Pointer(f"/topics/{index}", "unknown", "没有此主题。", "There is no such topic.")
        for index, topic in enumerate(topics)
        if topic not in known_topics
    ]
    if wrong:
        raise ScopeInvalid(pointers=wrong)
