"""What holds for entitlements: one confirmation is enough, and the rule reads the list and nothing else."""

from collections.abc import Iterator
from typing import Any

from engines.expressions import ExpressionInvalid, read_expression
from engines.packs.audit import unreadable
from engines.packs.findings import Finding
from engines.packs.reading import Pack

#: Ways by which a material comes from its source.
BY_ITSELF = frozenset({"licence", "shared_data"})


def entitlement_findings(pack: Pack) -> Iterator[Finding]:
    """Find what is wrong with the entitlements of a pack."""
    matters = {matter["task_code"]: matter for matter in pack.matters.values()}
    resources = {item["code"]: item for item in pack.items["data_resources"]}
    seen: dict[str, str] = {}
    for file, item in pack.entitlements.items():
        other = seen.setdefault(item["code"], file)
        if other != file:
            yield Finding(file, "/code", "each code is one entitlement's", f"{other} has it too: give another")
        resource = resources.get(item["resource"])
        if resource is None or "list_gateway_code" not in resource:
            remedy = "give it a list_gateway_code in data_resources.json, or correct the code"
            yield Finding(file, "/resource", "the resource is in data_resources.json and has a list", remedy)
            continue
        yield from _rule(file, item, {field["name"] for field in resource["fields"]})
        matter = matters.get(item["matter"])
        if matter is None:
            yield Finding(file, "/matter", "the matter is in the pack", "add it or correct the code")
            continue
        yield from _confirmed_at_once(file, item, matter)


def _rule(file: str, item: dict[str, Any], fields: set[str]) -> Iterator[Finding]:
    try:
        expression = read_expression(item["rule"]["expression"])
    except ExpressionInvalid as error:
        yield Finding(file, "/rule/expression", error.wrong, error.remedy)
    else:
        for path in unreadable(expression, {("today",), *(("record", name) for name in fields)}):
            rule = f"the rule reads the record and today, not {path}"
            yield Finding(file, "/rule/expression", rule, "read record.<field>")
    for field, name in item["form"].items():
        if name not in fields:
            yield Finding(file, f"/form/{field}", "the form is filled from the record", "name one of its fields")


def _confirmed_at_once(file: str, item: dict[str, Any], matter: dict[str, Any]) -> Iterator[Finding]:
    """Let one confirmation be all: an immediate matter that fetches the record, and nothing to type or bring."""
    if item["department"] != matter["department"]:
        yield Finding(file, "/department", "the matter is the department's", f"write {matter['department']}")
    if not matter.get("decision_rules"):
        yield Finding(file, "/matter", "a confirmation is decided by rules", "give the matter decision_rules")
    ways = [{way["kind"]: way.get("reference") for way in material["satisfied_by"]} for material in matter["materials"]]
    if all(way.get("shared_data") != item["resource"] for way in ways):
        yield Finding(file, "/resource", "the matter fetches the record", "let a material be satisfied by it")
    if any(not BY_ITSELF & way.keys() for way in ways):
        yield Finding(file, "/matter", "nothing need be brought", "let every material come from a source")
    properties = matter["form"].get("properties", {})
    for field in item["form"]:
        if field not in properties:
            yield Finding(file, f"/form/{field}", "the field is in the matter's form", "correct the name")
    known = {*item["form"], *(prefill["pointer"][1:] for prefill in matter["prefill"])}
    for name in sorted(set(matter["form"].get("required", ())) - known):
        yield Finding(file, "/form", f"nothing need be typed, not {name} either", "fill it from the record")
