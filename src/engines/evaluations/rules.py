"""Decisions about evaluations that need no database, and the refusals they raise."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kit.errors import Conflict, Forbidden, NotFound, Pointer, Unprocessable

EVALUABLE = frozenset({"done", "delivered", "archived"})


class NotDoneYet(Conflict):
    """Only a decided case can be evaluated."""

    code = "not-done-yet"
    zh = "办件尚未办结，办结后才能评价。"
    en = "The case is not decided yet; it can be evaluated afterwards."


class EvaluatedAlready(Conflict):
    """A case is evaluated once (一事一评)."""

    code = "evaluated-already"
    zh = "您已评价过该办件，每个办件只能评价一次。"
    en = "You have evaluated this case; once is all there is."


class FollowUpRunning(Conflict):
    """The second evaluation waits for the end of the follow-up."""

    code = "follow-up-running"
    zh = "差评整改尚未办结，办结后可以再次评价。"
    en = "The follow-up is not closed yet; afterwards you can evaluate once more."


class OptionUnknown(Unprocessable):
    """An option that is ticked does not belong to the level."""

    code = "option-unknown"
    zh = "所选评价项不属于该满意度等级，请从该等级的选项中选择。"
    en = "An option that is ticked does not belong to this level. Choose from those of the level."


class NotEvaluated(NotFound):
    """The case has not been evaluated."""

    code = "not-evaluated"
    zh = "该办件尚未评价。"
    en = "This case has not been evaluated yet."


class EvaluationNotFound(NotFound):
    """No such evaluation, or one outside the officer's scope."""

    code = "evaluation-not-found"
    zh = "没有找到该评价。"
    en = "There is no such evaluation."


class NothingToFollowUp(Conflict):
    """Only a bad evaluation is followed up."""

    code = "nothing-to-follow-up"
    zh = "该评价不是差评，无需整改。"
    en = "This evaluation is not a bad one; there is nothing to follow up."


class ContactFirst(Conflict):
    """Who gave a name is called back before anything else."""

    code = "contact-first"
    zh = "实名差评须先回访联系评价人，再整改、说明或申诉。"
    en = "Call back first: the evaluation was given with a name."


class EvaluatorAnonymous(Conflict):
    """Who evaluated anonymously is not called back."""

    code = "evaluator-anonymous"
    zh = "评价人选择匿名，不能回访联系，请直接整改、说明或申诉。"
    en = "The evaluation is anonymous: nobody can be called back. Put it right, explain or appeal."


class AnotherMustLook(Forbidden):
    """What somebody did about an evaluation, somebody else looks at."""

    code = "another-must-look"
    zh = "须由原经办人以外的人员复核或复访，复访还须由其他部门或监督部门进行。"
    en = "Somebody else must look at this: not who answered or appealed, and for a re-visit not the same department."


def check_evaluable(case: Any) -> None:
    """Refuse to evaluate what is not decided. Errors: :class:`NotDoneYet`."""
    if case.state not in EVALUABLE or case.outcome is None:
        raise NotDoneYet


def check_options(level: int, tags: Sequence[str], options: Mapping[str, Any]) -> None:
    """Refuse options of another level. Errors: :class:`OptionUnknown`."""
    wrong = [place for place, code in enumerate(tags) if code not in options or options[code].level != level]
    if wrong:
        raise OptionUnknown(
            pointers=[
                Pointer(f"/tags/{place}", "choice", "不是该等级的评价项。", "Not an option of this level.")
                for place in wrong
            ]
        )


def check_contacted(state: str, *, anonymous: bool) -> None:
    """Refuse to answer an evaluation with a name before its giver was called back. Errors: :class:`ContactFirst`."""
    if state == "opened" and not anonymous:
        raise ContactFirst


def check_another(subject_id: uuid.UUID, involved: Collection[uuid.UUID | None]) -> None:
    """Refuse somebody who looks at their own work. Errors: :class:`AnotherMustLook`."""
    if subject_id in involved:
        raise AnotherMustLook
