"""What holds for joint matters: their parts exist, wait in no circle, and can be filled from one form."""

from collections.abc import Iterator
from typing import Any

from engines.forms import FormInvalid, check_form, compile_form
from engines.joint import JointCycle, order_of, read_joint_matter
from engines.packs.findings import Finding
from engines.packs.reading import Pack


def joint_findings(pack: Pack) -> Iterator[Finding]:
    """Find what is wrong with the joint matters of a pack."""
    matters = {matter["task_code"]: matter for matter in pack.matters.values()}
    seen: dict[str, str] = {}
    for file, joint in pack.joint_matters.items():
        other = seen.setdefault(joint["code"], file)
        if other != file:
            yield Finding(file, "/code", "each code is one joint matter's", f"{other} has it too: give another")
        yield from _references(file, joint, pack, matters)
        yield from _circle(file, joint)
        yield from _example(file, joint)


def _references(file: str, joint: dict[str, Any], pack: Pack, matters: dict[str, dict[str, Any]]) -> Iterator[Finding]:
    if joint["department"] not in pack.codes("departments", "uscc"):
        yield Finding(file, "/department", "the department is in departments.json", "add it or correct the code")
    codes = {part["code"] for part in joint["parts"]}
    for i, part in enumerate(joint["parts"]):
        matter = matters.get(part["matter"])
        for j, code in enumerate(part["depends_on"]):
            if code not in codes:
                yield Finding(file, f"/parts/{i}/depends_on/{j}", "a part waits for parts", "correct the code")
        if matter is None:
            yield Finding(file, f"/parts/{i}/matter", "the part is a matter of the pack", "add it or correct the code")
            continue
        yield from _part(file, i, part, joint, matter)
    for i, material in enumerate(joint["materials"]):
        for j, place in enumerate(material["serves"]):
            served = next((part for part in joint["parts"] if part["code"] == place["part"]), None)
            known = matters.get(served["matter"], {"materials": []}) if served else {"materials": []}
            if place["material"] not in {item["code"] for item in known["materials"]}:
                rule = "a material serves a part's material"
                yield Finding(file, f"/materials/{i}/serves/{j}", rule, "correct part or material")


def _part(file: str, i: int, part: dict[str, Any], joint: dict[str, Any], matter: dict[str, Any]) -> Iterator[Finding]:
    """Every field that the part needs comes from the joint form or from its source."""
    form, asked = matter["form"], joint["form"].get("properties", {})
    prefilled = {item["pointer"][1:] for item in matter["prefill"]}
    for name in form.get("required", []):
        if name not in part["fields"] and name not in prefilled:
            yield Finding(file, f"/parts/{i}/fields", f"the part's field {name} is filled", "map it to the joint form")
    for name, joint_field in part["fields"].items():
        if name not in form.get("properties", {}) or joint_field not in asked:
            place = f"/parts/{i}/fields/{name}"
            yield Finding(file, place, "a field of the part takes one of the joint form", "correct the names")
    for code in part.get("results", {}):
        if code not in {item["code"] for item in matter["materials"]}:
            yield Finding(file, f"/parts/{i}/results/{code}", "the part has this material", "correct the code")


def _circle(file: str, joint: dict[str, Any]) -> Iterator[Finding]:
    codes = {part["code"] for part in joint["parts"]}
    if len(codes) != len(joint["parts"]):
        yield Finding(file, "/parts", "codes of parts are unique", "rename one")
    elif all(set(part["depends_on"]) <= codes for part in joint["parts"]):
        try:
            order_of(read_joint_matter(joint).parts)
        except JointCycle as circle:
            yield Finding(file, "/parts", f"no part waits for itself ({circle})", "take one condition away")


def _example(file: str, joint: dict[str, Any]) -> Iterator[Finding]:
    try:
        compile_form(joint["form"])
        check_form(f"joint audit:{joint['code']}:{hash(str(joint['form']))}", joint["form"], joint["form_example"])
    except ValueError:
        yield Finding(file, "/form", "the form is a JSON Schema 2020-12", "mend the schema")
    except FormInvalid as error:
        for pointer in error.pointers:
            place = pointer.pointer.replace("/form", "/form_example", 1)
            yield Finding(file, place, f"the example keeps the form's rule ({pointer.code})", "mend one of them")
