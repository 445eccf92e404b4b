"""Accounts of outside systems (integrators): an organ's own system signs in by a secret and acts for that organ alone.

A secret is drawn at random and shown once; what is kept is its SHA-256. Asking for an account again draws another
secret and ends the sessions of the one before.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection

from sqlalchemy import select, update

from auth.directory import department_names
from auth.models import AuthClient, AuthSession
from auth.sessions import SignedIn, start_session
from auth.subjects import DataScope, Subject
from auth.tokens import ACCESS_LIFE
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import NotFound, Unauthenticated
from kit.ids import new_id


class ClientRefused(Unauthenticated):
    """No such account of this organ, a closed one, or another secret."""

    code = "client-refused"
    zh = "单位代码、账号或密钥不正确，或账号已停用。请联系平台管理员重新签发。"
    en = "The organ, the account or the secret is wrong, or the account was closed. Ask for a new secret."


class OrganUnknown(NotFound):
    """The directory has no such organ."""

    code = "organ-not-in-directory"
    zh = "通讯录中没有代码为{organ}的单位。"
    en = "The directory has no organ {organ}."


def open_client(unit: Unit, organ: str, account: str, permissions: Collection[str]) -> str:
    """Give an organ's system an account, or a new secret for the one it has, and return the secret.

    Errors: :class:`OrganUnknown`.
    """
    if organ not in department_names(unit):
        raise OrganUnknown(organ=organ)
    secret = secrets.token_urlsafe(32)
    said = {"secret_hash": _hash(secret), "permissions": sorted(permissions), "closed_at": None}
    own = (AuthClient.organ_code == organ, AuthClient.account == account)
    known = unit.write(update(AuthClient).where(*own).values(**said).returning(AuthClient.id)).first()
    if known is None:
        unit.add(AuthClient, id=new_id(), organ_code=organ, account=account, made_at=clock.now(), **said)
    else:
        _end_sessions(unit, known.id, "secret replaced")
    return secret


def close_client(unit: Unit, organ: str, account: str) -> bool:
    """Close an account and end its sessions; tell whether there was one."""
    own = (AuthClient.organ_code == organ, AuthClient.account == account, AuthClient.closed_at.is_(None))
    closed = unit.write(update(AuthClient).where(*own).values(closed_at=clock.now()).returning(AuthClient.id)).first()
    if closed is not None:
        _end_sessions(unit, closed.id, "account closed")
    return closed is not None


def start_client_session(unit: Unit, context: Context, organ: str, account: str, secret: str) -> SignedIn:
    """Sign an organ's system in, for as long as one access token lasts. Errors: :class:`ClientRefused`."""
    own = (AuthClient.organ_code == organ, AuthClient.account == account, AuthClient.closed_at.is_(None))
    row = unit.first(select(*AuthClient.__table__.c).where(*own))
    if row is None or not hmac.compare_digest(row.secret_hash, _hash(secret)):
        raise ClientRefused
    subject = Subject(
        row.id,
        "client",
        f"{department_names(unit).get(organ, organ)}（{account}）",
        department_code=organ,
        permissions=frozenset(row.permissions),
        scope=DataScope(departments=frozenset([organ])),
    )
    return start_session(unit, context, subject, "integration", ACCESS_LIFE)


def _end_sessions(unit: Unit, client_id: object, reason: str) -> None:
    running = (AuthSession.subject_id == client_id, AuthSession.ended_at.is_(None))
    unit.write(update(AuthSession).where(*running).values(ended_at=clock.now(), end_reason=reason))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
