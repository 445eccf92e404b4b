"""The directory: organisations, who works in them, positions and accounts (``/mozi/…``).

Only what the application may see is returned; :meth:`Directory.scopes` says where that begins.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateways.errors import SourceNonsense
from gateways.zhezhengding.calls import SYSTEM, Calls, checked, data_of, parsed, record, records, stated

PAGE = 100
#: A directory that never ends is nonsense; a city's largest office has fewer pages by far.
MOST_PAGES = 1000
ACTIVE = "A"
#: What the portal calls back for; the first part of a name may differ by platform.
EVENTS = (
    "EMPLOYEE_ADD_UPDATE",
    "EMPLOYEE_LEAVE",
    "ORGANIZATION_ATTACH_EMPLOYEE",
    "ORGANIZATION_DETACH_EMPLOYEE",
    "ORGANIZATION_ADD_UPDATE",
    "ORGANIZATION_PARENT_CHANGED",
    "ORGANIZATION_REMOVE",
)


@dataclass(frozen=True)
class Scopes:
    """Codes of the organisations and accounts that are visible to the application, with all below them."""

    organisations: tuple[str, ...]
    users: tuple[str, ...]


@dataclass(frozen=True)
class Organisation:
    """One organisation; ``uscc`` is empty for an inner unit, ``status`` is A (active) or F (closed)."""

    code: str
    name: str
    parent: str
    uscc: str
    status: str


@dataclass(frozen=True)
class Employee:
    """One civil servant, by the code that accounts are bound to; ``status`` is A (active) or F (left)."""

    code: str
    name: str
    status: str


@dataclass(frozen=True)
class Position:
    """A position of an employee in an organisation."""

    organisation: str
    title: str
    main: bool


class Directory:
    """The office portal's directory."""

    def __init__(self, calls: Calls) -> None:
        """Speak through an application's calls."""
        self._calls = calls

    def scopes(self) -> Scopes:
        """Return where the directory begins for this application."""
        content = record(parsed(checked(self._get("/auth/scopesV2", {})).get("content")))
        return Scopes(_codes(content.get("deptVisibleScopes")), _codes(content.get("userVisibleScopes")))

    def organisation(self, code: str) -> Organisation:
        """Return one organisation."""
        return _organisation(record(self._asked("organization/getOrganizationByCode", {"organizationCode": code})))

    def organisations(self, codes: Sequence[str]) -> list[Organisation]:
        """Return organisations by their codes, whatever their number; those that are unknown are left out."""
        return [
            _organisation(item)
            for batch in _batches(codes)
            for item in records(self._asked("organization/listOrganizationsByCodes", {"organizationCodes": batch}))
        ]

    def below(self, code: str) -> list[str]:
        """Return the codes of the active organisations directly below one."""
        asked = {"organizationCode": code, "status": ACTIVE}
        return [str(item) for item in self._pages("organization/pageSubOrganizationCodes", asked)]

    def employee_codes(self, organisation: str) -> list[str]:
        """Return the codes of those who hold a position in an organisation."""
        asked = {"organizationCode": organisation, "employeePositionStatus": ACTIVE}
        return [str(item) for item in self._pages("organization/pageOrganizationEmployeeCodes", asked)]

    def employees(self, codes: Sequence[str]) -> list[Employee]:
        """Return employees by their codes, whatever their number; those that are unknown are left out."""
        return [
            Employee(stated(item, "employeeCode"), stated(item, "employeeName"), stated(item, "status"))
            for batch in _batches(codes)
            for item in records(self._asked("employee/listEmployeesByCodes", {"employeeCodes": batch}))
        ]

    def positions(self, employee: str) -> list[Position]:
        """Return the active positions of an employee."""
        asked = {"employeeCode": employee, "employeePositionStatus": ACTIVE}
        return [
            Position(
                stated(item, "organizationCode"),
                str(item.get("govEmpPosJob") or ""),
                str(item.get("mainJob")).lower() in {"true", "1", "employee_position_main"},
            )
            for item in records(self._asked("employee/listEmployeePositionsByEmployeeCode", asked))
        ]

    def account_ids(self, codes: Sequence[str]) -> dict[str, str]:
        """Return the accounts of employees by their codes; who has none is left out."""
        return {
            stated(item, "employeeCode"): stated(item, "accountId")
            for batch in _batches(codes)
            for item in records(self._asked("employee/listEmployeeAccountIds", {"employeeCodes": batch}))
            if item.get("accountId")
        }

    def register_callback(self, url: str) -> None:
        """Have the portal call an address at each event of the directory; it sends a probe to it first."""
        for tag in EVENTS:
            asked = {"eventTag": f"{self._calls.settings.event_prefix}{tag}", "callbackUrl": url}
            checked(self._calls.post("/openplatform/message/register_event_callback", asked))

    def _pages(self, name: str, asked: Mapping[str, str]) -> Iterator[Any]:
        """Read a list page by page, up to the first that is not full."""
        for page in range(1, MOST_PAGES + 1):
            part = self._asked(name, {**asked, "pageNo": str(page), "pageSize": str(PAGE)}) or []
            if not isinstance(part, list):
                raise SourceNonsense(system=SYSTEM)
            yield from part
            if len(part) < PAGE:
                return
        raise SourceNonsense(system=SYSTEM)

    def _asked(self, name: str, parameters: Mapping[str, str | Iterable[str]]) -> Any:
        return data_of(checked(self._get(f"/mozi/{name}", parameters)))

    def _get(self, path: str, parameters: Mapping[str, str | Iterable[str]]) -> Any:
        return self._calls.get(path, {**parameters, "tenantId": self._calls.settings.tenant_id})


def _organisation(item: Mapping[str, Any]) -> Organisation:
    return Organisation(
        stated(item, "organizationCode"),
        stated(item, "organizationName"),
        str(item.get("parentCode") or ""),
        str(item.get("unifiedSocialCreditCode") or ""),
        stated(item, "status"),
    )


def _batches(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (codes[first : first + PAGE] for first in range(0, len(codes), PAGE))


def _codes(value: Any) -> tuple[str, ...]:
    found = parsed(value) or []
    if not isinstance(found, list):
        raise SourceNonsense(system=SYSTEM)
    return tuple(str(item) for item in found)
