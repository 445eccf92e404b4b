"""Who receives a document: the organs that it names, or who signs for one of them (市政府 has its office do so).

Each organ gets it once, however often it is meant; the receipt says what the document calls it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from auth import department_names, receiving_departments
from engines.documents.models import OrganList
from kit.database import Unit


@dataclass(frozen=True)
class Addressed:
    """How a document means an organ: ``main`` or ``copy``, and by which names where it signs for another too."""

    role: str
    names: str | None


def organs_of(unit: Unit, row: Row[Any]) -> dict[str, Addressed]:
    """Return the organs that get a document, by their codes: lists are gone through, and the sender gets none."""
    roles = dict.fromkeys((item["code"] for item in row.copies), "copy")
    if row.organ_lists:
        for found in unit.rows(select(OrganList.members).where(OrganList.code.in_(row.organ_lists))):
            roles |= dict.fromkeys(found.members, "main")
    roles |= dict.fromkeys((item["code"] for item in row.main_recipients), "main")
    named = {item["code"]: item["name"] for item in (*row.copies, *row.main_recipients)}
    return addressed(unit, row.department_code, roles, named)


def addressed(
    unit: Unit, sender: str, roles: Mapping[str, str], named: Mapping[str, str] | None = None
) -> dict[str, Addressed]:
    """Return who gets a document of a sender that means organs in these roles; a main recipient gets no copy too."""
    names, through = {**department_names(unit), **(named or {})}, receiving_departments(unit)
    meant: dict[str, list[str]] = {}
    for code in sorted(roles, key=lambda code: roles[code] != "main"):
        meant.setdefault(through.get(code, code), []).append(code)
    meant.pop(sender, None)
    return {
        organ: Addressed(
            roles[codes[0]], None if codes == [organ] else "、".join(names.get(code, code) for code in codes)
        )
        for organ, codes in meant.items()
    }


def receivers_of(unit: Unit, codes: Iterable[str]) -> list[str]:
    """Return the organs whose receipts are meant by organs that a document names."""
    through = receiving_departments(unit)
    return [through.get(code, code) for code in codes]
