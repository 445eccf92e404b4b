"""Who the portal says it is: one shape, whatever protocol said it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateways.errors import SourceNonsense
from kit.errors import Forbidden

SYSTEM = "浙里办统一认证"

#: Which space an account's id is of: equal ids of two spaces are two accounts.
UNIFIED, SIMPLEAUTH, LEGAL = "zheliban", "zheliban_simpleauth", "zheliban_legal"


class CertificateNotTaken(Forbidden):
    """The portal knows this person by a kind of certificate that is not taken here, such as an officer's card."""

    code = "certificate-not-taken"
    zh = "暂不支持以您当前的证件类型登录，请在“浙里办”使用身份证、居住证、通行证、护照或外国人永久居留身份证登录。"
    en = "This kind of certificate cannot be used here. Sign in with an identity card, a permit or a passport."


class AccountInactive(Forbidden):
    """The portal's account was never activated."""

    code = "portal-account-inactive"
    zh = "您的“浙里办”账户尚未激活，请先在“浙里办”完成激活，再重新进入。"
    en = "Your portal account is not activated. Activate it in the portal, then enter again."


@dataclass(frozen=True)
class ActingFor:
    """The organisation that a human signed in for; ``uscc`` is empty where the portal has none on record."""

    corporate_id: str
    name: str
    uscc: str


@dataclass(frozen=True)
class PortalIdentity:
    """Who the portal says it is. ``assurance_level``: 1 unverified, 2 real-name, 3 real-person.

    ``user_id`` is what an account is bound to, in the space ``account_space``. A person below level 2 may have no
    certificate, and an organisation that signed in with its own digital certificate names no human: then the kind
    and the number are empty.
    """

    user_id: str
    name: str
    certificate_kind: str
    certificate_number: str
    phone: str
    assurance_level: int
    organisation: ActingFor | None = None
    account_space: str = UNIFIED


def read(reader: Callable[[Any], PortalIdentity], record: Any) -> PortalIdentity:
    """Read a user record. Errors: :class:`SourceNonsense` when it is not what its protocol says."""
    try:
        found = reader(record)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise SourceNonsense(system=SYSTEM) from error
    vouched = found.organisation is not None or found.assurance_level == 1
    if not found.user_id or not (vouched or found.certificate_number):
        raise SourceNonsense(system=SYSTEM)
    return found


def stated(record: Any, name: str) -> str:
    """Return a member as text; a mandatory one that is missing or empty is a fault of the record."""
    value = text(record, name)
    if not value:
        raise KeyError(name)
    return value


def text(record: Any, name: str) -> str:
    """Return a member as text, empty where the record says nothing: ids come as numbers or texts."""
    value = record.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
        raise TypeError(name)
    return "" if value is None else str(value).strip()
