"""Checking one matter against its shape and the rules, whichever city it stands in."""

from collections.abc import Iterator
from typing import Any

from engines.forms import compile_form, form_findings
from engines.matters import authored, revision_in_force
from engines.packs.audit import RULES
from engines.packs.city import City, StoredCity
from engines.packs.findings import Finding
from engines.packs.joint_audit import joint_findings
from engines.packs.sentences import SENTENCES
from engines.packs.shapes import MATTER
from kit.database import Unit
from kit.errors import Pointer

CONTENT = "/content"


def against(file: str, shape: dict[str, Any], content: dict[str, Any]) -> Iterator[Finding]:
    """Find what of a content does not have its shape."""
    for error in compile_form(shape).iter_errors(content):
        place = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error.instance_path)
        yield Finding(file, place, str(error.message), "write it as packs/README.md says")


def audit_findings(file: str, matter: dict[str, Any], city: City) -> Iterator[Finding]:
    """Find what of a matter that has its shape breaks a rule."""
    for rule in RULES:
        for place, text, remedy in rule(city, matter):
            yield Finding(file, place, text, remedy, rule.__name__)


def matter_findings(unit: Unit, content: dict[str, Any]) -> list[Pointer]:
    """Return everything that keeps a matter from being published, under ``/content``; nothing for a good one.

    The shape and the rules are the pack's; what the matter names is looked for in the database.
    """
    found = form_findings("engines.packs.matter", MATTER, content)
    if found:
        return [Pointer(CONTENT + item.pointer.removeprefix("/form"), item.code, item.zh, item.en) for item in found]
    city = StoredCity(unit, content)
    findings = [_pointer(item) for item in audit_findings("", content, city)]
    return findings or [_joint_pointer(city, item) for item in _new_joint_findings(unit, city, content)]


def _new_joint_findings(unit: Unit, city: StoredCity, content: dict[str, Any]) -> list[Finding]:
    """Return what a joint matter would lack by this content and does not lack already."""
    present = revision_in_force(unit, content["task_code"])
    known = set(joint_findings(StoredCity(unit, authored(present.content.raw)))) if present else set()
    return [item for item in joint_findings(city) if item not in known]


def _pointer(item: Finding) -> Pointer:
    return Pointer(
        CONTENT + item.pointer, item.code, SENTENCES.get(item.code, item.rule), f"{item.rule}: {item.remedy}"
    )


def _joint_pointer(city: City, item: Finding) -> Pointer:
    """Say what a joint matter would lack by this content, since it fills its parts from one form."""
    name = city.joint_matters[item.file]["name"]
    en = f"{name} ({item.file}{item.pointer}) would break: {item.rule}"
    return Pointer(CONTENT, "joint_matter", f"该内容与“{name}”不一致（{item.pointer}），请同步调整。", en)
