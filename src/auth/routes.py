"""Sign-in over HTTP."""

from typing import Any

from flask import Response, jsonify
from sqlalchemy import select

from auth.certificates import KINDS
from auth.clients import start_client_session
from auth.identity import link_certificate
from auth.keys import public_keys
from auth.models import AuthCertificate
from auth.schemas import (
    SCAN,
    SSOTOKEN,
    TICKET,
    CertificateIn,
    ClientSessionIn,
    ClientSessionOut,
    KeySetOut,
    MeOut,
    RefreshIn,
    SessionIn,
    SessionOut,
)
from auth.sessions import end_session, refresh_session, start_citizen_session, start_office_session, use_ticket
from auth.subjects import Subject
from gateways import Gateways
from kit.errors import Forbidden
from kit.web import Door, context, subject, unit

door = Door(
    "auth", audience="public", url_prefix="/auth/v1", description="Sign in, refresh, sign out.", document="auth"
)
own_door = Door("me", audience="any", url_prefix="/auth/v1", description="The signed-in subject.", document="auth")
key_door = Door("keys", audience="public", url_prefix="/.well-known", description="Public keys.", document="auth")
doors = (door, own_door, key_door)


@door.route("/sessions", methods=["POST"])
@door.arguments(SessionIn())
@door.response(201, SessionOut())
@door.problems(401, 403, 502, 503)
def create_session(arguments: dict[str, str]) -> dict[str, Any]:
    """Sign in.

    Exchanges a single-use portal ticket or code for a session. The portal is asked before anything is written.
    A used, expired or foreign ticket answers 401 with what to do; a way that the city does not offer, 422. 403 says
    what to put right in the portal first: an account that is not activated, a certificate of a kind not taken here,
    an organisation not verified.
    """
    gateways: Gateways = context().gateways
    if arguments["method"] == TICKET:
        person = gateways.zheliban.exchange_ticket(arguments["ticket"], arguments.get("container"))
        return start_citizen_session(unit(), context(), arguments["ticket"], person).body()
    if arguments["method"] == SSOTOKEN:
        company = gateways.zheliban.exchange_ssotoken(arguments["ssotoken"])
        return start_citizen_session(unit(), context(), arguments["ssotoken"], company).body()
    office = gateways.zhezhengding
    exchange = office.exchange_scan_code if arguments["method"] == SCAN else office.exchange_code
    officer = exchange(arguments["code"])
    return start_office_session(unit(), context(), arguments["code"], officer).body()


@door.route("/client_sessions", methods=["POST"])
@door.arguments(ClientSessionIn())
@door.response(201, ClientSessionOut())
@door.problems(401)
def create_client_session(arguments: dict[str, str]) -> dict[str, Any]:
    """Sign an outside system in (授信代码), by the account that its organ was given.

    Its token opens the doors of integrators, for that organ alone, for 15 minutes; there is nothing to refresh.
    """
    organ, account = arguments["organ_code"], arguments["account"]
    signed_in = start_client_session(unit(), context(), organ, account, arguments["secret"])
    return {name: said for name, said in signed_in.body().items() if name != "refresh_token"}


@door.route("/sessions/refresh", methods=["POST"])
@door.arguments(RefreshIn())
@door.response(200, SessionOut())
@door.problems(401)
def refresh(arguments: dict[str, str]) -> dict[str, Any]:
    """Renew a session.

    Hands out a new pair. The refresh token given is used up; using it again ends the whole session, since then
    two parties hold it (RFC 9700 section 4.14).
    """
    return refresh_session(unit(), context(), arguments["refresh_token"]).body()


@own_door.route("/sessions/current", methods=["DELETE"])
@own_door.response(204)
def end_current_session() -> tuple[str, int]:
    """Sign out.

    Every worker refuses the session's tokens from now on.
    """
    caller: Subject = subject()
    if caller.session_id is not None:
        end_session(unit(), caller.session_id, "signed out")
    return "", 204


@own_door.route("/me")
@own_door.response(200, MeOut())
def get_me() -> dict[str, Any]:
    """Tell who is signed in.

    Certificates are masked; permissions are those of the session.
    """
    return _described(subject())


def _described(caller: Subject) -> dict[str, Any]:
    rows = unit().rows(
        select(AuthCertificate.kind, AuthCertificate.number_masked)
        .where(AuthCertificate.subject_id == caller.id)
        .order_by(AuthCertificate.id),
    )
    return {
        "id": str(caller.id),
        "kind": caller.kind,
        "name": caller.name,
        "assurance_level": caller.assurance_level,
        "audience": caller.audience,
        "acting_person_id": str(caller.acting_person_id) if caller.acting_person_id else None,
        "employee_code": caller.employee_code,
        "department_code": caller.department_code,
        "permissions": sorted(caller.permissions),
        "lent": [{"name": item.name, "permissions": sorted(item.permissions)} for item in caller.lent],
        "certificates": [
            {"kind": row.kind, "kind_name": KINDS[row.kind].zh, "number": row.number_masked} for row in rows
        ],
    }


@own_door.route("/certificates", methods=["POST"])
@own_door.arguments(CertificateIn())
@own_door.response(201, MeOut())
@own_door.problems(409, 502, 503)
def add_certificate(arguments: dict[str, str]) -> dict[str, Any]:
    """Link a second certificate.

    Proof is a fresh portal ticket that was got with the other certificate, real-name at least. A certificate of
    another identity answers 409.
    """
    caller: Subject = subject()
    if caller.kind == "officer":
        # A post is not a person's certificate: a namesake's ticket must not open it.
        raise Forbidden
    gateways: Gateways = context().gateways
    identity = gateways.zheliban.exchange_ticket(arguments["ticket"], arguments.get("container"))
    use_ticket(unit(), arguments["ticket"])
    link_certificate(unit(), context().vault, caller.acting_person_id or caller.id, identity)
    unit().flush()
    return _described(caller)


@key_door.route("/jwks.json")
@key_door.response(200, KeySetOut())
def get_key_set() -> Response:
    """Return the public keys.

    Tokens and receipts verify with them; retired keys stay as long as anything they signed may be shown.
    """
    answer = jsonify({"keys": public_keys(unit())})
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
