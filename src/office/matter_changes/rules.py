"""What holds for changes."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from auth import Subject
from kit import clock
from kit.errors import Conflict, Forbidden, NotFound, Pointer, Unprocessable

#: How far ahead a publication can be set.
FARTHEST = timedelta(days=366)


class ChangeNotFound(NotFound):
    """No such change, or none in this officer's scope."""

    code = "matter-change-not-found"
    zh = "没有找到该事项变更。"
    en = "There is no such change of a matter."


class DepartmentOutOfScope(Forbidden):
    """The matter is another department's."""

    code = "department-out-of-scope"
    zh = "该事项不属于您的管理范围，请联系其实施部门。"
    en = "This matter is another department's. Ask that department."


class OwnChange(Forbidden):
    """Who wrote of a change does not approve it."""

    code = "own-change"
    zh = "您参与了该变更的起草，须由他人审批。"
    en = "You wrote of this change. Somebody else has to approve it."


class MatterInvalid(Unprocessable):
    """The matter breaks rules of the catalogue; each is pointed at."""

    code = "matter-invalid"
    zh = "事项内容未通过校验，请按提示修改后重新提交。"
    en = "The matter breaks rules of the catalogue. Correct the places named below and validate it again."


class NothingChanged(Conflict):
    """The content is that of the revision in force."""

    code = "nothing-changed"
    zh = "内容与现行版本相同，无需发布。"
    en = "This is what is in force already; there is nothing to publish."


class PartOfJointMatters(Conflict):
    """The matter is a part of joint matters, which could not be filed any more."""

    code = "part-of-joint-matters"
    zh = "该事项是“一件事”的组成部分（{names}）。停办后它们将无法办理；如确需停办，请在 joint_matters 中逐一列明。"
    en = "This matter is a part of joint matters ({names}), which could not be filed without it. Name them in "
    en += "`joint_matters` to withdraw it all the same."
    exposes = ("joint_matters",)


class PublishDayUnfit(Unprocessable):
    """The day of publication has passed or is too far away."""

    code = "publish-day-unfit"
    zh = "发布日期须在今天至一年之内。"
    en = "The day of publication is between today and a year from now."


class ReasonNeeded(Unprocessable):
    """A withdrawal says why."""

    code = "reason-needed"
    zh = "请说明停办该事项的理由。"
    en = "Say why the matter is withdrawn."


def check_reason(reason: str) -> None:
    """Refuse a withdrawal without a reason."""
    if not reason:
        raise ReasonNeeded(pointers=[Pointer("/reason", "required", "此项必填。", "This is required.")])


def check_scope(subject: Subject, department_code: str) -> None:
    """Refuse a matter of another department."""
    if not subject.scope.covers(department_code):
        raise DepartmentOutOfScope


def check_not_own(subject: Subject, written_by: Collection[str]) -> None:
    """Refuse an approval by somebody who wrote of the change."""
    if str(subject.id) in written_by:
        raise OwnChange


def check_day(day: date | None) -> None:
    """Refuse a day on which nothing can be published."""
    if day is not None and not clock.today() <= day <= clock.today() + FARTHEST:
        raise PublishDayUnfit(
            pointers=[
                Pointer("/publish_on", "range", "请选择今天至一年之内的日期。", "Between today and a year from now.")
            ]
        )


def check_findings(findings: Sequence[Pointer]) -> None:
    """Refuse a matter that breaks rules."""
    if findings:
        raise MatterInvalid(pointers=findings)


def check_named(joint: Mapping[str, str], named: Collection[str]) -> None:
    """Refuse to withdraw a part of joint matters (names by code) that are not all named."""
    if not joint.keys() <= set(named):
        raise PartOfJointMatters(
            names="、".join(joint.values()),
            joint_matters=[{"code": code, "name": name} for code, name in joint.items()],
        )


def own_findings(matter_code: str, content: Mapping[str, Any]) -> list[Pointer]:
    """Return what a content lacks to be that of this matter."""
    if content.get("task_code") == matter_code:
        return []
    zh, en = f"实施编码须为{matter_code}。", f"This is a change of {matter_code}: write this code."
    return [Pointer("/content/task_code", "const", zh, en)]


def name_in(content: Mapping[str, Any], otherwise: str) -> str:
    """Return what a matter is called, as far as it has been written."""
    name = content.get("name")
    return name[:200] if isinstance(name, str) and name else otherwise


def with_writer(written_by: Sequence[str], writer: uuid.UUID) -> list[str]:
    """Return who wrote, with one more."""
    return [*written_by] if str(writer) in written_by else [*written_by, str(writer)]
