"""The ledger of data use: a line for every record asked for, and each person sees their own."""

from collections.abc import Callable
from typing import Any

import pytest
import urllib3
from sqlalchemy import func, select

from auth.models import AuthDataUse
from tests.auth.conftest import StartWorker
from tests.product import RENEWAL, SALE, Caller, Product

ID_CARD, DRIVING_LICENCE = "11100000000013127D001", "11100000000013127D102"
MARRIAGE = "marriage_record"
Line = dict[str, Any]


def _lines(caller: Caller, **query: object) -> list[Line]:
    return caller.every("/services/v1/data-uses", **query)


def _prepare(caller: Caller, matter: str = RENEWAL, **query: object) -> None:
    answer = caller.get(f"/services/v1/matters/{matter}/preparation", query_string=query)
    assert answer.status_code == 200, answer.text


def _outcomes(lines: list[Line]) -> dict[str, str]:
    assert len({line["resource"] for line in lines}) == len(lines)
    return {line["resource"]: line["outcome"] for line in lines}


def test_every_record_that_was_asked_for_has_a_line(house: Product) -> None:
    citizen = house.citizen()
    _prepare(citizen)
    lines = _lines(citizen)
    assert _outcomes(lines) == {ID_CARD: "used", DRIVING_LICENCE: "used", "driver_medical": "used"}
    for line in lines:
        assert (line["used_by"], line["used_by_kind"], line["matter_code"]) == ("林海燕", "person", RENEWAL)
        assert line["purpose"] == "办理“机动车驾驶证期满换证”"
        assert line["statute"]
        assert (line["consent_id"], line["case_id"]) == (None, None)
        assert line["used_at"].endswith("+08:00")


def test_what_was_asked_for_in_vain_has_a_line_too(house: Product) -> None:
    citizen = house.citizen("zhou-liwen")
    _prepare(citizen)
    assert _outcomes(_lines(citizen)) == {
        ID_CARD: "used",
        DRIVING_LICENCE: "not_found",
        "driver_medical": "not_found",
    }


def test_a_source_that_failed_has_a_line_too(start_worker: StartWorker, own_sandbox: dict[str, str]) -> None:
    house = start_worker(own_sandbox)
    citizen = house.citizen()
    fault = {"system": "data_sharing", "fault": "down", "times": 100}
    urllib3.request("POST", f"{own_sandbox['ZHANGBAN_SANDBOX_URL']}/sandbox/faults", json=fault)
    _prepare(citizen)
    assert set(_outcomes(_lines(citizen)).values()) == {"failed"}


def test_a_record_that_wants_consent_is_not_asked_for_without_it(
    start_worker: StartWorker, own_sandbox: dict[str, str]
) -> None:
    house = start_worker(own_sandbox)
    seller = house.citizen("zhou-liwen")
    _prepare(seller, SALE)
    assert MARRIAGE not in _outcomes(_lines(seller))
    calls = urllib3.request("GET", f"{own_sandbox['ZHANGBAN_SANDBOX_URL']}/sandbox/calls").json()["items"]
    asked = [call["path"].rpartition("/")[2] for call in calls if call["system"] == "data_sharing"]
    assert "ZSSW008.htm" in asked
    assert "ZSMZ004.htm" not in asked


def test_what_was_fetched_by_consent_names_the_consent_and_the_rest_the_statute(house: Product) -> None:
    seller = house.citizen("zhou-liwen")
    given = seller.post("/services/v1/consents", {"matter_code": SALE, "purposes": [MARRIAGE]}).get_json()
    _prepare(seller, SALE)
    for line in _lines(seller):
        grounds = (line["consent_id"], bool(line["statute"]))
        assert grounds == ((given["id"], False) if line["resource"] == MARRIAGE else (None, True))


def test_a_kept_preparation_asks_nobody_and_writes_nothing_until_a_fresh_one_is_asked_for(house: Product) -> None:
    citizen = house.citizen()
    _prepare(citizen)
    _prepare(citizen)
    assert len(_lines(citizen)) == 3
    _prepare(citizen, fresh="true")
    assert len(_lines(citizen)) == 6


def test_a_filed_case_has_its_lines(house: Product) -> None:
    citizen = house.citizen()
    _prepare(citizen, SALE)
    case_id = house.file_renewal(citizen)["id"]
    bound = _lines(citizen, case_id=case_id)
    assert set(_outcomes(bound)) == {ID_CARD, DRIVING_LICENCE, "driver_medical"}
    assert {line["matter_code"] for line in bound} == {RENEWAL}
    assert {line["case_id"] for line in _lines(citizen) if line["matter_code"] == SALE} == {None}


def test_the_ledger_is_read_by_resource_and_page_by_page_newest_first(house: Product) -> None:
    citizen = house.citizen()
    _prepare(citizen)
    whole = _lines(citizen)
    assert [line["id"] for line in whole] == sorted((line["id"] for line in whole), reverse=True)
    assert [line["resource"] for line in _lines(citizen, resource=ID_CARD)] == [ID_CARD]
    first = citizen.get("/services/v1/data-uses", query_string={"limit": 2}).get_json()
    rest = _lines(citizen, cursor=first["next_cursor"])
    assert first["items"] + rest == whole


@pytest.mark.parametrize(
    "narrowed",
    [
        lambda _house, _owner: {},
        lambda _house, _owner: {"resource": ID_CARD},
        lambda house, owner: {"case_id": house.file_renewal(owner)["id"]},
        lambda _house, owner: {
            "cursor": owner.get("/services/v1/data-uses", query_string={"limit": 1}).get_json()["next_cursor"]
        },
    ],
    ids=["everything", "a resource", "the owner's case", "the owner's cursor"],
)
def test_a_person_never_sees_anothers_lines(
    house: Product, narrowed: Callable[[Product, Caller], dict[str, str]]
) -> None:
    owner, stranger = house.citizen(), house.citizen("zhou-liwen")
    _prepare(owner)
    assert _lines(stranger, **narrowed(house, owner)) == []
    assert _lines(owner)


def test_an_organisations_lines_are_its_own_and_name_it(house: Product) -> None:
    company, stranger = house.citizen("haiyun-design"), house.citizen()
    _prepare(company, "12330900MB15A002883331017001002")
    lines = _lines(company)
    assert set(_outcomes(lines).values()) == {"used"}
    assert {(line["used_by"], line["used_by_kind"]) for line in lines} == {("舟山海韵船舶设计有限公司", "organisation")}
    assert _lines(stranger) == []


def test_the_ledger_holds_no_line_that_its_person_cannot_see(house: Product) -> None:
    citizens = [house.citizen(), house.citizen("zhou-liwen")]
    for citizen in citizens:
        _prepare(citizen)
    with house.context.database.unit() as unit:
        written = unit.scalar(select(func.count()).select_from(AuthDataUse))
    assert written == sum(len(_lines(citizen)) for citizen in citizens) == 6
