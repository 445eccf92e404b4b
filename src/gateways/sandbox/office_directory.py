"""浙政钉's side of the directory: the pack's departments as organisations, its officers as employees."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request

from gateways.sandbox.office_answers import refused, result
from gateways.sandbox.state import SandboxState

MOST_CODES = 100
LARGEST_PAGE = 100
WRONG = "INVALID_PARAMETER"
EVERYWHERE = "*"


class City:
    """The pack as a directory; employees can leave and come back, organisations cannot."""

    def __init__(self, state: SandboxState) -> None:
        """Read the state's departments and officers."""
        self.organisations = {_code(item["uscc"]): _organisation(item) for item in state.offices}
        self.roots = [code for code, item in self.organisations.items() if item["parentCode"] not in self.organisations]
        self.employees = {
            persona["officer"]["employee_code"]: persona
            for persona in state.personas.values()
            if persona["kind"] == "officer"
        }
        self.left: set[str] = set()
        #: Employees and departments that they no longer work in.
        self.moved: set[tuple[str, str]] = set()

    def below(self, organisation: str) -> list[str]:
        """Return the organisations directly below one."""
        return [code for code, item in self.organisations.items() if item["parentCode"] == organisation]

    def members(self, organisation: str) -> list[str]:
        """Return who holds a position in an organisation; who works everywhere does so in the first."""
        return [
            code
            for code, persona in self.employees.items()
            if code not in self.left and organisation in self.organisations_of(persona)
        ]

    def organisations_of(self, persona: dict[str, Any]) -> list[str]:
        """Return where an officer works."""
        return [position["organizationCode"] for position in self.positions(persona)]

    def positions(self, persona: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the positions of an officer."""
        return [
            {
                "organizationCode": self.roots[0] if item["department"] == EVERYWHERE else _code(item["department"]),
                "mainJob": item["main"],
                "govEmpPosJob": item["title"],
                "order": place,
            }
            for place, item in enumerate(persona["officer"]["positions"])
            if (persona["officer"]["employee_code"], item["department"]) not in self.moved
        ]

    def employee(self, code: str) -> dict[str, Any]:
        """Return the record of an employee."""
        return {
            "employeeCode": code,
            "employeeName": self.employees[code]["name"],
            "status": "F" if code in self.left else "A",
        }


def add_directory(room: Blueprint, state: SandboxState) -> None:
    """Add the directory's calls, and letting somebody leave."""
    city = City(state)
    callbacks: dict[str, str] = {}
    _add_organisations(room, state, city)
    _add_employees(room, state, city)

    @room.get("/auth/scopesV2")
    def scopes() -> Response:
        content = {"deptVisibleScopes": city.roots, "userVisibleScopes": []}
        return jsonify(errorCode=None, errorMsg=None, errorLevel=None, content=content)

    @room.post("/openplatform/message/register_event_callback")
    def register_callback() -> Response:
        tag, url = request.form.get("eventTag", ""), request.form.get("callbackUrl", "")
        if not tag or not url.startswith(("http://", "https://")):
            return refused(WRONG, "eventTag, callbackUrl")
        callbacks[tag] = url
        return result(state, "true")

    @room.get("/sandbox/zhezhengding/callbacks")
    def list_callbacks() -> Response:
        return jsonify(callbacks)

    @room.put("/sandbox/zhezhengding/left")
    def leave() -> Response:
        """Let these employees, and no others, have left; or only departments, given as pairs with them."""
        asked: Any = request.get_json(silent=True) or {}
        city.left = set(asked.get("employee_codes", [])) & city.employees.keys()
        city.moved = {(code, department) for code, department in asked.get("departments", [])}
        return jsonify(employee_codes=sorted(city.left), departments=sorted(city.moved))

    @room.before_request
    def check_tenant() -> Response | None:
        if request.path.startswith("/mozi/") and request.args.get("tenantId") != state.values["ZHEZHENGDING_TENANT_ID"]:
            return refused(WRONG, "tenantId")
        return None


def _add_organisations(room: Blueprint, state: SandboxState, city: City) -> None:
    @room.get("/mozi/organization/getOrganizationByCode")
    def organisation() -> Response:
        found = city.organisations.get(request.args.get("organizationCode", ""))
        return refused(WRONG, "organizationCode") if found is None else result(state, found)

    @room.get("/mozi/organization/listOrganizationsByCodes")
    def organisations() -> Response:
        codes = request.args.getlist("organizationCodes")
        if not 0 < len(codes) <= MOST_CODES:
            return refused(WRONG, "organizationCodes")
        return result(state, [city.organisations[code] for code in codes if code in city.organisations])

    @room.get("/mozi/organization/pageSubOrganizationCodes")
    def below() -> Response:
        return _page(state, city.below(request.args.get("organizationCode", "")))

    @room.get("/mozi/organization/pageOrganizationEmployeeCodes")
    def members() -> Response:
        return _page(state, city.members(request.args.get("organizationCode", "")))


def _add_employees(room: Blueprint, state: SandboxState, city: City) -> None:
    @room.get("/mozi/employee/listEmployeesByCodes")
    def employees() -> Response:
        codes = _asked_codes(city)
        return refused(WRONG, "employeeCodes") if codes is None else result(state, [city.employee(c) for c in codes])

    @room.get("/mozi/employee/listEmployeeAccountIds")
    def accounts() -> Response:
        codes = _asked_codes(city)
        if codes is None:
            return refused(WRONG, "employeeCodes")
        found = [{"employeeCode": c, "accountId": city.employees[c]["officer"]["account_id"]} for c in codes]
        return result(state, found)

    @room.get("/mozi/employee/listEmployeePositionsByEmployeeCode")
    def positions() -> Response:
        persona = city.employees.get(request.args.get("employeeCode", ""))
        return refused(WRONG, "employeeCode") if persona is None else result(state, city.positions(persona))


def _asked_codes(city: City) -> list[str] | None:
    codes = request.args.getlist("employeeCodes")
    return [code for code in codes if code in city.employees] if 0 < len(codes) <= MOST_CODES else None


def _page(state: SandboxState, items: Sequence[str]) -> Response:
    number, size = request.args.get("pageNo", ""), request.args.get("pageSize", "20")
    if not (number.isdecimal() and int(number) and size.isdecimal() and 0 < int(size) <= LARGEST_PAGE):
        return refused(WRONG, "pageNo, pageSize")
    first = (int(number) - 1) * int(size)
    page = list(items[first : first + int(size)])
    return result(state, page, currentPage=int(number), pageSize=int(size), totalSize=len(items))


def _code(uscc: str) -> str:
    return f"GO_{uscc}"


def _organisation(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "organizationCode": _code(item["uscc"]),
        "organizationName": item["name"],
        "parentCode": _code(item["parent"]) if item.get("parent") else "",
        "unifiedSocialCreditCode": item["uscc"],
        "status": "A",
        "displayOrder": 0,
        "typeCode": "GOV_UNIT",
    }
