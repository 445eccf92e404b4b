"""Personal sign-on (``simpleauth``): ``ticketValidation``, then ``getUserInfo``, direct or as two IRS components."""

from collections.abc import Callable
from typing import Any

from gateways.errors import SourceNonsense
from gateways.http_client import member
from gateways.zheliban.identity import (
    SIMPLEAUTH,
    SYSTEM,
    AccountInactive,
    CertificateNotTaken,
    PortalIdentity,
    read,
    stated,
    text,
)
from gateways.zheliban.levels import level_or
from gateways.zheliban.refusals import refuse
from gateways.zheliban.signature import simpleauth_sign
from kit import clock

#: Sends the form of one ``method`` and returns what was answered.
Send = Callable[[str, dict[str, str]], Any]

#: The portal's ``idtype``: the field that holds its number, and our kind.
_FIELDS = {
    "2": ("passport", "passport"),
    "4": ("permitlicense", "hm_travel_permit"),
    "5": ("taiwanlicense", "taiwan_travel_permit"),
}
#: From 6 on sources differ about the meaning: the field that is filled says which certificate it is.
_FIELDS_OF_OTHERS = (("greencard", "foreign_permanent_residence"), *_FIELDS.values())
_OFFICERS_CARD = "3"
#: Residence permits and the newer permanent residence cards have numbers of the identity card's form.
_KINDS_BY_PREFIX = {"8": "hmt_residence_permit", "9": "foreign_permanent_residence"}
_NOT_ACTIVATED = "2"


class SimpleAuth:
    """The personal sign-on's client; how a form gets there is the caller's."""

    def __init__(self, service_code: str, service_password: str, send: Send) -> None:
        """Sign with a service's code and password."""
        self._code, self._password, self._send = service_code, service_password, send

    def identify(self, ticket: str) -> PortalIdentity:
        """Return who is behind a single-use ticket (``st``)."""
        validated = self._ask("ticketValidation", st=ticket)
        token = member(SYSTEM, validated, "token")
        if not isinstance(token, str) or not token:
            raise SourceNonsense(system=SYSTEM)
        return read(_identity, self._ask("getUserInfo", token=token))

    def _ask(self, method: str, **business: str) -> Any:
        moment = f"{clock.local(clock.now()):%Y%m%d%H%M%S}"
        form = {
            "method": method,
            "servicecode": self._code,
            "time": moment,
            "sign": simpleauth_sign(self._code, self._password, moment),
            "datatype": "json",
            **business,
        }
        answer = self._send(method, form)
        code = member(SYSTEM, answer, "result")
        if str(code) != "0":
            refuse(code, answer.get("errmsg"))
        return answer


def _identity(record: Any) -> PortalIdentity:
    if text(record, "useable") == _NOT_ACTIVATED:
        raise AccountInactive
    level = level_or("authlevel", text(record, "authlevel"), 1)
    # Who only left a phone number has no certificate, and what they typed themselves is nobody's business.
    kind, number = ("", "") if level == 1 else _certificate(record)
    return PortalIdentity(
        user_id=stated(record, "userid"),
        name=text(record, "username") or stated(record, "loginname"),
        certificate_kind=kind,
        certificate_number=number,
        phone=text(record, "mobile"),
        assurance_level=level,
        account_space=SIMPLEAUTH,
    )


def _certificate(record: Any) -> tuple[str, str]:
    id_type = stated(record, "idtype")
    if id_type == _OFFICERS_CARD:
        raise CertificateNotTaken
    if id_type in _FIELDS:
        name, kind = _FIELDS[id_type]
        return kind, stated(record, name)
    if int(id_type) > int(max(_FIELDS)):
        for name, kind in _FIELDS_OF_OTHERS:
            if number := text(record, name):
                return kind, number
    number = stated(record, "idnum")
    return _KINDS_BY_PREFIX.get(number[0], "resident_id"), number
