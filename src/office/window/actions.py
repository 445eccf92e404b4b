"""Opening and closing the counter, and acting there for the person who stands at it."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, update

from auth import (
    Certificate,
    DataScope,
    DataUse,
    Subject,
    begun_again,
    department_names,
    identify_by_certificate,
    record_data_use,
    require,
)
from engines.audit import record_act
from engines.cases import file_case, filing_of, hand_over_result
from engines.files import FileNotFound, file_of
from kit import clock
from kit.context import Context
from kit.database import DuplicateRow, Unit
from kit.ids import new_id
from kit.masking import mask_number
from office.window.models import WindowSession
from office.window.queries import unclosed_session
from office.window.rules import CounterSessionOpen, check_actor, has_rested

CHANNEL = "window"
#: Who stands at the counter with their certificate is known as well as one can be.
LEVEL = 3
KIND = "window_session"


def open_counter(clerk: Subject, unit: Unit, context: Context, asked: Mapping[str, Any]) -> uuid.UUID:
    """Open the counter for one person whose certificate was checked, and return the session.

    The person's ledger of data use says that and why. Errors: :class:`CounterSessionOpen`, :class:`ActorNeeded`,
    ``CertificateInvalid``, ``NameDiffers``.
    """
    require(clerk, "window.serve")
    actor = asked["actor"]
    check_actor(asked["certificate_kind"], named=actor is not None)
    client_id, actor_id = begun_again(unit, lambda: _identified(unit, context, asked))
    before = unclosed_session(unit, clerk)
    if before is not None:
        if not has_rested(before.used_at, clock.now()):
            raise CounterSessionOpen
        _end(clerk, unit, before.id, "rested")
    session_id, moment = new_id(), clock.now()
    place = f"{department_names(unit).get(clerk.department_code or '', '政务服务')}窗口"
    organisation = asked["certificate_kind"] == "uscc"
    unit.add(
        WindowSession,
        id=session_id,
        clerk_id=clerk.id,
        place=place,
        client_id=client_id,
        client_kind="organisation" if organisation else "person",
        client_name_sealed=context.vault.seal(asked["name"]),
        certificate_kind=asked["certificate_kind"],
        number_masked=asked["number"] if organisation else mask_number(asked["number"]),
        acting_person_id=actor_id,
        shown=asked["shown"],
        purpose=asked["purpose"],
        opened_at=moment,
        used_at=moment,
    )
    seen = DataUse(KIND, "窗口人证核验", asked["purpose"], "used", statute="国办发〔2018〕45号")
    at_counter = replace(clerk, name=f"{place} {clerk.name}")
    record_data_use(at_counter, unit, client_id, seen)
    record_act(clerk, unit, "window.open", KIND, session_id, shown=asked["shown"])
    try:
        unit.flush()
    except DuplicateRow:
        raise CounterSessionOpen from None
    return session_id


def close_counter(clerk: Subject, unit: Unit, session: Row[Any]) -> None:
    """Close the counter; nothing of this person can be seen or done there any more."""
    _end(clerk, unit, session.id, "closed")


def client_at(clerk: Subject, unit: Unit, context: Context, session: Row[Any]) -> Subject:
    """Return the person at the counter, represented by the clerk, and note that the counter is in use."""
    unit.write(update(WindowSession).where(WindowSession.id == session.id).values(used_at=clock.now()))
    return Subject(
        session.client_id,
        session.client_kind,
        context.vault.open(session.client_name_sealed),
        LEVEL,
        acting_person_id=session.acting_person_id,
        represented_by=replace(clerk, name=f"{session.place} {clerk.name}"),
    )


def file_of_session(unit: Unit, client: Subject, session: Row[Any], file_id: uuid.UUID) -> Row[Any]:
    """Return a file that was handed in at this counter in this session; the rest of the locker stays the person's."""
    row = file_of(unit, client, file_id)
    if row.stored_at < session.opened_at:
        raise FileNotFound
    return row


def file_at_counter(client: Subject, unit: Unit, context: Context, asked: Mapping[str, Any]) -> dict[str, Any]:
    """File a matter of any department for the person at the counter. Errors: all that filing refuses."""
    return file_case(client, unit, context, filing_of(asked["matter_code"], asked, CHANNEL))


def hand_over(client: Subject, unit: Unit, case: Row[Any]) -> Row[Any]:
    """Hand the result over to the person at the counter (综合窗口出件), whichever department decided.

    Errors: 409 when there is nothing to hand over yet, or the result goes out in another way.
    """
    counter = replace(
        client.actor,
        permissions=frozenset({"cases.deliver"}),
        scope=DataScope(departments=frozenset({case.department_code})),
    )
    return hand_over_result(counter, unit, case, client.name)


def _identified(unit: Unit, context: Context, asked: Mapping[str, Any]) -> tuple[uuid.UUID, uuid.UUID | None]:
    client_id, actor_id = (
        None if named is None else identify_by_certificate(unit, context.vault, _certificate(named))
        for named in (asked, asked["actor"])
    )
    return uuid.UUID(str(client_id)), actor_id


def _certificate(named: Mapping[str, Any]) -> Certificate:
    return Certificate(named["certificate_kind"], named["number"], named["name"])


def _end(clerk: Subject, unit: Unit, session_id: uuid.UUID, reason: str) -> None:
    unit.write(
        update(WindowSession)
        .where(WindowSession.id == session_id, WindowSession.ended_at.is_(None))
        .values(ended_at=clock.now(), end_reason=reason)
    )
    record_act(clerk, unit, "window.close", KIND, session_id, reason=reason)
