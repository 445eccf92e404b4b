"""An entitlement that could not be confirmed in one step, or whose rule looks elsewhere, is refused with its place."""

from pathlib import Path
from typing import Any

import pytest

from engines.entitlements import entitlements_for
from engines.packs import PackBroken, load_pack
from kit.database import Unit
from tests.engines.packs.broken_packs import GONE, change, copy_pack
from tests.engines.subjects import officer

FILE = "proactive/senior_allowance.json"
MATTER = "matters/civil_affairs/senior_allowance.json"
CIVIL_AFFAIRS = "1133090000260078XG"


@pytest.mark.parametrize(
    ("file", "changes", "place", "says"),
    [
        (FILE, {"/colour": "red"}, "", "colour"),
        (FILE, {"/days": 0}, "/days", "minimum"),
        (FILE, {"/basis": GONE}, "", "basis"),
        (FILE, {"/resource": "fund_account"}, "/resource", "has a list"),
        (FILE, {"/resource": "unheard_of"}, "/resource", "data_resources.json"),
        (FILE, {"/matter": "1" * 31}, "/matter", "in the pack"),
        (FILE, {"/department": "11330900002600018G"}, "/department", "the department's"),
        (FILE, {"/rule/expression": "[1].exists(x, true)"}, "/rule/expression", "call exists"),
        (FILE, {"/rule/expression": "record.income < 1"}, "/rule/expression", "record.income"),
        (FILE, {"/rule/expression": "applicant.age >= 80"}, "/rule/expression", "applicant.age"),
        (FILE, {"/form/colour": "born_on"}, "/form/colour", "in the matter's form"),
        (FILE, {"/form/bank_account": "iban"}, "/form/bank_account", "filled from the record"),
        (FILE, {"/form": {}}, "/form", "bank_account"),
        (MATTER, {"/decision_rules": GONE}, "/matter", "decided by rules"),
        (MATTER, {"/materials/1/satisfied_by/0": GONE, "/prefill/3": GONE, "/prefill/2": GONE}, "/matter", "brought"),
    ],
)
def test_a_break_is_named_with_its_place(
    unit: Unit, tmp_path: Path, file: str, changes: dict[str, Any], place: str, says: str
) -> None:
    pack = copy_pack(tmp_path)
    change(pack / file, changes)
    with pytest.raises(PackBroken) as caught:
        load_pack(unit, pack)
    found = [item for item in caught.value.findings if item.file == FILE]
    assert any(item.pointer == place and says in f"{item.rule} {item.remedy}" for item in found), found or str(
        caught.value
    )


def test_a_code_stands_once(unit: Unit, tmp_path: Path) -> None:
    pack = copy_pack(tmp_path)
    (pack / "proactive" / "copy.json").write_bytes((pack / FILE).read_bytes())
    with pytest.raises(PackBroken) as caught:
        load_pack(unit, pack)
    assert [(item.file, item.pointer) for item in caught.value.findings] == [(FILE, "/code")]


def test_an_entitlement_that_left_the_pack_is_withdrawn_and_comes_back(unit: Unit, tmp_path: Path) -> None:
    pack = copy_pack(tmp_path)
    civil = officer("entitlements.run", departments=(CIVIL_AFFAIRS,))
    assert load_pack(unit, pack)["entitlements"] == 1
    unit.flush()
    assert load_pack(unit, pack)["entitlements"] == 0
    assert [item.code for item in entitlements_for(unit, civil)] == ["senior_allowance"]
    assert entitlements_for(unit, officer("entitlements.run")) == []
    kept = (pack / FILE).read_bytes()
    (pack / FILE).unlink()
    assert load_pack(unit, pack)["entitlements"] == 1
    assert entitlements_for(unit, civil) == []
    (pack / FILE).write_bytes(kept)
    assert load_pack(unit, pack)["entitlements"] == 1
    assert [item.code for item in entitlements_for(unit, civil)] == ["senior_allowance"]
