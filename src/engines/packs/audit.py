"""The rules that an audit of a city's catalogue checks, each a small function named after what it holds."""

from collections.abc import Callable, Iterator
from typing import Any

from engines.expressions import Expression, ExpressionInvalid, read_expression
from engines.forms import FormInvalid, check_form, compile_form
from engines.packs.city import City
from engines.packs.consistency import (
    depth_agrees_with_forms,
    livelihood_serves_people,
    results_are_named_for_what_they_are,
    waiting_is_for_the_tolerated,
    what_is_brought_names_its_source,
)

Found = tuple[str, str, str]
Rule = Callable[[City, dict[str, Any]], Iterator[Found]]

STAGES = ("受理", "审核", "审批", "办结", "送达")
PERMIT = "01"
IMMEDIATE = "1"
APPLICANT_FIELDS = ("kind", "level", "age")
#: What a licence says beside the fields of its type.
LICENCE_FIELDS = ("number", "holder_name", "issuer_name", "issued_on", "expires_on")
#: How a source stands in a matter, in a rule and in the pack, and what it says beside its own fields.
FETCHED = (
    ("shared_data", "records", "data_resources", ()),
    ("licence", "licences", "licence_types", LICENCE_FIELDS),
)


def codes_agree(_city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """实施编码 = implementing body's USCC + level + 基本编码; the catalogue code names the item type."""
    expected = matter["department"] + matter["use_level"] + matter["catalog_code"]
    if matter["task_code"] != expected:
        yield "/task_code", "task code = department + level + catalogue code", f"write {expected}"
    if matter["catalog_code"][2:4] != matter["type"]:
        yield "/catalog_code", "digits 3 and 4 are the item type", f"write {matter['type']} there"


def references_exist(city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """Departments, regions, topics, licence types and shared data that a matter names are in the pack."""
    known = {"licence": city.codes("licence_types"), "shared_data": city.codes("data_resources")}
    departments = city.codes("departments", "uscc")
    if matter["department"] not in departments:
        yield "/department", "the department is in departments.json", "add it or correct the code"
    if matter["region"] not in city.codes("regions"):
        yield "/region", "the region is in regions.json", "add it or correct the code"
    if matter["topic"] not in city.codes("topics"):
        yield "/topic", "the topic is in topics.json", "add it or correct the code"
    for i, material in enumerate(matter["materials"]):
        for j, way in enumerate(material["satisfied_by"]):
            if way["kind"] in known and way.get("reference") not in known[way["kind"]]:
                place = f"/materials/{i}/satisfied_by/{j}/reference"
                yield place, f"the {way['kind']} reference is in the pack", "add it or correct the code"
    for i, item in enumerate(matter["prefill"]):
        if item["from"] in known and item.get("reference") not in known[item["from"]]:
            yield f"/prefill/{i}/reference", f"the {item['from']} reference is in the pack", "correct the code"
    licence_type = matter["result"].get("licence_type")
    named = matter["result"]["kind"] == "licence" or licence_type is not None
    if named and licence_type not in known["licence"]:
        yield "/result/licence_type", "a licence as result has a type of licence_types.json", "name one"


def effects_have_a_licence(_city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """Let a result that changes or cancels a licence be of a type that the matter asks for; what is lost cannot be."""
    result = matter["result"]
    effect, wanted = result.get("effect", "issue"), result.get("licence_type")
    ends = effect == "cancel"
    if wanted is None and result["kind"] == "licence":
        return  # references_exist says so
    if (wanted is not None and (result["kind"] == "notice") != ends) or (wanted is None and effect != "issue"):
        yield "/result/effect", "a licence is issued, changed or re-issued; a notice may cancel one", "correct it"
        return
    asked = [way for material in matter["materials"] for way in material["satisfied_by"] if way["kind"] == "licence"]
    asked += [item for item in matter["prefill"] if item["from"] == "licence"]
    if effect in {"change", "cancel"} and wanted not in {item.get("reference") for item in asked}:
        yield "/result/effect", "the licence acted on is a material or a source of prefill", "ask for it, or issue"


def seats_exist(city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """Every seat is of a department of the pack."""
    departments = city.codes("departments", "uscc")
    for i, step in enumerate(matter["steps"]):
        for j, seat in enumerate(step["seats"]):
            if seat.get("department", matter["department"]) not in departments:
                yield f"/steps/{i}/seats/{j}/department", "the department is in departments.json", "add it"


def limits_promise_no_less(_city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """承诺期限 is at most 法定期限; as a number also where the units differ, since working days take no less long."""
    statutory, promised = matter["limits"]["statutory"], matter["limits"]["promised"]
    if promised["days"] > statutory["days"]:
        yield "/limits/promised/days", "promised is at most statutory", f"write at most {statutory['days']}"


def kind_agrees_with_limit(_city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """即办件 is promised the same day; 承诺件 promises at least one."""
    immediate, days = matter["handling_kind"] == "1", matter["limits"]["promised"]["days"]
    if immediate != (days == 0):
        remedy = "promise 0 days" if immediate else "make it an immediate matter (1) or promise at least 1 day"
        yield "/handling_kind", "即办件 if and only if the promise is 0 days", remedy


def visits_are_explained(_city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """到现场次数: other than 0 needs a reason, 0 says 无; Ⅳ means 0; 0 and not online must offer post."""
    visits, forms = matter["visits"], matter["handle_forms"]
    if (visits == 0) != (matter["visits_reason"] == "无"):
        yield "/visits_reason", "0 visits say 无, others their reason", "write 无" if visits == 0 else "say why"
    if matter["online_level"] == "IV" and visits != 0:
        yield "/visits", "depth Ⅳ means 0 visits", "write 0 or lower the depth"
    if visits == 0 and not {"2", "3", "4"} & set(forms):
        yield "/handle_forms", "0 visits without online handling must offer post (4)", "add 2, 3 or 4"


def fees_are_whole(_city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """收费 has a basis and online payment (基本要素 of the fee item)."""
    for i, fee in enumerate(matter["fees"]):
        if not fee["online_payment"]:
            yield f"/fees/{i}/online_payment", "a fee can be paid online", "set it to true"


def telephones_differ(_city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """咨询电话 and 投诉电话 are different numbers."""
    if matter["consultation_phone"] == matter["complaint_phone"]:
        yield "/complaint_phone", "complaints have a number of their own", "give another number"


def permits_are_explained(_city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """Every 行政许可 has a question answered; every matter a table of the five stages."""
    if matter["type"] == PERMIT and not matter["faq"]:
        yield "/faq", "a permit answers at least one question", "add one"
    named = {stage["name"] for stage in matter["stages"]}
    missing = [name for name in STAGES if name not in named]
    if missing:
        yield "/stages", "stages 受理 审核 审批 办结 送达 are there", f"add {'、'.join(missing)}"


def countersigning_has_seats(_city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """Give a parallel step several seats, and steps codes of their own."""
    codes = [step["code"] for step in matter["steps"]]
    if len(set(codes)) != len(codes) or {"decision", "intake"} & set(codes):
        yield "/steps", "step codes are unique and neither intake nor decision", "rename one"
    for i, step in enumerate(matter["steps"]):
        if step["mode"] == "parallel" and len(step["seats"]) < 2:
            yield f"/steps/{i}/seats", "a parallel step has at least two seats", "add one or make it serial"


def materials_can_be_brought(_city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """Let every material be brought when all sources are down, and number each once."""
    codes = [material["code"] for material in matter["materials"]]
    if len(set(codes)) != len(codes):
        yield "/materials", "material codes are unique", "number them M01, M02, …"
    for i, material in enumerate(matter["materials"]):
        if not {"upload", "commitment"} & {way["kind"] for way in material["satisfied_by"]}:
            place = f"/materials/{i}/satisfied_by"
            yield place, "when every source is down there is still a way", "add upload or commitment"


def form_holds_its_example(_city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """Let the form compile, refuse unknown fields and hold its own example."""
    form = matter["form"]
    try:
        compile_form(form)
    except ValueError:
        yield "/form", "the form is a JSON Schema 2020-12", "mend the schema"
        return
    if form.get("additionalProperties") is not False:
        yield "/form/additionalProperties", "unknown fields are refused", "write false"
    try:
        check_form(f"audit:{matter['task_code']}:{hash(str(form))}", form, matter["form_example"])
    except FormInvalid as error:
        for pointer in error.pointers:
            place = pointer.pointer.replace("/form", "/form_example", 1)
            yield place, f"the example keeps the form's rule ({pointer.code})", "mend the example or the form"


def fields_are_introduced(_city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """Let prefill and result name fields of the form, and what a person types have examples and a place."""
    properties = matter["form"].get("properties", {})
    if not isinstance(properties, dict):
        return  # form_holds_its_example says so
    prefilled = {item["pointer"][1:] for item in matter["prefill"]}
    for i, item in enumerate(matter["prefill"]):
        if item["pointer"][1:] not in properties:
            yield f"/prefill/{i}/pointer", "a prefilled field is in the form", "correct the pointer"
    for name, rules in properties.items():
        if name not in prefilled and not (isinstance(rules, dict) and rules.get("examples")):
            yield f"/form/properties/{name}", "what a person types has examples", "add examples"
        if not isinstance(rules, dict) or not _has_place(rules.get("x-ui")):
            yield f"/form/properties/{name}/x-ui", "a field says where it stands", "add x-ui.order"
    for name in matter["result"].get("fields", {}):
        if name not in properties:
            yield f"/result/fields/{name}", "a result field is in the form", "correct the name"


def rules_can_decide(city: City, matter: dict[str, Any]) -> Iterator[Found]:
    """Let rules decide an immediate matter without a second signer, over what it fetches and nothing else."""
    rules = matter.get("decision_rules", [])
    if rules and matter["handling_kind"] != IMMEDIATE:
        yield "/decision_rules", "rules decide immediate matters (handling_kind 1)", "make it one, or drop the rules"
    if rules and "second_signer" in matter:
        yield "/decision_rules", "nothing is decided at once that somebody else signs", "drop the rules or the signer"
    if len({rule["code"] for rule in rules}) != len(rules):
        yield "/decision_rules", "each rule has a code of its own", "rename one"
    for i, rule in enumerate(rules):
        place = f"/decision_rules/{i}/expression"
        try:
            expression = read_expression(rule["expression"])
        except ExpressionInvalid as error:
            yield place, error.wrong, error.remedy
            continue
        for path in unreadable(expression, readable(city, matter)):
            yield place, f"a rule reads what the matter fetches, not {path}", "correct it, or let the matter fetch it"


def readable(city: City, matter: dict[str, Any]) -> set[tuple[str, ...]]:
    """Return every path that rules of a matter may read."""
    ways = [(way["kind"], way.get("reference")) for item in matter["materials"] for way in item["satisfied_by"]]
    fetched = {*ways, *((item["from"], item.get("reference")) for item in matter["prefill"])}
    found: set[tuple[str, ...]] = {("today",), *(("applicant", name) for name in APPLICANT_FIELDS)}
    asked = matter["form"].get("properties", {})
    found |= {("form", name) for name in asked if isinstance(asked, dict)}
    for kind, root, file, more in FETCHED:
        for code, fields in city.fields(file).items():
            if (kind, code) in fetched:
                found |= {(root, code, name) for name in (*fields, *more)}
    return found


def unreadable(expression: Expression, known: set[tuple[str, ...]]) -> list[str]:
    """Return what an expression reads beside what it may."""
    return sorted(".".join(path) for path in expression.paths - known)


def _has_place(ui: Any) -> bool:
    """Tell whether a field's ``x-ui`` says where it stands, and everything else in words."""
    return (
        isinstance(ui, dict)
        and isinstance(ui.get("order"), int)
        and all(isinstance(value, str) for name, value in ui.items() if name in {"component", "grade", "mask"})
    )


RULES: tuple[Rule, ...] = (
    codes_agree,
    references_exist,
    effects_have_a_licence,
    seats_exist,
    limits_promise_no_less,
    kind_agrees_with_limit,
    visits_are_explained,
    depth_agrees_with_forms,
    results_are_named_for_what_they_are,
    livelihood_serves_people,
    fees_are_whole,
    telephones_differ,
    permits_are_explained,
    countersigning_has_seats,
    materials_can_be_brought,
    what_is_brought_names_its_source,
    waiting_is_for_the_tolerated,
    form_holds_its_example,
    fields_are_introduced,
    rules_can_decide,
)
