"""Checking a whole pack, then loading it in one transaction; the second time nothing changes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auth import CertificateInvalid, check_certificate, renew_lent, store_directory, store_positions
from engines.assessment import store_assessment
from engines.bookings import store_bookable_resources
from engines.canteen import store_canteens
from engines.documents import store_document_rules
from engines.entitlements import store_entitlements
from engines.evaluations import store_options
from engines.indicators import store_targets
from engines.joint import store_joint_matters
from engines.licences import store_licence_types
from engines.matters import load_matters, store_resources, store_topics
from engines.packs.assessment_audit import assessment_findings
from engines.packs.canteen_audit import canteen_findings
from engines.packs.checking import against, audit_findings
from engines.packs.clock_rules import store_clock_rules
from engines.packs.connections import whole_pack_findings
from engines.packs.entitlement_audit import entitlement_findings
from engines.packs.findings import Finding, PackBroken
from engines.packs.joint_audit import joint_findings
from engines.packs.reading import Pack, read_pack
from engines.packs.shapes import ENTITLEMENT, ITEMS, JOINT_MATTER, MATTER
from engines.packs.visitor_audit import visitor_findings
from engines.proposals import store_duties
from engines.receptions import store_reception_standards
from engines.tickets import store_categories
from engines.vehicles import store_vehicles
from engines.visitors import store_visitor_buildings
from kit.database import Unit


def load_pack(unit: Unit, folder: Path) -> dict[str, int]:
    """Load the pack in a folder and return how much changed by kind.

    A matter whose file changed becomes a new revision, one whose file is gone is withdrawn; what staff published
    stays until then.
    Errors: :class:`PackBroken` with every finding; then nothing is loaded.
    """
    pack = read_pack(folder)
    findings = [*_shape_findings(pack)]
    if not findings:
        findings = [
            *whole_pack_findings(pack),
            *_audit_findings(pack),
            *joint_findings(pack),
            *entitlement_findings(pack),
            *assessment_findings(pack),
            *canteen_findings(pack),
            *visitor_findings(pack),
            *_persona_findings(pack),
        ]
    if findings:
        raise PackBroken(findings)
    items = pack.items
    posts = {
        "directory": store_directory(
            unit, regions=items["regions"], departments=items["departments"], roles=items["roles"]
        ),
        "positions": store_positions(unit, [*_positions(pack)]),
    }
    if any(posts.values()):
        renew_lent(unit)  # What somebody lends is never more than their posts give.
    return {
        **posts,
        **store_clock_rules(unit, items["holidays"], items["policy"]),
        "evaluation options": store_options(unit, items["evaluation_options"]),
        "targets": store_targets(unit, items["targets"]),
        "assessment": store_assessment(unit, items["assessment"]),
        "licence types": store_licence_types(unit, items["licence_types"]),
        "data resources": store_resources(unit, items["data_resources"]),
        "topics": store_topics(unit, items["topics"]),
        "matters": load_matters(unit, list(pack.matters.values())),
        "joint matters": store_joint_matters(unit, list(pack.joint_matters.values())),
        "document rules": store_document_rules(
            unit, items["document_registers"], items["organ_lists"], [*_words(items["forbidden_words"])]
        ),
        "duties": store_duties(unit, items["duties"]),
        "bookable resources": store_bookable_resources(unit, items["bookable_resources"]),
        "vehicles": store_vehicles(unit, [*_with_keepers(pack)]),
        "reception standards": store_reception_standards(unit, items["reception_standards"]),
        "repair categories": store_categories(unit, "repair", items["repair_categories"]),
        "canteens": store_canteens(unit, items["canteens"]),
        "visitor buildings": store_visitor_buildings(unit, items["visitor_buildings"]),
        "entitlements": store_entitlements(unit, [*_with_titles(pack)]),
    }


def _words(lists: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give every forbidden word the organ whose list it stands in."""
    for item in lists:
        for word in item["words"]:
            yield {"department": item["department"], **word}


def _with_keepers(pack: Pack) -> Iterator[dict[str, Any]]:
    """Give every car's card the department that keeps its resource."""
    keepers = {item["code"]: item["department"] for item in pack.items["bookable_resources"]}
    for card in pack.items["vehicles"]:
        yield {**card, "department": keepers[card["code"]]}


def _with_titles(pack: Pack) -> Iterator[dict[str, Any]]:
    """Give every entitlement the name of its list and the titles of what stands in it, for people to read."""
    resources = {item["code"]: item for item in pack.items["data_resources"]}
    for entitlement in pack.entitlements.values():
        resource = resources[entitlement["resource"]]
        titles = {item["name"]: item["title"] for item in resource["fields"]}
        yield {**entitlement, "resource_name": resource["name"], "titles": titles}


def _shape_findings(pack: Pack) -> Iterator[Finding]:
    for name, shape in ITEMS.items():
        whole = {"type": "object", "properties": {"items": {"type": "array", "items": shape}}}
        yield from against(f"{name}.json", whole, {"items": pack.items[name]})
    for file, matter in pack.matters.items():
        yield from against(file, MATTER, matter)
    for file, joint in pack.joint_matters.items():
        yield from against(file, JOINT_MATTER, joint)
    for file, entitlement in pack.entitlements.items():
        yield from against(file, ENTITLEMENT, entitlement)


def _audit_findings(pack: Pack) -> Iterator[Finding]:
    for file, matter in pack.matters.items():
        yield from audit_findings(file, matter, pack)


def _persona_findings(pack: Pack) -> Iterator[Finding]:
    for index, persona in enumerate(pack.items["personas"]):
        numbers = [("certificate", persona.get("certificate"))]
        if "organisation" in persona:
            numbers.append(("organisation", {"kind": "uscc", "number": persona["organisation"]["uscc"]}))
        for place, certificate in numbers:
            if certificate is None:
                continue
            try:
                check_certificate(certificate["kind"], certificate["number"])
            except CertificateInvalid:
                pointer = f"/items/{index}/{place}/number"
                yield Finding("personas.json", pointer, "the number passes its check digit", "recompute it")


def _positions(pack: Pack) -> Iterator[dict[str, Any]]:
    for persona in pack.items["personas"]:
        for position in persona.get("officer", {}).get("positions", []):
            yield {"employee_code": persona["officer"]["employee_code"], **position}
