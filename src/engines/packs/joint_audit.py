"""What holds for joint matters: their parts exist, wait in no circle, and can be filled from one form."""

from collections.abc import Iterator, Mapping
from typing import Any

from engines.forms import FormInvalid, check_form, compile_form
from engines.joint import JointCycle, order_of, read_joint_matter
from engines.packs.city import City
from engines.packs.findings import Finding

NECESSARY = "1"
Found = tuple[str, str, str]
Json = dict[str, Any]


def joint_findings(city: City) -> Iterator[Finding]:
    """Find what is wrong with the joint matters of a pack."""
    matters = {matter["task_code"]: matter for matter in city.matters.values()}
    seen: dict[str, str] = {}
    for file, joint in city.joint_matters.items():
        other = seen.setdefault(joint["code"], file)
        if other != file:
            yield Finding(file, "/code", "each code is one joint matter's", f"{other} has it too: give another")
        for found in (*_references(joint, city, matters), *_circle(joint), *_form(joint)):
            yield Finding(file, *found)
        for i, part in enumerate(joint["parts"]):
            matter = matters.get(part["matter"])
            if matter is not None:
                for place, rule, remedy in (*_admitted(joint, matter), *_filled(joint, part, matter)):
                    yield Finding(file, f"/parts/{i}{place}", rule, remedy)
                for place, rule, remedy in _brought(joint, part, matter, matters):
                    yield Finding(file, f"/parts/{i}{place}", rule, remedy)


def _references(joint: Json, city: City, matters: Mapping[str, Json]) -> Iterator[Found]:
    if joint["department"] not in city.codes("departments", "uscc"):
        yield "/department", "the department is in departments.json", "add it or correct the code"
    if joint["region"] not in city.codes("regions"):
        yield "/region", "the region is in regions.json", "add it or correct the code"
    parts = {part["code"]: part for part in joint["parts"]}
    for i, part in enumerate(joint["parts"]):
        if part["matter"] not in matters:
            yield f"/parts/{i}/matter", "the part is a matter of the pack", "add it or correct the code"
        for j, code in enumerate(part["depends_on"]):
            if code not in parts:
                yield f"/parts/{i}/depends_on/{j}", "a part waits for parts", "correct the code"
    yield from _served(joint, parts, matters)


def _served(joint: Json, parts: Mapping[str, Json], matters: Mapping[str, Json]) -> Iterator[Found]:
    codes = [material["code"] for material in joint["materials"]]
    if len(set(codes)) != len(codes):
        yield "/materials", "material codes are unique", "number them J01, J02, …"
    for i, material in enumerate(joint["materials"]):
        for j, place in enumerate(material["serves"]):
            served = matters.get(parts.get(place["part"], {}).get("matter", ""), {"materials": []})
            if place["material"] not in {item["code"] for item in served["materials"]}:
                yield f"/materials/{i}/serves/{j}", "a material serves a part's material", "correct part or material"


def _circle(joint: Json) -> Iterator[Found]:
    codes = {part["code"] for part in joint["parts"]}
    if len(codes) != len(joint["parts"]):
        yield "/parts", "codes of parts are unique", "rename one"
    elif all(codes.issuperset(part["depends_on"]) for part in joint["parts"]):
        try:
            order_of(read_joint_matter(joint).parts)
        except JointCycle as circle:
            yield "/parts", f"no part waits for itself ({circle})", "take one condition away"


def _form(joint: Json) -> Iterator[Found]:
    """Let the joint form compile, refuse unknown fields, introduce its own and hold its own example."""
    form = joint["form"]
    try:
        compile_form(form)
    except ValueError:
        yield "/form", "the form is a JSON Schema 2020-12", "mend the schema"
        return
    if form["additionalProperties"] is not False:
        yield "/form/additionalProperties", "unknown fields are refused", "write false"
    for name, rules in form["properties"].items():
        if not isinstance(rules, dict) or not rules.get("examples") or "order" not in rules.get("x-ui", {}):
            yield f"/form/properties/{name}", "a field has examples and a place", "add examples and x-ui.order"
    for place, code in _broken(form, joint["form_example"]):
        yield f"/form_example{place}", f"the example keeps the form's rule ({code})", "mend one of them"


def _admitted(joint: Json, matter: Json) -> Iterator[Found]:
    """Let a part admit whom the joint matter admits, with one signature and an electronic result."""
    if matter["assurance_level"] > joint["assurance_level"]:
        remedy = f"raise the joint matter's to {matter['assurance_level']}"
        yield "/matter", "a part needs no higher assurance level than the joint matter", remedy
    if "second_signer" in matter:
        yield "/matter", "a part needs no second signature", "leave the part out: it is filed by itself"
    if "electronic" not in matter.get("delivery_ways", ["electronic"]):
        yield "/matter", "a part delivers electronically", "add electronic to its delivery_ways"


def _filled(joint: Json, part: Json, matter: Json) -> Iterator[Found]:
    """Every field that the part needs comes from the joint form or from its source."""
    form, asked = matter["form"], joint["form"].get("properties", {})
    prefilled = {item["pointer"][1:] for item in matter["prefill"]}
    for name, joint_field in part["fields"].items():
        if name not in form.get("properties", {}) or joint_field not in asked:
            yield f"/fields/{name}", "a field of the part takes one of the joint form", "correct the names"
    always = set(joint["form"].get("required", []))
    missing = [
        name for name in form.get("required", []) if name not in prefilled and part["fields"].get(name) not in always
    ]
    for name in missing:
        remedy = "map it to a field that the joint form requires"
        yield "/fields", f"the part's field {name} is filled", remedy
    if missing:
        return
    example = {name: matter["form_example"][name] for name in prefilled if name in matter["form_example"]}
    example |= {
        name: joint["form_example"][field] for name, field in part["fields"].items() if field in joint["form_example"]
    }
    for place, code in _broken(form, example):
        yield "/fields", f"the joint form's example fills the part ({place} {code})", "let both forms ask the same"


def _brought(joint: Json, part: Json, matter: Json, matters: Mapping[str, Json]) -> Iterator[Found]:
    """Every necessary material is handed in with the joint form, or an earlier part produces it."""
    sources = {item["code"]: item["matter"] for item in joint["parts"]}
    codes = {item["code"] for item in matter["materials"]}
    for code, source in part.get("results", {}).items():
        if code not in codes:
            yield f"/results/{code}", "the part has this material", "correct the code"
        produced = matters.get(sources.get(source, ""), {}).get("result", {}).get("kind")
        if source not in part["depends_on"] or produced != "licence":
            yield f"/results/{code}", "a result is the licence of a part that this one waits for", "correct the part"
    served = {
        place["material"]
        for material in joint["materials"]
        for place in material["serves"]
        if place["part"] == part["code"]
    }
    for item in matter["materials"]:
        if item["necessity"] == NECESSARY and item["code"] not in served | part.get("results", {}).keys():
            rule = f"the part's material {item['code']} can be brought"
            yield "", rule, "let a joint material serve it, or an earlier part produce it"


def _broken(form: Json, example: Json) -> list[tuple[str, str]]:
    """Return what an example breaks of a form, by place and rule; a form that is none is told elsewhere."""
    try:
        check_form(f"joint audit:{hash(str(form))}", form, example)
    except ValueError:
        return []
    except FormInvalid as error:
        return [(pointer.pointer.removeprefix("/form"), pointer.code) for pointer in error.pointers]
    return []
