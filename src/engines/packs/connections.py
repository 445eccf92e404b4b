"""What holds between a pack's files: nothing stands twice, and every reference leads somewhere."""

from collections.abc import Iterator, Mapping

from auth import ALL_DEPARTMENTS
from engines.packs.findings import Finding
from engines.packs.reading import Pack

KEYS: Mapping[str, str] = {
    "regions": "code",
    "departments": "uscc",
    "roles": "code",
    "topics": "code",
    "licence_types": "code",
    "data_resources": "code",
    "holidays": "day",
    "policy": "code",
    "evaluation_options": "code",
    "targets": "code",
    "assessment": "code",
    "document_registers": "code",
    "organ_lists": "code",
    "forbidden_words": "department",
    "duties": "department",
    "bookable_resources": "code",
    "vehicles": "code",
    "reception_standards": "code",
    "repair_categories": "code",
    "canteens": "code",
    "visitor_buildings": "code",
    "personas": "persona",
}
#: Calendar days cannot be held to working days; the other way they can.
UNLIKE = ("calendar_day", "working_day")
#: File, its member, the file that it leads to.
REFERENCES = (
    ("regions", "parent", "regions"),
    ("departments", "parent", "departments"),
    ("departments", "region", "regions"),
    ("data_resources", "department", "departments"),
    ("document_registers", "department", "departments"),
    ("duties", "department", "departments"),
    ("bookable_resources", "department", "departments"),
    ("vehicles", "code", "bookable_resources"),
    ("repair_categories", "department", "departments"),
    ("canteens", "department", "departments"),
    ("visitor_buildings", "department", "departments"),
    ("assessment", "department", "departments"),
)


def whole_pack_findings(pack: Pack) -> Iterator[Finding]:
    """Find what no file shows by itself."""
    yield from _items_that_stand_twice(pack)
    yield from _matters_that_stand_twice(pack)
    yield from _interfaces_that_stand_twice(pack)
    for name, member, target in REFERENCES:
        known = pack.codes(target, KEYS[target])
        for index, item in enumerate(pack.items[name]):
            if item[member] is not None and item[member] not in known:
                yield _lost(name, f"/items/{index}/{member}", member, target)
    yield from _lost_posts(pack)
    yield from _lost_targets(pack)
    yield from _lost_organs(pack)
    yield from _lost_receivers(pack)
    yield from _lost_cars(pack)


def _items_that_stand_twice(pack: Pack) -> Iterator[Finding]:
    for name, key in KEYS.items():
        seen: set[str] = set()
        for index, item in enumerate(pack.items[name]):
            if item[key] in seen:
                yield Finding(f"{name}.json", f"/items/{index}/{key}", f"each {key} stands once", "delete one")
            seen.add(item[key])


def _matters_that_stand_twice(pack: Pack) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for file, matter in pack.matters.items():
        other = first.setdefault(matter["task_code"], file)
        if other != file:
            yield Finding(file, "/task_code", "each task code is one matter's", f"{other} has it too: give another")


def _interfaces_that_stand_twice(pack: Pack) -> Iterator[Finding]:
    """Find resources that share an interface: asked for one, the platform would answer with the other."""
    first: dict[str, str] = {}
    for index, resource in enumerate(pack.items["data_resources"]):
        other = first.setdefault(resource["gateway_code"], resource["code"])
        if other != resource["code"]:
            rule = "each gateway code is one resource's"
            yield Finding(
                "data_resources.json", f"/items/{index}/gateway_code", rule, f"{other} has it too: give another"
            )


def _lost_posts(pack: Pack) -> Iterator[Finding]:
    departments, roles = pack.codes("departments", "uscc") | {ALL_DEPARTMENTS}, pack.codes("roles")
    for index, persona in enumerate(pack.items["personas"]):
        for place, post in enumerate(persona.get("officer", {}).get("positions", [])):
            pointer = f"/items/{index}/officer/positions/{place}"
            if post["department"] not in departments:
                yield _lost("personas", f"{pointer}/department", "department", "departments")
            if post["role"] not in roles:
                yield _lost("personas", f"{pointer}/role", "role", "roles")


def _lost_organs(pack: Pack) -> Iterator[Finding]:
    """Find lists of organs and of words whose organs the pack has not; ``*`` is everybody's."""
    known = pack.codes("departments", "uscc")
    for name in ("organ_lists", "forbidden_words"):
        for index, item in enumerate(pack.items[name]):
            if item["department"] not in known | {ALL_DEPARTMENTS}:
                yield _lost(name, f"/items/{index}/department", "department", "departments")
            for place, member in enumerate(item.get("members", [])):
                if member not in known:
                    yield _lost(name, f"/items/{index}/members/{place}", "organ", "departments")


def _lost_receivers(pack: Pack) -> Iterator[Finding]:
    """Find departments that receive through one that the pack has not, or that does not receive for itself."""
    through = {item["uscc"]: item.get("receives_through") for item in pack.items["departments"]}
    for index, receiver in enumerate(through.values()):
        pointer = f"/items/{index}/receives_through"
        if receiver is not None and receiver not in through:
            yield _lost("departments", pointer, "department", "departments")
        elif receiver is not None and through[receiver] is not None:
            rule = "who receives for another receives for itself"
            yield Finding("departments.json", pointer, rule, "name the department that signs in the end")


def _lost_cars(pack: Pack) -> Iterator[Finding]:
    """Find cards of cars whose code is that of something else, and plates that two cars have."""
    kinds = {item["code"]: item["kind"] for item in pack.items["bookable_resources"]}
    plates: set[str] = set()
    for index, item in enumerate(pack.items["vehicles"]):
        if kinds.get(item["code"], "vehicle") != "vehicle":
            rule = "a card is of a resource of kind vehicle"
            yield Finding("vehicles.json", f"/items/{index}/code", rule, "name a car, or correct the kind")
        if item["plate"] in plates:
            yield Finding("vehicles.json", f"/items/{index}/plate", "each plate is one car's", "correct one")
        plates.add(item["plate"])


def _lost_targets(pack: Pack) -> Iterator[Finding]:
    """Find limits of matters that the pack has not, or that count in other units."""
    matters = {matter["task_code"]: matter for matter in pack.matters.values()}
    joint = {matter["code"]: [part["matter"] for part in matter["parts"]] for matter in pack.joint_matters.values()}
    for index, target in enumerate(pack.items["targets"]):
        place = f"/items/{index}"
        if "joint_matter" in target and target["joint_matter"] not in joint:
            yield _lost("targets", f"{place}/joint_matter", "joint matter", "joint_matters/*")
        for code in target.get("matters", joint.get(target.get("joint_matter", ""), [])):
            if code not in matters:
                # Of a joint matter's parts its own audit says so.
                if "matters" in target:
                    yield _lost("targets", f"{place}/matters", "matter", "matters/*/*")
            elif (matters[code]["limits"]["promised"]["unit"], target["limit"]["unit"]) == UNLIKE:
                rule = f"a limit in working days is for promises in working days, and {code} promises in others"
                yield Finding("targets.json", f"{place}/limit/unit", rule, "state the limit in calendar days")


def _lost(name: str, pointer: str, member: str, target: str) -> Finding:
    return Finding(f"{name}.json", pointer, f"the {member} is in {target}.json", "add it or correct the code")
