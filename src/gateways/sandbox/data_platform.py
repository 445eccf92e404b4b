"""The data platform's side: the key pair, the shared records, and the licence library on the same protocol."""

import hmac
from collections.abc import Mapping
from typing import Any

import orjson
from flask import Blueprint, Response, jsonify, request

from gateways.data_sharing import sign
from gateways.sandbox.state import SandboxState

SYSTEM = "data_sharing"
FAULTS = ("expired-secret", "quota", "bad-signature")

#: Codes of the certificate kinds that may stand in a list (GA/T 2000.156).
KINDS = {"resident_id": "111", "hmt_residence_permit": "999", "passport": "414"}


def make_room(state: SandboxState) -> Blueprint:
    """Return the data platform's endpoints."""
    room = Blueprint(SYSTEM, __name__)

    @room.post("/gateway/app/refreshTokenByKey.htm")
    def by_key() -> Response:
        if not _signed_with(state, state.values["DATA_SHARING_APP_SECRET"]):
            return _answer("14")
        return _new_pair(state)

    @room.post("/gateway/app/refreshTokenBySec.htm")
    def by_secret() -> Response:
        if not any(_signed_with(state, secret) for secret in state.refresh_secrets.live()):
            return _answer("14")
        return _new_pair(state)

    @room.post("/gateway/api/<catalogue>/dataSharing/<code>.htm")
    def query(catalogue: str, code: str) -> Response:
        del catalogue
        for fault, refusal in (("expired-secret", "11"), ("quota", "18"), ("bad-signature", "14")):
            if state.faults.strikes("data_sharing", fault):
                return _answer(refusal)
        if not any(_signed_with(state, secret) for secret in state.request_secrets.live()):
            return _answer("11")
        if not request.form.get("useCause"):
            return _answer("97")
        records = _records(state, code)
        return _answer("97") if records is None else _answer("00", records)

    return room


def _records(state: SandboxState, code: str) -> list[dict[str, Any]] | None:
    form = request.form
    if code == "licenceAuthorise":
        return [{"authCode": state.grants.mint(form.get("holderCode"))}]
    if code == "licenceList":
        return _listed(state, form)
    if code == "licenceFetch":
        return _fetched(state, form)
    if code in state.lists:
        return _everybody(state, state.lists[code], form)
    resource = state.resources.get(code)
    if resource is None:
        return None
    persona = state.holder(form.get("idNumber", ""))
    records: list[dict[str, Any]] = [] if persona is None else persona.get("shared_data", {}).get(resource, [])
    return records


def _everybody(state: SandboxState, resource: str, form: Mapping[str, str]) -> list[dict[str, Any]] | None:
    """Return one page of all who are on record, each with their certificate."""
    page, size = form.get("pageNo", ""), form.get("pageSize", "")
    if not (page.isdecimal() and size.isdecimal() and int(page)):
        return None
    records = [
        {"idType": KINDS[persona["certificate"]["kind"]], "idNumber": persona["certificate"]["number"], **record}
        for persona in state.personas.values()
        if persona["kind"] == "person"
        for record in persona.get("shared_data", {}).get(resource, [])[:1]
    ]
    first = (int(page) - 1) * int(size)
    return records[first : first + int(size)]


def _listed(state: SandboxState, form: Mapping[str, str]) -> list[dict[str, Any]] | None:
    holder = form.get("holderCode", "")
    if state.grants.look(form.get("authCode", "")) != holder:
        return None
    persona = state.holder(holder)
    if persona is None:
        return []
    wanted = form.get("certTypeCodes", "").split(",")
    return [
        {"licenceToken": state.grants.mint((persona["persona"], index)), "typeCode": item["type"]}
        for index, item in enumerate(persona.get("licences", []))
        if item["type"] in wanted
    ]


def _fetched(state: SandboxState, form: Mapping[str, str]) -> list[dict[str, Any]] | None:
    found = state.grants.take(form.get("licenceToken", ""))
    if not isinstance(found, tuple):
        return None
    slug, index = found
    persona = state.personas[slug]
    item = persona["licences"][index]
    return [
        {
            "typeCode": item["type"],
            "number": item["number"],
            "holderName": persona["name"],
            "issueOrgCode": item["issuer"],
            "issueOrgName": state.departments.get(item["issuer"], item["issuer"]),
            "issuedOn": item["issued_on"],
            "expiresOn": item["expires_on"],
            "status": item.get("status", "valid"),
            "fields": item["fields"],
        },
    ]


def _signed_with(state: SandboxState, secret: str) -> bool:
    form = request.form
    app_key = state.values["DATA_SHARING_APP_KEY"]
    right = sign(app_key, secret, form.get("requestTime", ""))
    return form.get("appKey") == app_key and hmac.compare_digest(right, form.get("sign", ""))


def _new_pair(state: SandboxState) -> Response:
    pair = {
        "requestSecret": state.request_secrets.mint(True),
        "refreshSecret": state.refresh_secrets.mint(True),
        "requestSecretEndTime": "",
        "refreshSecretEndTime": "",
    }
    return jsonify(code="00", msg="成功", data="", datas=pair, dataCount=0, requestId="sandbox")


def _answer(code: str, records: list[dict[str, Any]] | None = None) -> Response:
    """Answer as the platform does: ``datas`` is a JSON string here, an array there; readers must take both."""
    found = records or []
    datas: Any = orjson.dumps(found).decode() if len(found) % 2 == 1 else found
    return jsonify(code=code, msg="", datas=datas, dataCount=len(found), requestId="sandbox")
