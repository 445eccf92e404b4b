"""What the city's pack must hold; and that every matter prepares over HTTP, and files where nothing need be brought."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import pytest

from tests.engines.zhoushan import PACK, items_of, matter_of
from tests.product import Caller, Product, running_product

Json = dict[str, Any]
MATTERS = {
    str(path.relative_to(PACK / "matters").with_suffix("")): matter_of(str(path.relative_to(PACK)))
    for path in sorted(PACK.glob("matters/*/*.json"))
}
#: The six fields of the city's promise, and those beside them.
FIELDS = {
    *("housing_fund", "social_insurance", "household", "vehicles", "exit_entry", "real_estate"),
    *("investment", "civil_affairs", "health", "education", "transport", "fishery"),
    *("culture_tourism", "housing", "market_regulation"),
}
DISTRICTS = {"330902", "330903", "330921", "330922"}
#: These ways bring a material without the applicant.
SPARED = {"licence", "shared_data", "commitment"}
#: Of a licence that the applicant does not hold: her husband owns the home to which she moves.
NOT_HERS = {("household/spouse_move", "M04")}
#: What an earlier part of a joint matter produces is there when its turn comes.
LATER = {
    (part["matter"], code)
    for path in PACK.glob("joint_matters/*.json")
    for part in matter_of(str(path.relative_to(PACK)))["parts"]
    for code in part.get("results", ())
}
#: Somebody who signs beside anybody, and files nothing here.
SIGNER = {"certificate_kind": "resident_id", "number": "33092120020915008X", "name": "陈小渔"}


def of_one_certificate(matter: Mapping[str, Any]) -> bool:
    """Tell whether a person needs no more than a certificate (一证通办)."""
    needed = [item for item in matter["materials"] if item["necessity"] == "1"]
    return all(SPARED & {way["kind"] for way in item["satisfied_by"]} for item in needed)


def test_every_field_has_matters_and_they_are_sixty_at_least() -> None:
    fields = Counter(matter["topic"] for matter in MATTERS.values())
    assert fields.keys() >= FIELDS
    assert min(fields[code] for code in FIELDS) >= 3
    assert fields.total() >= 60


def test_every_district_exercises_matters_of_its_own() -> None:
    regions = Counter(matter["region"] for matter in MATTERS.values())
    assert min(regions[district] for district in DISTRICTS) >= 3


def test_the_citys_targets_are_near_and_what_misses_them_says_why() -> None:
    matters = MATTERS.values()
    assert all({"2", "3"} & set(matter["handle_forms"]) for matter in matters)
    assert sum("3" in matter["handle_forms"] for matter in matters) >= 0.9 * len(matters)
    livelihood = [matter for matter in matters if matter["livelihood"]]
    missing = [matter for matter in livelihood if not of_one_certificate(matter)]
    assert 0 < len(missing) < 0.15 * len(livelihood)
    named = [any("wanted_resource" in item for item in matter["materials"]) for matter in missing]
    assert all(named)


def test_the_stages_of_every_matter_take_as_long_as_it_promises() -> None:
    for name, matter in MATTERS.items():
        days = sum(stage["days"] for stage in matter["stages"])
        assert days == matter["limits"]["promised"]["days"], name


def test_no_two_matters_are_copies_of_one_another() -> None:
    for (one, first), (other, second) in combinations(MATTERS.items(), 2):
        forms = first["form"]["properties"].keys(), second["form"]["properties"].keys()
        assert (first["name"], first["catalog_code"]) != (second["name"], second["catalog_code"])
        assert forms[0] != forms[1] or first["materials"] != second["materials"], (one, other)
        assert first["faq"] != second["faq"] or not first["faq"], (one, other)


def test_every_shared_record_that_a_matter_asks_for_is_somebodys() -> None:
    kept = {code for persona in items_of("personas") for code, rows in persona.get("shared_data", {}).items() if rows}
    asked = {
        way["reference"]
        for matter in MATTERS.values()
        for item in matter["materials"]
        for way in item["satisfied_by"]
        if way["kind"] == "shared_data"
    }
    assert asked - kept == set()


class City:
    """The product on a database of its own, and its personas signed in once each."""

    def __init__(self, product: Product) -> None:
        """Know everybody by the number of a certificate or an organisation."""
        self._product = product
        self._callers: dict[str, Caller] = {}
        people = [persona for persona in items_of("personas") if persona["kind"] != "officer"]
        self._by_number = {
            persona.get("organisation", {}).get("uscc") or persona["certificate"]["number"]: persona["persona"]
            for persona in people
        }

    def applicant_of(self, matter: Mapping[str, Any]) -> Caller:
        """Return whoever stands in the matter's own example, signed in."""
        named = [value for value in matter["form_example"].values() if isinstance(value, str)]
        fallback = "lin-haiyan" if "1" in matter["audience"] else "haiyun-design"
        persona = next((self._by_number[value] for value in named if value in self._by_number), fallback)
        if persona not in self._callers:
            self._callers[persona] = self._product.citizen(persona)
        return self._callers[persona]


@pytest.fixture(scope="module")
def city(city_sandbox: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("city")
    with running_product(city_sandbox, f"sqlite:///{folder}/zhangban.db", folder) as product:
        yield City(product)


def prepare(applicant: Caller, matter: Mapping[str, Any]) -> Json:
    answer = applicant.get(f"/services/v1/matters/{matter['task_code']}/preparation")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def file(applicant: Caller, matter: Mapping[str, Any], prepared: Json, **changed: Any) -> Json:
    """File as prepared, with the example's answers where nothing is known, committing where that is asked."""
    necessary = {item["code"] for item in matter["materials"] if item["necessity"] == "1"}
    commits = [item["code"] for item in prepared["materials"] if item["status"] == "to_commit"]
    body: Json = {
        "matter_code": matter["task_code"],
        "form": {**matter["form_example"], **prepared["form"]["values"], **changed},
        "materials": [{"code": code} for code in commits if code in necessary],
    }
    if "second_signer" in matter:
        body["second_signer"] = SIGNER
    if "electronic" not in matter.get("delivery_ways", ("electronic",)):
        body["delivery"] = {"way": "counter"}
    answer = applicant.post("/services/v1/cases", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


@pytest.mark.parametrize("name", MATTERS)
def test_every_matter_prepares_and_files_where_nothing_need_be_brought(city: City, name: str) -> None:
    matter = MATTERS[name]
    applicant = city.applicant_of(matter)
    prepared = prepare(applicant, matter)
    assert prepared["sources_down"] == []
    assert [item["code"] for item in prepared["materials"]] == [item["code"] for item in matter["materials"]]
    assert set(prepared["form"]["values"]) <= set(matter["form"]["properties"])
    needed = {item["code"] for item in matter["materials"] if item["necessity"] == "1"}
    to_bring = {item["code"] for item in prepared["materials"] if item["status"] == "to_upload"} & needed
    if not to_bring:
        filed = file(applicant, matter, prepared)
        assert filed["number"].startswith(matter["region"])
    elif of_one_certificate(matter):
        excused = {code for code in needed if (name, code) in NOT_HERS or (matter["task_code"], code) in LATER}
        assert to_bring <= excused


#: Decided by rules alone, of what the applicant of the example has.
AT_ONCE = [
    name
    for name, matter in MATTERS.items()
    if "decision_rules" in matter and matter["task_code"] not in {code for code, _material in LATER}
]


def test_ten_matters_are_decided_at_once() -> None:
    assert len(AT_ONCE) >= 10
    assert all(MATTERS[name]["limits"]["promised"]["days"] == 0 for name in AT_ONCE)


@pytest.mark.parametrize("name", AT_ONCE)
def test_rules_grant_at_once_what_keeps_them(city: City, name: str) -> None:
    matter = MATTERS[name]
    applicant = city.applicant_of(matter)
    filed = file(applicant, matter, prepare(applicant, matter))
    assert (filed["outcome"], filed["automated_decision"]["undecided"]) == ("granted", "")


@pytest.mark.parametrize(
    ("name", "answer", "sentence"),
    [
        ("civil_affairs/elder_card", {"card_kind": "绿色（60至69周岁）"}, "所选优待证类别与年龄不符，请改选。"),
        ("exit_entry/entry_exit_record", {"until_day": "2024-12-31"}, "起始日期晚于截止日期。"),
        ("investment/project_filing", {"policy_declared": False}, "请声明项目符合产业政策并对信息真实性负责。"),
        ("social_insurance/remote_medical_filing", {"destination": "舟山市"}, "就医地就在参保统筹区内，不需要备案。"),
    ],
)
def test_rules_refuse_what_breaks_one_and_say_which(city: City, name: str, answer: Json, sentence: str) -> None:
    matter = MATTERS[name]
    applicant = city.applicant_of(matter)
    filed = file(applicant, matter, prepare(applicant, matter), **answer)
    told = [rule["sentence"] for rule in filed["automated_decision"]["rules"] if rule["outcome"] == "failed"]
    assert (filed["outcome"], told) == ("refused", [sentence])
