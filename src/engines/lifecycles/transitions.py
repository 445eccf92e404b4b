"""Carrying out a turn: the checks, the new state under a version check, the event, the audit entry, the message."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, bindparam, update
from sqlalchemy.sql.dml import ReturningUpdate

from auth import Subject
from engines.audit import record_act
from engines.lifecycles.declarations import Lifecycle, Transition
from engines.lifecycles.events import LifecycleEvent
from engines.lifecycles.following import announce
from kit import clock
from kit.database import Model, Unit
from kit.errors import Conflict, Forbidden, PreconditionFailed
from kit.ids import new_id


class TransitionForbidden(Conflict):
    """The record's state has no such way out."""

    code = "transition-forbidden"
    zh = "当前状态为“{state_zh}”，不能{action_zh}。"
    en = "The state is “{state_en}”: “{action_en}” is not possible from here."
    exposes = ("state", "available_actions")


class NotYourTurn(Forbidden):
    """The state allows the turn, and this subject is not the one to make it."""

    code = "not-your-turn"
    zh = "您没有权限{action_zh}，请联系有权限的经办人员。"
    en = "“{action_en}” is not yours to do. Ask a colleague who holds the permission."


@dataclass(frozen=True)
class Record:
    """What the machine needs to know of a record: where it stands, whose it is, and its table.

    The table has the columns ``id``, ``state`` and ``version``.
    """

    lifecycle: Lifecycle
    table: type[Model]
    id: uuid.UUID
    state: str
    version: int
    department_code: str
    applicant_id: uuid.UUID | None
    #: Departments that hold a seat in what is going on now, the record's own or another's.
    seats: Sequence[str] = ()
    #: Departments that were asked for their opinion and have not given it.
    consulted: Sequence[str] = ()
    #: Those whose signatures the record waits for.
    signers: Sequence[uuid.UUID] = ()
    #: The officer in whose hands it is.
    assignee_id: uuid.UUID | None = None


def may(subject: Subject, turn: Transition, record: Record) -> bool:
    """Tell whether a subject stands to the record as the transition asks."""
    if turn.relation == "system":
        return subject.kind == "system"
    if turn.relation == "applicant":
        return subject.id == record.applicant_id
    if turn.relation == "signer":
        return subject.id in record.signers
    return subject.kind in ("officer", "client") and subject.holds(turn.permission or "", *_places(turn, record))


def _places(turn: Transition, record: Record) -> Sequence[str]:
    """Return the departments whose officers make a turn."""
    return {"seat": record.seats, "consulted": record.consulted}.get(turn.relation, (record.department_code,))


def available_actions(subject: Subject, record: Record) -> list[dict[str, str]]:
    """Return what this subject can do to the record now, for the API."""
    return [
        {"action": turn.name, "resource": turn.resource, "title": turn.zh, "title_en": turn.en}
        for turn in record.lifecycle.leaving(record.state)
        if turn.resource is not None and may(subject, turn, record)
    ]


def check_transition(subject: Subject, record: Record, name: str) -> Transition:
    """Return the transition if it can be made. Errors: 409 from this state, 403 by this subject."""
    turn = record.lifecycle.transition(name)
    if record.state not in turn.sources:
        state = record.lifecycle.state(record.state)
        raise TransitionForbidden(
            state=state.code,
            state_zh=state.zh,
            state_en=state.en,
            action_zh=turn.zh,
            action_en=turn.en,
            available_actions=[item["action"] for item in available_actions(subject, record)],
        )
    if not may(subject, turn, record):
        raise NotYourTurn(action_zh=turn.zh, action_en=turn.en)
    return turn


def apply_transition(
    subject: Subject,
    unit: Unit,
    record: Record,
    name: str,
    *,
    changes: Mapping[str, Any] | None = None,
    opinion: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Row[Any]:
    """Make a turn and return the record's row as it is after it.

    ``changes`` are further columns of the record; ``detail`` is plain JSON for the timeline.
    Errors: as :func:`check_transition`, and 412 when somebody changed the record meanwhile.
    """
    turn = check_transition(subject, record, name)
    new = {"state": turn.leads_to(record.state), "version": record.version + 1, **(changes or {})}
    after = unit.write(
        _step(record.table, tuple(new)),
        {"_id": record.id, "_version": record.version, **{f"new_{name}": value for name, value in new.items()}},
    ).first()
    if after is None:
        raise PreconditionFailed
    write_event(subject, unit, record, turn, opinion=opinion, detail=detail)
    return after


@lru_cache(maxsize=200)
def _step(table: Any, columns: tuple[str, ...]) -> ReturningUpdate[Any]:
    """Return the statement that changes columns of a record under its version, built once per set of columns."""
    return (
        update(table)
        .where(table.id == bindparam("_id"), table.version == bindparam("_version"))
        .values({name: bindparam(f"new_{name}") for name in columns})
        .returning(*table.__table__.c)
    )


def write_event(
    subject: Subject,
    unit: Unit,
    record: Record,
    turn: Transition,
    *,
    opinion: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write the event, the audit entry and the message of a turn (the row itself is the caller's, as at creation).

    Where somebody acts for another, the event is theirs and its ``detail.on_behalf_of`` says for whom.
    """
    event_id = _add_event(subject, unit, record, turn, opinion, detail or {})
    _add_entry(subject, unit, record, turn)
    announce(unit, event_id)


def write_events(
    subject: Subject, unit: Unit, turn: Transition, told: Sequence[tuple[Record, str | None, Mapping[str, Any]]]
) -> None:
    """Write the events, audit entries and messages of one turn that many records take at once, table by table.

    ``told`` are records with the opinion and the detail of each; their rows are the caller's.
    """
    events = [_add_event(subject, unit, record, turn, opinion, detail) for record, opinion, detail in told]
    for record, _, _ in told:
        _add_entry(subject, unit, record, turn)
    for event_id in events:
        announce(unit, event_id)


def _add_event(
    subject: Subject, unit: Unit, record: Record, turn: Transition, opinion: str | None, detail: Mapping[str, Any]
) -> uuid.UUID:
    event_id = new_id()
    unit.add(
        LifecycleEvent,
        id=event_id,
        record_kind=record.lifecycle.code,
        record_id=record.id,
        transition=turn.name,
        from_state=record.state,
        to_state=turn.leads_to(record.state),
        actor_id=subject.actor.id,
        actor_kind=subject.actor.kind,
        actor_name=subject.actor.name,
        opinion=opinion,
        detail={**detail, **_on_behalf_of(subject, turn, record)},
        at=clock.now(),
    )
    return event_id


def _add_entry(subject: Subject, unit: Unit, record: Record, turn: Transition) -> None:
    record_act(
        subject,
        unit,
        f"{record.lifecycle.code}.{turn.name}",
        record.lifecycle.code,
        record.id,
        from_state=record.state,
        to_state=turn.leads_to(record.state),
    )


def _on_behalf_of(subject: Subject, turn: Transition, record: Record) -> dict[str, Any]:
    """Return for whom a turn is made: a principal, somebody at the counter, a colleague who is away."""
    if subject.represented_by is not None:
        return {"on_behalf_of": {"kind": subject.kind, "name": subject.name}}
    lender = subject.lender(turn.permission or "", _places(turn, record), record.assignee_id) if subject.lent else None
    return {} if lender is None else {"on_behalf_of": {"kind": "officer", "name": lender.name}}
