"""Legal persons' own sign-on: an ``ssotoken`` for the company and the human who acts for it."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from gateways.http_client import HttpClient, member
from gateways.zheliban.identity import LEGAL, SYSTEM, ActingFor, CertificateNotTaken, PortalIdentity, read, stated, text
from gateways.zheliban.levels import level_or
from gateways.zheliban.refusals import refuse
from gateways.zheliban.signature import esso_sign

Query = Callable[[Mapping[str, str]], Any]

#: ``attnIDType`` and our certificate kinds.
_KINDS: Mapping[str, str] = {
    "51": "resident_id",
    "111": "resident_id",
    "414": "passport",
    "516": "hm_travel_permit",
    "511": "taiwan_travel_permit",
    "553": "foreign_permanent_residence",
}


class LegalSso:
    """The legal persons' sign-on's client; ``query`` asks the IRS component or the service itself."""

    def __init__(self, query: Query) -> None:
        """Ask by ``query``."""
        self._query = query

    def identify(self, ssotoken: str) -> PortalIdentity:
        """Return the company behind an ``ssotoken``, with the human who acts for it where one is named."""
        answer = self._query({"token": ssotoken})
        code = member(SYSTEM, answer, "errCode")
        if str(code) != "0":
            refuse(code, answer.get("msg"))
        return read(_identity, member(SYSTEM, answer, "info"))


def direct_query(http: HttpClient, path: str, project_id: str, secret: str) -> Query:
    """Return the older direct call, signed over its JSON body."""

    def query(body: Mapping[str, str]) -> Any:
        signed = {"x-esso-project-id": project_id, "x-esso-signature": esso_sign(secret, orjson.dumps(body))}
        return http.post_json(path, body, signed).body

    return query


def _identity(info: Any) -> PortalIdentity:
    user_id = stated(info, "userId")
    number = text(info, "attnIDNo")
    return PortalIdentity(
        user_id=user_id,
        name=text(info, "attnName"),
        certificate_kind=_kind(text(info, "attnIDType")) if number else "",
        certificate_number=number,
        phone=text(info, "attnPhone"),
        assurance_level=level_or("realLevel", text(info, "realLevel"), 1),
        organisation=ActingFor(user_id, stated(info, "CompanyName"), text(info, "uniscid")),
        account_space=LEGAL,
    )


def _kind(id_type: str) -> str:
    if id_type not in _KINDS:
        raise CertificateNotTaken
    return _KINDS[id_type]
