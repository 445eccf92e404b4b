"""The licence library's side, on the data platform's protocol: authorise, list, fetch; and what we push into it."""

import threading
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify

from gateways.sandbox.state import SandboxState

Records = list[dict[str, Any]]
#: What an exchange record must say.
_NEEDED = (
    *("source_id", "row_key", "version", "status", "certificate_name", "certificate_type", "type_code"),
    *("certificate_number", "holder", "holder_code", "holder_type", "area_code", "issue_dept", "issue_date"),
)


class Shelf:
    """The licences that were pushed, by their id at the source; no personal data of them is kept."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._held: dict[str, dict[str, Any]] = {}
        self._keys: set[str] = set()
        self._lock = threading.Lock()

    def take(self, operation: str, asked: Mapping[str, str]) -> Records | None:
        """Take one version in, or return None for a record that lacks something.

        A repeat is known by its key, and an older version is refused after a newer one.
        """
        if any(not asked.get(name) for name in _NEEDED) or not asked["version"].isdecimal():
            return None
        key, licence, version = asked["row_key"], asked["source_id"], int(asked["version"])
        with self._lock:
            if key in self._keys:
                return [{"result": "duplicate"}]
            held = self._held.get(licence)
            if held is not None and version < held["version"]:
                return [{"result": "older"}]
            self._keys.add(key)
            entry = self._held.setdefault(licence, {"licence": licence, "received": []})
            shown = ("status", "type_code", "certificate_identifier", "area_code", "issue_dept_code")
            entry.update({name: asked.get(name, "") for name in shown}, version=version)
            entry["received"].append({"key": key, "operation": operation, "status": asked["status"]})
        return [{"result": "accepted"}]

    def make_doors(self) -> Blueprint:
        """Return the page that shows what lies here."""
        doors = Blueprint("doors", __name__, url_prefix="/sandbox/licences")

        @doors.get("")
        def list_pushed() -> Response:
            with self._lock:
                return jsonify(items=list(self._held.values()))

        return doors


def authorise(state: SandboxState, asked: Mapping[str, str]) -> Records:
    """Grant the use of one holder's licences for a while."""
    return [{"authCode": state.grants.mint(asked.get("holderCode"))}]


def list_held(state: SandboxState, asked: Mapping[str, str]) -> Records | None:
    """List what a holder has of some types, or return None without a grant."""
    holder = asked.get("holderCode", "")
    if state.grants.look(asked.get("authCode", "")) != holder:
        return None
    persona = state.holder(holder)
    if persona is None:
        return []
    wanted = asked.get("certTypeCodes", "").split(",")
    return [
        {"licenceToken": state.grants.mint((persona["persona"], index)), "typeCode": item["type"]}
        for index, item in enumerate(persona.get("licences", []))
        if item["type"] in wanted
    ]


def fetch(state: SandboxState, asked: Mapping[str, str]) -> Records | None:
    """Return one licence for its token, which is good once."""
    found = state.grants.take(asked.get("licenceToken", ""))
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
