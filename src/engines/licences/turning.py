"""The turns of a licence: held, ended, changed, issued again. Each is told to its holder by the timeline.

Every turn of the office states its reason and the statute (行政许可法 第四十九条, 第六十九条, 第七十条; 行政处罚法).
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Row

from auth import Subject
from engines.inbox import close_tasks, open_task
from engines.licences.issuing import Issued, LicenceContent, content_of, issue_edition
from engines.licences.lifecycle import record_of
from engines.licences.rules import check_change, check_day
from engines.lifecycles import apply_transition, check_transition
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit

#: 吊销 as a penalty, 撤销 of what should not have been granted, 注销 of what has come to its end.
Revocation = Literal["penalty", "annulment", "cancellation"]
#: Working days within which a lost licence is issued again.
REISSUE_DAYS = 5


@dataclass(frozen=True)
class Grounds:
    """Why the office acts on a licence, and by which statute."""

    reason: str
    statute: str


def suspend_licence(subject: Subject, unit: Unit, licence: Row[Any], grounds: Grounds, until: date | None) -> Row[Any]:
    """Suspend a licence until a day (counted in) or until it is lifted. Errors: :class:`DayPassed`."""
    check_transition(subject, record_of(licence), "suspend")
    check_day(until, "/until")
    told = {"until": until.isoformat() if until else None}
    return turn_licence(subject, unit, licence, "suspend", grounds, changes={"suspended_until": until}, detail=told)


def resume_licence(subject: Subject, unit: Unit, licence: Row[Any], grounds: Grounds) -> Row[Any]:
    """Let a suspended licence hold again."""
    return turn_licence(subject, unit, licence, "resume", grounds, changes={"suspended_until": None})


def revoke_licence(subject: Subject, unit: Unit, licence: Row[Any], kind: Revocation, grounds: Grounds) -> Row[Any]:
    """End a licence for good: as a penalty, since it should not have been granted, or since its time is over."""
    changes = {"revoked_as": kind, "suspended_until": None}
    after = turn_licence(subject, unit, licence, "revoke", grounds, changes=changes, detail={"kind": kind})
    close_tasks(subject, unit, licence.id)
    return after


def report_loss(subject: Subject, unit: Unit, licence: Row[Any], reason: str) -> Row[Any]:
    """Report one's licence lost: its code stops verifying as valid at once, and the issuer is asked for a new one."""
    after = turn_licence(subject, unit, licence, "report_loss", Grounds(reason, ""))
    ask_for_reissue(unit, licence)
    return after


def ask_for_reissue(unit: Unit, licence: Row[Any]) -> None:
    """Put a lost licence before those of its issuer who can issue it again."""
    open_task(
        unit,
        record_kind="licence",
        record_id=licence.id,
        kind="reissue",
        title=f"{licence.name}：挂失补发",
        reference=licence.number,
        department_code=licence.issuer,
        permission="licences.amend",
        due_on=load_calendar(unit).add_working_days(clock.today(), REISSUE_DAYS),
        limit_days=REISSUE_DAYS,
    )


def change_licence(
    subject: Subject,
    unit: Unit,
    context: Context,
    licence: Row[Any],
    fields: Mapping[str, str],
    expires_on: date | None,
    grounds: Grounds,
) -> Issued:
    """Replace a licence by an edition that says something else (变更, 延续); both verify by codes of their own.

    Errors: :class:`FieldUnknown`, :class:`NothingChanged`, :class:`DayPassed`.
    """
    check_transition(subject, record_of(licence), "change")
    present = content_of(context.vault, licence)
    check_change(present.fields, licence.expires_on, fields, expires_on)
    check_day(expires_on, "/expires_on")
    content = dataclasses.replace(
        present, fields={**present.fields, **fields}, expires_on=expires_on or present.expires_on
    )
    return replace_licence(subject, unit, context, licence, "change", content, grounds)


def reissue_licence(subject: Subject, unit: Unit, context: Context, licence: Row[Any], grounds: Grounds) -> Issued:
    """Issue a licence again (补发): it says the same under a new code, and the old code says that it is replaced."""
    check_transition(subject, record_of(licence), "reissue")
    return replace_licence(subject, unit, context, licence, "reissue", content_of(context.vault, licence), grounds)


def replace_licence(
    subject: Subject,
    unit: Unit,
    context: Context,
    licence: Row[Any],
    turn: str,
    content: LicenceContent,
    grounds: Grounds,
    *,
    ended_by: Mapping[str, Any] | None = None,
) -> Issued:
    """Put the next edition in a licence's place; ``ended_by`` are columns that say which case's decision did it."""
    made = issue_edition(subject, unit, context, licence, content)
    turn_licence(
        subject, unit, licence, turn, grounds, changes=dict(ended_by or {}), detail={"replaced_by": made.identifier}
    )
    close_tasks(subject, unit, licence.id)
    return made


def turn_licence(
    subject: Subject,
    unit: Unit,
    licence: Row[Any],
    name: str,
    grounds: Grounds,
    *,
    changes: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Row[Any]:
    """Make a turn of a licence and return its row after it. Errors: as :func:`engines.lifecycles.apply_transition`."""
    told = {"statute": grounds.statute} if grounds.statute else {}
    return apply_transition(
        subject,
        unit,
        record_of(licence),
        name,
        changes={"state_since": clock.today(), **(changes or {})},
        opinion=grounds.reason or None,
        detail={**told, **(detail or {})},
    )
