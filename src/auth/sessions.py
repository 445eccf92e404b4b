"""Sessions: starting, refreshing with reuse detection, ending; and knowing the subject of a request."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from auth.delegations import lent_to, lent_today
from auth.directory import powers_of
from auth.identity import REAL_NAME, begun_again, identify_officer, identify_organisation, identify_person
from auth.keys import KeyRing
from auth.models import AuthRefreshToken, AuthSession, AuthUsedTicket
from auth.subjects import DataScope, Subject, SubjectKind
from auth.tokens import ACCESS_LIFE, TokenRefused, Tokens
from gateways import TicketRefused
from gateways.zheliban import PortalIdentity
from gateways.zhezhengding import OfficeIdentity
from kit import clock
from kit.context import Context
from kit.database import DuplicateRow, Unit
from kit.errors import Forbidden, Unauthenticated
from kit.fixed import Fixed
from kit.ids import new_id

SESSION_LIFE = timedelta(days=30)
OFFICE_SESSION_LIFE = timedelta(hours=12)


class WrongDoor(Forbidden):
    """The token was made for another door."""

    code = "wrong-door"
    zh = "此登录不能用于该入口，请从对应的入口登录。"
    en = "This sign-in is for another door. Sign in at the right one."


class RefreshRefused(Unauthenticated):
    """The refresh token is unknown, expired, or was used before; in the last case its session has ended."""

    code = "refresh-refused"
    zh = "登录已失效，请重新登录。"
    en = "This sign-in can no longer be renewed. Sign in again."


class OrganisationUnproven(Forbidden):
    """The portal has not verified the organisation, or has no unified social credit code of it: it vouches for none."""

    code = "organisation-unproven"
    zh = "该法人账户尚未通过实名核验，或未登记统一社会信用代码，请先在“浙里办”完成法人认证，再重新进入。"
    en = "The portal has not verified this organisation. Have it verified in the portal, then enter again."


@dataclass(frozen=True)
class SignedIn:
    """What a sign-in or a refresh hands out."""

    access_token: str
    refresh_token: str
    subject: Subject

    def body(self) -> dict[str, Any]:
        """Return the answer of the API."""
        return {
            "access_token": self.access_token,
            "token_type": "Bearer",
            "expires_in": int(ACCESS_LIFE.total_seconds()),
            "refresh_token": self.refresh_token,
            "subject": {
                "id": str(self.subject.id),
                "kind": self.subject.kind,
                "name": self.subject.name,
                "assurance_level": self.subject.assurance_level,
            },
        }


_session = Fixed(
    select(
        AuthSession.id,
        AuthSession.subject_id,
        AuthSession.kind,
        AuthSession.name,
        AuthSession.assurance_level,
        AuthSession.audience,
        AuthSession.acting_person_id,
        AuthSession.employee_code,
        AuthSession.department_code,
        AuthSession.permissions,
        AuthSession.all_departments,
        AuthSession.departments,
        AuthSession.lent,
    ).where(AuthSession.id == bindparam("id"), AuthSession.ended_at.is_(None), AuthSession.ends_at > bindparam("now"))
)


def tokens_of(context: Context) -> Tokens:
    """Return the process's tokens of a context, made once."""
    return context.part("auth.tokens", lambda: Tokens(KeyRing(context.database, context.vault)))


def start_citizen_session(unit: Unit, context: Context, ticket: str, identity: PortalIdentity) -> SignedIn:
    """Sign in a person, or an organisation with the human who acts for it.

    Errors: ``TicketRefused`` on reuse; :class:`OrganisationUnproven`.
    """
    tokens_of(context).ring.signing()  # the very first sign-in makes a key, before our own transaction opens
    return begun_again(unit, lambda: _start_citizen(unit, context, ticket, identity))


def _start_citizen(unit: Unit, context: Context, ticket: str, identity: PortalIdentity) -> SignedIn:
    use_ticket(unit, ticket)
    company = identity.organisation
    if company is not None and (identity.assurance_level < REAL_NAME or not company.uscc):
        raise OrganisationUnproven
    # An organisation that signs in with its own digital certificate names no human.
    named = company is None or bool(identity.certificate_kind)
    person_id = identify_person(unit, context.vault, identity) if named else None
    if company is not None:
        organisation_id = identify_organisation(unit, context.vault, company.name, company.uscc)
        subject = Subject(
            organisation_id, "organisation", company.name, identity.assurance_level, acting_person_id=person_id
        )
    elif person_id is not None:
        subject = Subject(person_id, "person", identity.name, identity.assurance_level)
    else:
        raise TicketRefused
    signed_in = start_session(unit, context, subject, "services", SESSION_LIFE)
    unit.flush()
    return signed_in


def start_office_session(unit: Unit, context: Context, code: str, identity: OfficeIdentity) -> SignedIn:
    """Sign in an officer with the permissions and scope that follow from their posts."""
    tokens_of(context).ring.signing()  # as for citizens
    return begun_again(unit, lambda: _start_office(unit, context, code, identity))


def _start_office(unit: Unit, context: Context, code: str, identity: OfficeIdentity) -> SignedIn:
    use_ticket(unit, code)
    officer_id = identify_officer(unit, context.vault, identity)
    permissions, scope, department = powers_of(unit, identity.employee_code)
    subject = Subject(
        officer_id,
        "officer",
        identity.name,
        employee_code=identity.employee_code,
        department_code=department,
        permissions=permissions,
        scope=scope,
    )
    signed_in = start_session(unit, context, subject, "office", OFFICE_SESSION_LIFE)
    unit.flush()
    return signed_in


def refresh_session(unit: Unit, context: Context, refresh_token: str) -> SignedIn:
    """Hand out a new pair for a refresh token; the second use of one ends its whole session (RFC 9700, 4.14).

    Errors: :class:`RefreshRefused`.
    """
    digest = _hash(refresh_token)
    row = unit.first(select(AuthRefreshToken).where(AuthRefreshToken.hash == digest))
    if row is None or row.ends_at <= clock.now():
        raise RefreshRefused
    used = unit.write(
        update(AuthRefreshToken)
        .where(AuthRefreshToken.hash == digest, AuthRefreshToken.used_at.is_(None))
        .values(used_at=clock.now()),
    )
    if used.rowcount != 1:
        end_session(unit, row.session_id, "refresh token reused")
        unit.commit()
        raise RefreshRefused
    session = unit.first(_session, {"id": row.session_id, "now": clock.now()})
    if session is None:
        raise RefreshRefused
    return _hand_out(unit, context, _subject(session), row.ends_at - clock.now())


def end_session(unit: Unit, session_id: uuid.UUID, reason: str) -> None:
    """End a session; its tokens are refused by every worker from the commit on."""
    unit.write(
        update(AuthSession)
        .where(AuthSession.id == session_id, AuthSession.ended_at.is_(None))
        .values(ended_at=clock.now(), end_reason=reason),
    )


def authenticate(unit: Unit, context: Context, header: str | None, audience: str) -> Subject:
    """Return the subject of a request by its Authorization header.

    One primary-key read brings all that is needed and sees a revocation at once. ``audience`` ``any`` or
    ``public`` takes tokens of every door. Errors: 401 without a good token, 403 for one of another door.
    """
    if header is None:
        raise Unauthenticated
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenRefused
    claims = tokens_of(context).verify_access(token)
    if audience not in {claims.audience, "any", "public"}:
        raise WrongDoor
    row = unit.first(_session, {"id": claims.session_id, "now": clock.now()})
    if row is None:
        raise TokenRefused
    return _subject(row)


def sign_receipt(context: Context, claims: dict[str, Any]) -> str:
    """Return a signed receipt that anyone can verify with the JWKS."""
    return tokens_of(context).sign_receipt(claims)


def use_ticket(unit: Unit, ticket: str) -> None:
    """Use up a portal ticket or code, whatever the portal itself remembers. Errors: ``TicketRefused`` on reuse."""
    unit.add(AuthUsedTicket, hash=_hash(ticket), used_at=clock.now())
    try:
        unit.flush()
    except DuplicateRow:
        raise TicketRefused from None


def start_session(unit: Unit, context: Context, subject: Subject, audience: str, life: timedelta) -> SignedIn:
    """Begin a session of a subject for one door, and hand out its tokens; who it is was proven before."""
    session_id = new_id()
    moment = clock.now()
    unit.add(
        AuthSession,
        id=session_id,
        subject_id=subject.id,
        kind=subject.kind,
        name=subject.name,
        assurance_level=subject.assurance_level,
        audience=audience,
        acting_person_id=subject.acting_person_id,
        employee_code=subject.employee_code,
        department_code=subject.department_code,
        permissions=sorted(subject.permissions),
        all_departments=subject.scope.all_departments,
        departments=sorted(subject.scope.departments),
        lent=lent_to(unit, subject.id) if subject.kind == "officer" else None,
        started_at=moment,
        ends_at=moment + life,
    )
    known = replace(subject, session_id=session_id, audience=audience)
    return _hand_out(unit, context, known, life)


def _hand_out(unit: Unit, context: Context, subject: Subject, life: timedelta) -> SignedIn:
    if subject.session_id is None:
        raise TokenRefused
    refresh = secrets.token_urlsafe(32)
    unit.add(
        AuthRefreshToken,
        hash=_hash(refresh),
        session_id=subject.session_id,
        ends_at=clock.now() + life,
    )
    access = tokens_of(context).sign_access(
        subject.id, subject.session_id, subject.audience, subject.kind, subject.assurance_level
    )
    return SignedIn(access, refresh, subject)


def _subject(row: Row[Any]) -> Subject:
    kind: SubjectKind = row.kind
    return Subject(
        id=row.subject_id,
        kind=kind,
        name=row.name,
        assurance_level=row.assurance_level,
        session_id=row.id,
        audience=row.audience,
        acting_person_id=row.acting_person_id,
        employee_code=row.employee_code,
        department_code=row.department_code,
        permissions=frozenset(row.permissions),
        scope=DataScope(row.all_departments, frozenset(row.departments)),
        lent=lent_today(row.lent),
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
