"""What need not be brought: the best way first, and what a person is told when it is not open."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import func, select

from auth import Need, Preparation, Request, Resource, Way, authenticate, prepare, purge_unused
from auth.models import AuthDataUse, AuthEvidence, AuthPreparation
from auth.preparation import ORDER
from engines.files import find_in_locker
from kit import clock
from tests.product import RENEWAL, SALE, Caller, Product

KEPT, NOT_KEPT = "房屋租赁合同", "未存放的材料"
DRIVING_LICENCE_ENDS = date(2027, 1, 18)
#: Of 林海燕: one that she has, one that she has not.
LICENCES = ("11100000000013127D001", "11100000MB03271699001")
RECORDS = ("fund_account", "tax_record")
RESOURCES = {
    "fund_account": Resource("fund_account", "住房公积金缴存信息", "ZSGJJ001", requires_consent=False, statute="条例"),
    "tax_record": Resource("tax_record", "房地产交易完税信息", "ZSSW008", requires_consent=False, statute="契税法"),
    "marriage_record": Resource("marriage_record", "婚姻登记信息", "ZSMZ004", requires_consent=True, statute="保护法"),
}


def _request(*needs: Need) -> Request:
    return Request("3331", "测试事项", "测试条例", needs, (), RESOURCES, {})


def _prepared(house: Product, caller: Caller, *needs: Need) -> Preparation:
    with house.context.database.unit() as unit:
        subject = authenticate(unit, house.context, f"Bearer {caller.token}", "services")
        return prepare(
            subject,
            unit,
            house.context,
            _request(*needs),
            find_in_locker(unit, subject.id, [need.name for need in needs]),
        )


def _keep(caller: Caller, material: str, **named: str) -> None:
    file_id = caller.upload().get_json()["id"]
    kept = caller.send("PUT", f"/services/v1/files/{file_id}/locker", json={"material": material, **named})
    assert kept.status_code == 200, kept.text


def _over_http(caller: Caller, matter: str, **query: str) -> dict[str, Any]:
    answer = caller.get(f"/services/v1/matters/{matter}/preparation", query_string=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def _material(prepared: dict[str, Any], code: str) -> dict[str, Any]:
    return next(dict(item) for item in prepared["materials"] if item["code"] == code)


@pytest.mark.parametrize("best", ORDER)
def test_the_best_open_way_is_taken_in_whatever_order_a_matter_lists_them(house: Product, best: str) -> None:
    citizen = house.citizen()
    _keep(citizen, KEPT)
    closed = ORDER.index(best)
    references = {"licence": LICENCES[closed > 0], "shared_data": RECORDS[closed > 1]}
    ways = [Way(kind, references.get(kind, "")) for kind in ORDER if kind != "commitment" or closed <= 3]
    name = KEPT if closed <= 2 else NOT_KEPT
    orders = [Need(str(number), name, order) for number, order in enumerate(permutations(ways))]
    prepared = _prepared(house, citizen, *orders)
    assert len(prepared.materials) >= 24
    assert {item.satisfied_by for item in prepared.materials} == {best}


def test_each_closed_way_is_named_in_the_note(house: Product) -> None:
    ways = (Way("licence", LICENCES[1]), Way("shared_data", RECORDS[1]), Way("upload"))
    note = _prepared(house, house.citizen(), Need("M1", NOT_KEPT, ways)).materials[0].note
    assert LICENCES[1] in note
    assert "“房地产交易完税信息”中没有您的记录" in note


def test_a_material_without_a_better_way_is_uploaded_without_an_excuse(house: Product) -> None:
    material = _prepared(house, house.citizen(), Need("M1", NOT_KEPT, (Way("upload"),))).materials[0]
    assert (material.satisfied_by, material.status, material.note) == ("upload", "to_upload", "")


@pytest.mark.parametrize(("others", "then"), [((), "upload"), (("commitment",), "commitment")])
def test_without_consent_the_record_is_not_had_and_the_consent_is_asked_for(
    house: Product, others: tuple[Any, ...], then: str
) -> None:
    ways = (Way("shared_data", "marriage_record"), *(Way(kind) for kind in others), Way("upload"))
    prepared = _prepared(house, house.citizen(), Need("M1", NOT_KEPT, ways))
    assert prepared.consent_needed == ("marriage_record",)
    assert prepared.sources_down == ()
    assert prepared.materials[0].satisfied_by == then
    assert prepared.materials[0].note == "授权后可从“婚姻登记信息”获取"


def test_a_licence_spares_the_consent_only_for_its_own_material(house: Product) -> None:
    had = Need("M1", NOT_KEPT, (Way("licence", LICENCES[0]), Way("shared_data", "marriage_record")))
    prepared = _prepared(house, house.citizen(), had)
    assert prepared.materials[0].satisfied_by == "licence"


def test_a_licence_that_has_run_out_is_not_used_and_the_note_says_so(house: Product) -> None:
    prepared = _over_http(house.citizen("zhou-liwen"), RENEWAL)
    licence = _material(prepared, "M02")
    assert (licence["satisfied_by"], licence["status"]) == ("upload", "to_upload")
    assert licence["note"].endswith("已过期或失效")
    assert "/file_number" not in prepared["form"]["sources"]


def test_a_licence_is_good_through_its_last_day(house: Product) -> None:
    last = clock.start_of(DRIVING_LICENCE_ENDS) + timedelta(hours=12)
    for moment, expected in ((last, "licence"), (last + timedelta(days=1), "upload")):
        with clock.travel(moment):
            prepared = _over_http(house.citizen(), RENEWAL, fresh="true")
            assert _material(prepared, "M02")["satisfied_by"] == expected


def test_what_is_known_is_filled_in_locked_and_says_where_it_comes_from(house: Product) -> None:
    form = _over_http(house.citizen("zhou-liwen"), SALE)["form"]
    assert form["values"]["name"] == "周礼文"
    assert form["values"]["number"] == "330903198507231176"
    assert set(form["locked"]) == {"/name", "/number", "/location"}
    assert form["sources"]["/name"] == "身份证件"
    assert form["sources"]["/location"] == "不动产权证书"


def test_a_file_of_the_locker_serves_only_its_owner(house: Product) -> None:
    seller, stranger = house.citizen("zhou-liwen"), house.citizen()
    _keep(stranger, "存量房买卖合同")
    assert _material(_over_http(seller, SALE), "M03")["satisfied_by"] == "upload"
    _keep(seller, "存量房买卖合同")
    kept = _material(_over_http(seller, SALE, fresh="true"), "M03")
    assert (kept["satisfied_by"], kept["status"], kept["source"]) == ("locker", "available", "contract.pdf")


def test_a_file_of_the_locker_serves_until_it_runs_out(house: Product) -> None:
    _keep(house.citizen("zhou-liwen"), "存量房买卖合同", expires_on=clock.today().isoformat())
    noon = clock.start_of(clock.today()) + timedelta(hours=12)
    for moment, expected in ((noon, "locker"), (noon + timedelta(days=1), "upload")):
        with clock.travel(moment):
            prepared = _over_http(house.citizen("zhou-liwen"), SALE, fresh="true")
            assert _material(prepared, "M03")["satisfied_by"] == expected


def _uses(house: Product) -> int:
    with house.context.database.unit() as unit:
        return int(unit.scalar(select(func.count()).select_from(AuthDataUse)))


def test_a_kept_outcome_serves_half_an_hour(house: Product) -> None:
    start = clock.now()
    _over_http(house.citizen("zhou-liwen"), SALE)
    asked = _uses(house)
    with clock.travel(start + timedelta(minutes=29)):
        _over_http(house.citizen("zhou-liwen"), SALE)
        assert _uses(house) == asked
    with clock.travel(start + timedelta(minutes=31)):
        _over_http(house.citizen("zhou-liwen"), SALE)
        assert _uses(house) > asked


def test_what_goes_into_the_locker_is_seen_at_once(house: Product) -> None:
    seller = house.citizen("zhou-liwen")
    assert _material(_over_http(seller, SALE), "M03")["satisfied_by"] == "upload"
    _keep(seller, "存量房买卖合同")
    assert _material(_over_http(seller, SALE), "M03")["satisfied_by"] == "locker"


def test_what_was_fetched_lies_sealed(house: Product) -> None:
    _over_http(house.citizen("zhou-liwen"), SALE)
    with house.context.database.unit() as unit:
        evidence = unit.rows(select(AuthEvidence.content_sealed))
        kept = unit.rows(select(AuthPreparation.content_sealed))
        opened = [house.context.vault.open(row[0]) for row in (*evidence, *kept)]
    assert (len(evidence), len(kept)) == (3, 1)
    assert any("330903198507231176" in text for text in opened)
    assert "330903198507231176" not in str(evidence) + str(kept)


def test_what_no_case_used_is_purged_after_a_day_and_what_a_case_used_stays(house: Product) -> None:
    citizen = house.citizen()
    house.file_renewal(citizen)
    _over_http(citizen, SALE)
    with house.context.database.unit() as unit:
        assert purge_unused(unit) == 0
    with clock.travel(clock.now() + timedelta(days=1, minutes=1)), house.context.database.unit() as unit:
        assert purge_unused(unit) == 1
        rows = unit.rows(select(AuthEvidence.case_id))
        assert len(rows) == 3
        assert None not in [row.case_id for row in rows]
        assert unit.rows(select(AuthPreparation.subject_id)) == []
