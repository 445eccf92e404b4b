"""Who is calling: one value that every action takes as its first argument."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from kit.errors import Forbidden

SubjectKind = Literal["person", "organisation", "officer", "client", "system"]


class PermissionMissing(Forbidden):
    """The officer's roles do not hold the permission that this needs."""

    code = "permission-missing"
    zh = "您没有此项权限（{permission}），请联系本单位管理员授权。"
    en = "Your roles lack the permission {permission}. Ask your unit's administrator for it."


class AssuranceTooLow(Forbidden):
    """The matter needs a stronger proof of identity than this session has."""

    code = "assurance-too-low"
    zh = "办理此事项需要实名等级 {needed} 级，您当前为 {present} 级，请在“浙里办”中完成身份核验后重试。"
    en = "This needs assurance level {needed}; yours is {present}. Raise it in the portal app, then try again."
    exposes = ("needed", "present", "way_up")


@dataclass(frozen=True)
class DataScope:
    """Whose records a subject may see besides their own: departments, subtrees resolved at sign-in."""

    all_departments: bool = False
    departments: frozenset[str] = frozenset()

    def covers(self, department_code: str) -> bool:
        """Tell whether a department's records are in scope."""
        return self.all_departments or department_code in self.departments


@dataclass(frozen=True)
class LentPowers:
    """What a delegation lends today of the powers of a colleague who is away; they reach as far as theirs."""

    delegation_id: uuid.UUID
    officer_id: uuid.UUID
    name: str
    permissions: frozenset[str]
    scope: DataScope

    def holds(self, permission: str, departments: Collection[str]) -> bool:
        """Tell whether these powers hold a permission over one of these departments."""
        return permission in self.permissions and any(self.scope.covers(code) for code in departments)


@dataclass(frozen=True)
class Subject:
    """A person, organisation, officer or client, as this session knows them.

    ``assurance_level``: 1 unverified, 2 real-name, 3 real-person. ``acting_person_id`` is the human behind an
    organisation. ``represented_by`` acts in this subject's place: an agent under a mandate, a clerk at the counter.
    ``permissions`` and ``scope`` follow from an officer's own posts; ``lent`` are those of colleagues who are away,
    and permission and reach of one never mix with those of another.
    """

    id: uuid.UUID
    kind: SubjectKind
    name: str
    assurance_level: int = 3
    session_id: uuid.UUID | None = None
    audience: str = ""
    acting_person_id: uuid.UUID | None = None
    employee_code: str | None = None
    department_code: str | None = None
    permissions: frozenset[str] = frozenset()
    scope: DataScope = DataScope()
    represented_by: "Subject | None" = None
    mandate_id: uuid.UUID | None = None
    lent: tuple[LentPowers, ...] = ()

    @property
    def actor(self) -> "Subject":
        """Return who really acts, for whatever names a doer: timeline, audit, ledger of data use."""
        return self.represented_by or self

    def holds(self, permission: str, *departments: str) -> bool:
        """Tell whether this officer holds a permission over one of these departments, by own posts or lent ones."""
        return self._holds(permission, departments) or any(item.holds(permission, departments) for item in self.lent)

    def reach(self, permission: str) -> DataScope:
        """Return the departments over which this officer holds a permission, by own posts or lent ones.

        Errors: :class:`PermissionMissing` where there are none.
        """
        own = [self.scope] if permission in self.permissions else []
        scopes = [*own, *(item.scope for item in self.lent if permission in item.permissions)]
        if not scopes:
            raise PermissionMissing(permission=permission)
        every = any(scope.all_departments for scope in scopes)
        return DataScope(every, frozenset().union(*(scope.departments for scope in scopes)))

    def lender(self, permission: str, departments: Collection[str], assignee_id: uuid.UUID | None) -> LentPowers | None:
        """Return on whose powers something rests that this officer may do: a colleague's, or their own (None).

        What is in an absent colleague's hands is done for them, also where one's own powers would do.
        """
        able = [item for item in self.lent if item.holds(permission, departments)]
        theirs = next((item for item in able if item.officer_id == assignee_id), None)
        if theirs is None and not self._holds(permission, departments):
            return next(iter(able), None)
        return theirs

    def _holds(self, permission: str, departments: Collection[str]) -> bool:
        return permission in self.permissions and any(self.scope.covers(code) for code in departments)


#: Acts for jobs: no session, no scope of its own.
SYSTEM = Subject(uuid.UUID(int=0), "system", "系统", scope=DataScope(all_departments=True))


def require(subject: Subject, permission: str) -> None:
    """Refuse a subject without a permission. Errors: :class:`PermissionMissing`."""
    if permission not in subject.permissions:
        raise PermissionMissing(permission=permission)


def require_assurance(subject: Subject, needed: int, way_up: str) -> None:
    """Refuse a session of too low a level, and say how to raise it. Errors: :class:`AssuranceTooLow`."""
    if subject.assurance_level < needed:
        raise AssuranceTooLow(needed=needed, present=subject.assurance_level, way_up=way_up)
