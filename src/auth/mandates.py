"""Mandates (委托, 民法典 第一百六十一条至第一百七十四条): what an agent may do for a principal, until when."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, func, select, tuple_

from auth.certificates import check_certificate
from auth.identity import Certificate, fingerprints_of
from auth.models import AuthMandate, AuthSubject
from auth.subjects import Subject
from kit import clock
from kit.crypto import Vault
from kit.database import Unit
from kit.errors import Conflict, NotFound
from kit.ids import new_id

Side = Literal["given", "received"]
#: States in which a mandate counts towards how many somebody may have.
OPEN = ("offered", "active")


class MandateNotFound(NotFound):
    """No such mandate, or one between other people."""

    code = "mandate-not-found"
    zh = "没有找到该委托。"
    en = "There is no such mandate."


class MandateEnded(Conflict):
    """The mandate has run out, or was revoked, refused or laid down (民法典 第一百七十三条)."""

    code = "mandate-ended"
    zh = "该委托已终止或到期。您填写的内容已保留，请委托人重新委托后再提交。"
    en = "This mandate has ended. What you typed is kept: ask the principal for a new one, then send it again."
    exposes = ("state", "until_on")


class MandateNotInForce(Conflict):
    """The mandate was not accepted yet, or its first day has not come."""

    code = "mandate-not-in-force"
    zh = "该委托尚未生效：须由您先接受，并自 {from_on} 起有效。"
    en = "This mandate is not in force yet: accept it first; it begins on {from_on}."
    exposes = ("state", "from_on")


@dataclass(frozen=True)
class Term:
    """The first and the last day of a mandate."""

    from_on: date
    until_on: date


@dataclass(frozen=True)
class Scope:
    """What a mandate covers; neither matters nor topics means everything that admits its kind of agent."""

    matters: Sequence[str] = ()
    topics: Sequence[str] = ()


_columns = (
    *AuthMandate.__table__.c,
    AuthSubject.name_sealed.label("principal_name_sealed"),
)
_mandates = select(*_columns).join(AuthSubject, AuthSubject.id == AuthMandate.principal_id)


def write_mandate(  # noqa: PLR0913 -- a mandate is this: who, whom, what for, how long
    unit: Unit,
    vault: Vault,
    *,
    kind: str,
    state: str,
    principal_id: uuid.UUID,
    principal_kind: str,
    agent: Certificate,
    agent_id: uuid.UUID | None,
    scope: Scope,
    term: Term,
) -> uuid.UUID:
    """Write a new mandate and return its id. Errors: :class:`auth.CertificateInvalid` for the agent's number."""
    mandate_id = new_id()
    unit.add(
        AuthMandate,
        id=mandate_id,
        kind=kind,
        state=state,
        version=1,
        principal_id=principal_id,
        principal_kind=principal_kind,
        agent_certificate_kind=agent.kind,
        agent_fingerprint=print_of(vault, agent)[1],
        agent_name_sealed=vault.seal(agent.name),
        agent_id=agent_id,
        matters=sorted(set(scope.matters)),
        topics=sorted(set(scope.topics)),
        from_on=term.from_on,
        until_on=term.until_on,
        made_at=clock.now(),
    )
    return mandate_id


def print_of(vault: Vault, certificate: Certificate) -> tuple[str, str]:
    """Return kind and fingerprint of a certificate that somebody names. Errors: :class:`auth.CertificateInvalid`."""
    number = check_certificate(certificate.kind, certificate.number, "/agent/number")
    return certificate.kind, vault.fingerprint(certificate.kind, number)


def mandate_of(unit: Unit, subject: Subject, mandate_id: uuid.UUID) -> Row[Any]:
    """Return a mandate that the subject gave or received. Errors: :class:`MandateNotFound`."""
    row = unit.first(_mandates.where(AuthMandate.id == mandate_id))
    if row is None or not (row.principal_id == subject.id or is_agent(unit, subject, row)):
        raise MandateNotFound
    return row


def mandate_by_id(unit: Unit, mandate_id: uuid.UUID) -> Row[Any] | None:
    """Return a mandate for a job of the system, or None."""
    return unit.first(_mandates.where(AuthMandate.id == mandate_id))


def is_agent(unit: Unit, subject: Subject, row: Row[Any]) -> bool:
    """Tell whether a mandate names this subject as its agent."""
    return (row.agent_certificate_kind, row.agent_fingerprint) in fingerprints_of(unit, subject.id)


def list_mandates(
    unit: Unit, subject: Subject, side: Side, *, state: str | None, after: uuid.UUID | None, rows: int
) -> Sequence[Row[Any]]:
    """Return the mandates that a subject gave, or received, newest first."""
    statement = _mandates.where(_on(unit, subject, side))
    if state is not None:
        statement = statement.where(AuthMandate.state == state)
    if after is not None:
        statement = statement.where(AuthMandate.id < after)
    return unit.rows(statement.order_by(AuthMandate.id.desc()).limit(rows))


def count_open_mandates(unit: Unit, subject: Subject, side: Side, *, kind: str | None = None) -> int:
    """Return how many mandates (of a kind) a subject has given, or received, that are offered or active."""
    wanted = select(func.count()).select_from(AuthMandate).where(_on(unit, subject, side), AuthMandate.state.in_(OPEN))
    if kind is not None:
        wanted = wanted.where(AuthMandate.kind == kind)
    return int(unit.scalar(wanted))


def is_in_force(row: Row[Any]) -> bool:
    """Tell whether a mandate can be used today."""
    return bool(row.state == "active" and row.from_on <= clock.today() <= row.until_on)


def principal_of(unit: Unit, vault: Vault, subject: Subject, mandate_id: uuid.UUID) -> tuple[Subject, Row[Any]]:
    """Return the principal of a mandate that is in force, represented by ``subject``, and the mandate.

    The principal has the assurance level of the agent's session: that is how well the human at the phone is known.
    Errors: :class:`MandateNotFound` for others than the agent, :class:`MandateEnded`, :class:`MandateNotInForce`.
    """
    row = unit.first(_mandates.where(AuthMandate.id == mandate_id))
    if row is None or not is_agent(unit, subject, row):
        raise MandateNotFound
    if row.state not in OPEN or row.until_on < clock.today():
        raise MandateEnded(state=row.state, until_on=row.until_on.isoformat())
    if not is_in_force(row):
        raise MandateNotInForce(state=row.state, from_on=row.from_on.isoformat())
    return represented(
        subject, row.principal_id, row.principal_kind, vault.open(row.principal_name_sealed), mandate_id
    ), row


def represented(
    subject: Subject, principal_id: uuid.UUID, kind: Literal["person", "organisation"], name: str, mandate_id: uuid.UUID
) -> Subject:
    """Return a principal in whose place ``subject`` acts under a mandate that has been looked at."""
    return Subject(principal_id, kind, name, subject.assurance_level, represented_by=subject, mandate_id=mandate_id)


def mandates_in_force(unit: Unit, subject: Subject) -> set[uuid.UUID]:
    """Return the mandates under which a subject may act today."""
    return {
        row.id
        for row in unit.rows(
            select(AuthMandate.id).where(
                _on(unit, subject, "received"),
                AuthMandate.state == "active",
                AuthMandate.from_on <= clock.today(),
                AuthMandate.until_on >= clock.today(),
            )
        )
    }


def _on(unit: Unit, subject: Subject, side: Side) -> ColumnElement[bool]:
    if side == "given":
        return AuthMandate.principal_id == subject.id
    prints = sorted(fingerprints_of(unit, subject.id))
    return tuple_(AuthMandate.agent_certificate_kind, AuthMandate.agent_fingerprint).in_(prints)
