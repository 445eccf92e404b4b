"""Copies of the city's pack with something broken in them, and every way of breaking one that must be found."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from tests.engines.zhoushan import DRIVING_LICENCE, INSPECTION_MARK, PACK

GONE = object()
MERIT_SHIPPING = "91350100M000100Y43"  # holds, and is no department of the pack
CODE = "330109023001"


@dataclass(frozen=True)
class Break:
    """What is changed where, and what the finding must say; the first pointer is that of the finding looked at."""

    rule: str
    changes: Mapping[str, Any]
    pointers: tuple[str, ...]
    says: str
    remedy: str
    file: str = DRIVING_LICENCE


def copy_pack(folder: Path) -> Path:
    """Return a copy of the pack that may be broken."""
    return Path(shutil.copytree(PACK, folder / "pack"))


def change(file: Path, changes: Mapping[str, Any]) -> None:
    """Set the values at JSON pointers of a file; ``-`` appends to a list, GONE takes away."""
    content = orjson.loads(file.read_bytes())
    for pointer, value in changes.items():
        *path, last = pointer.split("/")[1:]
        place: Any = content
        for part in path:
            place = place[int(part)] if isinstance(place, list) else place[part]
        if last == "-":
            place.append(value)
        elif value is GONE:
            del place[int(last) if isinstance(place, list) else last]
        else:
            place[int(last) if isinstance(place, list) else last] = value
    file.write_bytes(orjson.dumps(content))


def _rule(expression: str, says: str, remedy: str) -> Break:
    """Return the break of the first rule of an immediate matter."""
    place = "/decision_rules/0/expression"
    return Break("rules_can_decide", {place: expression}, (place,), says, remedy, INSPECTION_MARK)


_SHAPE = "packs/README.md"

BREAKS: dict[str, Break] = {
    "department with a wrong check digit": Break(
        "shape", {"/items/0/uscc": "11330900002600018A"}, ("/items/0/uscc",), "uscc", _SHAPE, "departments.json"
    ),
    "task code too short": Break(
        "shape", {"/task_code": "11330900002600341Y333010902300"}, ("/task_code",), "{31}", _SHAPE
    ),
    "unknown key": Break("shape", {"/colour": "red"}, ("",), "colour", _SHAPE),
    "missing key": Break("shape", {"/faq": GONE}, ("",), '"faq"', _SHAPE),
    "licence type too short": Break(
        "shape", {"/items/0/code": "11100000000013127D01"}, ("/items/0/code",), "{21}", _SHAPE, "licence_types.json"
    ),
    "holiday that is no day": Break(
        "shape", {"/items/0/day": "2026-02-30"}, ("/items/0/day",), "date", _SHAPE, "holidays.json"
    ),
    "unknown kind of day": Break(
        "shape", {"/items/0/kind": "half_day"}, ("/items/0/kind",), "half_day", _SHAPE, "holidays.json"
    ),
    "role without permissions": Break(
        "shape", {"/items/0/permissions": []}, ("/items/0/permissions",), "less than 1", _SHAPE, "roles.json"
    ),
    "limit below zero": Break(
        "shape", {"/limits/promised/days": -1}, ("/limits/promised/days",), "minimum of 0", _SHAPE
    ),
    "persona with a wrong check digit": Break(
        "persona",
        {"/items/0/certificate/number": "330902199004120326"},
        ("/items/0/certificate/number",),
        "check digit",
        "recompute",
        "personas.json",
    ),
    "task code of another level": Break(
        "codes_agree",
        {"/task_code": f"11330900002600341Y4{CODE}"},
        ("/task_code",),
        "department + level + catalogue code",
        f"write 11330900002600341Y3{CODE}",
    ),
    "catalogue code of another type": Break(
        "codes_agree",
        {"/catalog_code": "330709023001", "/task_code": "11330900002600341Y3330709023001"},
        ("/catalog_code",),
        "item type",
        "write 01",
    ),
    "unknown department": Break(
        "references_exist",
        {"/department": MERIT_SHIPPING, "/task_code": f"{MERIT_SHIPPING}3{CODE}"},
        ("/department", "/steps/0/seats/0/department"),
        "departments.json",
        "add it or correct",
    ),
    "unknown region": Break(
        "references_exist", {"/region": "330800"}, ("/region",), "regions.json", "add it or correct"
    ),
    "unknown licence type": Break(
        "references_exist",
        {"/materials/0/satisfied_by/0/reference": "11100000000013127D999"},
        ("/materials/0/satisfied_by/0/reference",),
        "licence reference",
        "add it or correct",
    ),
    "unknown resource": Break(
        "references_exist",
        {"/materials/2/satisfied_by/0/reference": "driver_horoscope"},
        ("/materials/2/satisfied_by/0/reference",),
        "shared_data reference",
        "add it or correct",
    ),
    "way without its reference": Break(
        "references_exist",
        {"/materials/0/satisfied_by/0/reference": GONE},
        ("/materials/0/satisfied_by/0/reference",),
        "licence reference",
        "add it or correct",
    ),
    "prefill from an unknown licence": Break(
        "references_exist",
        {"/prefill/2/reference": "11100000000013127D999"},
        ("/prefill/2/reference",),
        "licence reference",
        "correct",
    ),
    "licence as result without a type": Break(
        "references_exist",
        {"/result/licence_type": GONE},
        ("/result/licence_type",),
        "licence_types.json",
        "name one",
    ),
    "licence that is cancelled": Break(
        "effects_have_a_licence", {"/result/effect": "cancel"}, ("/result/effect",), "a notice may cancel", "correct it"
    ),
    "change of a licence that nobody asks for": Break(
        "effects_have_a_licence",
        {"/result/licence_type": "11100000000013127D103"},
        ("/result/effect",),
        "a material or a source of prefill",
        "ask for it, or issue",
    ),
    "seat of an unknown department": Break(
        "seats_exist",
        {"/steps/0/seats/0/department": MERIT_SHIPPING},
        ("/steps/0/seats/0/department",),
        "departments.json",
        "add it",
    ),
    "promised over statutory": Break(
        "limits_promise_no_less",
        {"/limits/promised/days": 4},
        ("/limits/promised/days",),
        "at most statutory",
        "at most 3",
    ),
    "undertaking promised at once": Break(
        "kind_agrees_with_limit", {"/limits/promised/days": 0}, ("/handling_kind",), "0 days", "at least 1 day"
    ),
    "immediate matter that takes a day": Break(
        "kind_agrees_with_limit", {"/handling_kind": "1"}, ("/handling_kind",), "0 days", "promise 0 days"
    ),
    "no visit and yet a reason": Break(
        "visits_are_explained", {"/visits_reason": "核验原件"}, ("/visits_reason",), "0 visits say 无", "write 无"
    ),
    "a visit without a reason": Break(
        "visits_are_explained",
        {"/visits": 1, "/online_level": "III"},
        ("/visits_reason",),
        "their reason",
        "say why",
    ),
    "all online with a visit": Break(
        "visits_are_explained",
        {"/visits": 1, "/visits_reason": "核验原件"},
        ("/visits",),
        "Ⅳ means 0 visits",
        "lower the depth",
    ),
    "no visit, no network, no post": Break(
        "visits_are_explained",
        {"/handle_forms": ["1"], "/online_level": "II"},
        ("/handle_forms",),
        "must offer post",
        "add 2, 3 or 4",
    ),
    "fee that cannot be paid online": Break(
        "fees_are_whole",
        {"/fees/-": {"name": "工本费", "standard": "10元", "basis": "发改价格〔2004〕2831号", "online_payment": False}},
        ("/fees/0/online_payment",),
        "paid online",
        "true",
    ),
    "one telephone for questions and complaints": Break(
        "telephones_differ",
        {"/complaint_phone": "0580-2187122"},
        ("/complaint_phone",),
        "number of their own",
        "another number",
    ),
    "permit without a question": Break(
        "permits_are_explained", {"/faq": []}, ("/faq",), "at least one question", "add one"
    ),
    "stage left out": Break(
        "permits_are_explained", {"/stages/4": GONE, "/stages/1": GONE}, ("/stages",), "受理 审核 审批", "审核、送达"
    ),
    "step named as the decision": Break(
        "countersigning_has_seats", {"/steps/0/code": "decision"}, ("/steps",), "step codes", "rename"
    ),
    "parallel step with one seat": Break(
        "countersigning_has_seats",
        {"/steps/0/mode": "parallel"},
        ("/steps/0/seats",),
        "at least two seats",
        "make it serial",
    ),
    "duplicate material code": Break(
        "materials_can_be_brought", {"/materials/1/code": "M01"}, ("/materials",), "unique", "M01, M02"
    ),
    "material that only a source can give": Break(
        "materials_can_be_brought",
        {"/materials/2/satisfied_by/1": GONE},
        ("/materials/2/satisfied_by",),
        "every source is down",
        "add upload or commitment",
    ),
    "form that is no JSON Schema": Break(
        "form_holds_its_example", {"/form/type": "objekt"}, ("/form",), "JSON Schema 2020-12", "mend the schema"
    ),
    "form with an impossible pattern": Break(
        "form_holds_its_example",
        {"/form/properties/phone/pattern": "["},
        ("/form",),
        "JSON Schema 2020-12",
        "mend the schema",
    ),
    "form that takes unknown fields": Break(
        "form_holds_its_example",
        {"/form/additionalProperties": True},
        ("/form/additionalProperties",),
        "unknown fields are refused",
        "write false",
    ),
    "example that breaks its form": Break(
        "form_holds_its_example",
        {"/form_example/phone": "12"},
        ("/form_example/phone",),
        "(pattern)",
        "mend the example",
    ),
    "prefill of a missing field": Break(
        "fields_are_introduced",
        {"/prefill/2/pointer": "/file_no"},
        ("/prefill/2/pointer",),
        "is in the form",
        "correct the pointer",
    ),
    "field without examples": Break(
        "fields_are_introduced",
        {"/form/properties/phone/examples": GONE},
        ("/form/properties/phone",),
        "has examples",
        "add examples",
    ),
    "field without a place": Break(
        "fields_are_introduced",
        {"/form/properties/phone/x-ui/order": GONE},
        ("/form/properties/phone/x-ui",),
        "where it stands",
        "add x-ui.order",
    ),
    "result of a missing field": Break(
        "fields_are_introduced",
        {"/result/fields/blood_type": "血型"},
        ("/result/fields/blood_type",),
        "result field is in the form",
        "correct the name",
    ),
    "rule that loops": _rule("[1, 2].exists(x, x == 1)", "call exists", "there are"),
    "rule that is no expression": _rule("form.plate ==", "no CEL expression", "mend it"),
    "rule that reads a resource which is not fetched": _rule(
        "records.marriage_record.status == '已婚'", "marriage_record", "let the matter fetch it"
    ),
    "rule that reads a field which the form lacks": _rule("form.colour == 'red'", "form.colour", "correct it"),
    "rule that reads a field which the licence lacks": _rule(
        'licences["11100000000013127D103"].colour == "red"', "colour", "correct it"
    ),
    "rule that reads the list of an entitlement": _rule("record.born_on < today", "record.born_on", "correct it"),
    "rules of a matter that is not immediate": Break(
        "rules_can_decide",
        {"/handling_kind": "2", "/limits/promised/days": 1},
        ("/decision_rules",),
        "immediate",
        "make it one",
        INSPECTION_MARK,
    ),
    "rules of a matter that two sign": Break(
        "rules_can_decide",
        {"/second_signer": {"name": "配偶", "statute": "《民法典》第一千零六十二条"}},
        ("/decision_rules",),
        "somebody else signs",
        "the signer",
        INSPECTION_MARK,
    ),
    "two rules of one code": Break(
        "rules_can_decide",
        {"/decision_rules/1/code": "exempt"},
        ("/decision_rules",),
        "code of its own",
        "rename",
        INSPECTION_MARK,
    ),
    "depth four at a window": Break(
        "depth_agrees_with_forms",
        {"/handle_forms": ["1", "4"]},
        ("/handle_forms",),
        "handled online",
        "lower the depth",
    ),
    "certificate that is a paper": Break(
        "results_are_named_for_what_they_are",
        {"/result/kind": "notice", "/result/effect": "cancel"},
        ("/result/name",),
        "issued as a licence",
        "give its licence type",
    ),
    "licence that is called a decision": Break(
        "results_are_named_for_what_they_are",
        {"/result/name": "准予换证决定书"},
        ("/result/name",),
        "are papers",
        "make it a notice",
    ),
    "livelihood of companies": Break(
        "livelihood_serves_people", {"/audience": ["2"]}, ("/livelihood",), "natural persons", "or write false"
    ),
    "material to bring without a source": Break(
        "what_is_brought_names_its_source",
        {"/materials/1/satisfied_by": [{"kind": "locker"}, {"kind": "upload"}]},
        ("/materials/1/wanted_resource",),
        "the data that would spare it",
        "name the resource",
    ),
    "days for a material that is necessary": Break(
        "waiting_is_for_the_tolerated",
        {"/materials/1/tolerance_days": 5},
        ("/materials/1/tolerance_days",),
        "may come later",
        "write necessity 3",
    ),
}
