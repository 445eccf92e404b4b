"""The office portal calls: the probe, events in their shapes, and what nobody may move by calling."""

from typing import Any

import pytest
from sqlalchemy import select

from engines.directory import DirectorySync
from integration.zhezhengding.rules import officers_named
from tests.product import Product

ADDRESS = "/integration/v1/zhezhengding/events"
ANSWER = {"success": True, "errcode": "0", "errmsg": "成功"}
FEI = "GE_0008"


def _queued(product: Product) -> list[Any]:
    with product.context.database.unit() as unit:
        rows = unit.rows(select(DirectorySync.employee_codes).where(DirectorySync.state == "queued"))
    return [row.employee_codes for row in rows]


@pytest.mark.parametrize(
    "body",
    [
        {"eventTag": "EMPLOYEE_ADD_UPDATE"},
        {"eventTag": "ORGANIZATION_REMOVE"},
        {"eventTag": "MOZI_VDS_TENANT_CHANGE", "content": {"employeeCodes": [FEI]}},
        {"eventTag": "EMPLOYEE_LEAVE", "content": {"employeeCodes": ["GE_nobody"]}, "corpId": "1"},
    ],
)
def test_what_says_nothing_is_received_and_moves_nothing(product: Product, body: object) -> None:
    before = _queued(product)
    answer = product.anybody().post(ADDRESS, body)
    assert (answer.status_code, answer.get_json()) == (200, ANSWER)
    assert _queued(product) == before


def test_an_event_has_its_officer_looked_up(product: Product) -> None:
    for _ in range(2):
        body = {"eventTag": "EMPLOYEE_LEAVE", "content": {"employeeCodes": [FEI, "GE_nobody"]}}
        assert product.anybody().post(ADDRESS, body).get_json() == ANSWER
    assert _queued(product).count([FEI]) <= 1
    # The body is no proof: nobody lost anything by it.
    assert product.officer("officer-fei").get("/office/v1/inbox").status_code == 200


@pytest.mark.parametrize(
    "body",
    [{}, [], {"eventTag": ""}, {"eventTag": "EMPLOYEE_LEAVE", "content": {"employeeCodes": "GE"}}, {"eventTag": 1}],
)
def test_what_is_no_event_is_told_so(product: Product, body: object) -> None:
    assert product.anybody().post(ADDRESS, body).status_code in {400, 422}


@pytest.mark.parametrize(
    ("tag", "content", "infos", "named"),
    [
        ("EMPLOYEE_ADD_UPDATE", {"employeeCodes": ["a", "b"]}, [], ["a", "b"]),
        ("PLATFORM_EMPLOYEE_LEAVE", {"employeeCodes": ["a"]}, [], ["a"]),
        ("ORGANIZATION_DETACH_EMPLOYEE", {}, [{"employeeCode": "a", "organizationCode": "GO_1"}], ["a"]),
        ("ORGANIZATION_ATTACH_EMPLOYEE", {}, [{"organizationCode": "GO_1"}], []),
        ("ORGANIZATION_REMOVE", {"organizationCodes": ["GO_1"]}, [], None),
        ("ORGANIZATION_REMOVE", {}, [], []),
        ("SOMETHING_ELSE", {"employeeCodes": ["a"]}, [], []),
        ("EMPLOYEE_LEAVE", {"employeeCodes": [str(number) for number in range(500)]}, [], None),
    ],
)
def test_whom_an_event_names(tag: str, content: dict[str, Any], infos: list[Any], named: list[str] | None) -> None:
    found = officers_named({"event_tag": tag, "content": content, "infos": infos})
    if tag == "EMPLOYEE_LEAVE":
        assert found is not None
        assert len(found) == 100
    else:
        assert found == named
