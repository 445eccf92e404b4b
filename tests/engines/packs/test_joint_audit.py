"""A joint matter that could not be carried through is refused at load, with the file, the place and the remedy."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from engines.packs import Finding, PackBroken, load_pack
from kit.database import Database
from tests.engines.packs.broken_packs import GONE, change, copy_pack
from tests.engines.zhoushan import PACK

FILE = "joint_matters/enterprise_opening.json"
SEAL = "matters/enterprise_opening/seal.json"
REGISTRATION = "matters/enterprise_opening/registration.json"
JOINT: dict[str, Any] = orjson.loads((PACK / FILE).read_bytes())
PARTS = {part["code"]: index for index, part in enumerate(JOINT["parts"])}
SEALS, FIRST = f"/parts/{PARTS['seal']}", f"/parts/{PARTS['registration']}"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return copy_pack(tmp_path)


def findings(pack: Path) -> list[Finding]:
    database = Database("sqlite://")
    try:
        with pytest.raises(PackBroken) as caught, database.unit() as unit:
            load_pack(unit, pack)
        return list(caught.value.findings)
    finally:
        database.engine.dispose()


@pytest.mark.parametrize(
    ("changes", "pointer", "says"),
    [
        ({f"{FIRST}/depends_on": ["bank_account"]}, "/parts", "no part waits for itself"),
        ({f"{SEALS}/depends_on": ["seal"]}, "/parts", "no part waits for itself (seal"),
        ({f"{SEALS}/depends_on/-": "moon"}, f"{SEALS}/depends_on/1", "a part waits for parts"),
        ({f"{SEALS}/code": "invoice"}, "/parts", "codes of parts are unique"),
        ({f"{SEALS}/matter": "1" * 31}, f"{SEALS}/matter", "the part is a matter of the pack"),
        ({"/department": "91350100M000100Y43"}, "/department", "the department is in departments.json"),
        ({"/region": "330800"}, "/region", "the region is in regions.json"),
        ({f"{SEALS}/fields/seals": GONE}, f"{SEALS}/fields", "the part's field seals is filled"),
        ({f"{SEALS}/fields/colour": "company"}, f"{SEALS}/fields/colour", "a field of the part takes one"),
        ({f"{SEALS}/fields/phone": "telephone"}, f"{SEALS}/fields/phone", "a field of the part takes one"),
        ({"/form/required/11": GONE}, f"/parts/{PARTS['invoice']}/fields", "monthly_invoices is filled"),
        ({f"{SEALS}/fields/company": "seals"}, f"{SEALS}/fields", "the joint form's example fills the part (/company"),
        ({f"{SEALS}/results": {}}, SEALS, "material M01 can be brought"),
        ({f"{SEALS}/results": {"M09": "registration"}}, f"{SEALS}/results/M09", "the part has this material"),
        ({f"{SEALS}/results/M01": "invoice"}, f"{SEALS}/results/M01", "a result is the licence of a part"),
        ({"/materials/1": GONE}, FIRST, "material M02 can be brought"),
        ({"/materials/1/serves/0/part": "moon"}, "/materials/1/serves/0", "a material serves a part's material"),
        ({"/materials/1/code": "J01"}, "/materials", "material codes are unique"),
        ({"/form/properties/bank/type": "words"}, "/form", "the form is a JSON Schema"),
        ({"/form/additionalProperties": True}, "/form/additionalProperties", "unknown fields are refused"),
        ({"/form/properties/bank/examples": GONE}, "/form/properties/bank", "a field has examples and a place"),
        ({"/form_example/capital": 0}, "/form_example/capital", "the example keeps the form's rule"),
        ({"/assurance_level": 1}, f"{FIRST}/matter", "no higher assurance level"),
        ({"/parts": []}, "/parts", "less than 2"),
        ({"/surprise": 1}, "", "surprise"),
    ],
)
def test_a_break_is_named_with_its_place(pack: Path, changes: dict[str, Any], pointer: str, says: str) -> None:
    change(pack / FILE, changes)
    found = findings(pack)
    assert {item.file for item in found} == {FILE}
    assert any(item.pointer == pointer and says in item.rule and item.remedy for item in found), found


@pytest.mark.parametrize(
    ("file", "changes", "place", "says"),
    [
        (REGISTRATION, {"/second_signer": {"name": "股东", "statute": "《公司法》"}}, FIRST, "no second signature"),
        (SEAL, {"/delivery_ways": ["post"]}, SEALS, "delivers electronically"),
    ],
)
def test_a_matter_that_cannot_be_a_part_is_named(
    pack: Path, file: str, changes: dict[str, Any], place: str, says: str
) -> None:
    change(pack / file, changes)
    (found,) = findings(pack)
    assert (found.file, found.pointer) == (FILE, f"{place}/matter")
    assert says in found.rule


def test_a_code_that_two_joint_matters_have_is_named(pack: Path) -> None:
    (pack / "joint_matters" / "again.json").write_bytes((pack / FILE).read_bytes())
    assert {(item.file, item.pointer) for item in findings(pack)} == {(FILE, "/code")}


def test_a_part_whose_result_is_only_a_notice_cannot_be_a_material(pack: Path) -> None:
    change(pack / REGISTRATION, {"/result/kind": "notice"})
    assert "a result is the licence of a part that this one waits for" in {item.rule for item in findings(pack)}
