"""The officer's list: every filter alone and together, pages, scope, and what is refused."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from auth import DataScope, LentPowers, Subject
from auth.subjects import PermissionMissing
from engines.cases import CaseReview, CaseSearch, count_cases, search_cases
from kit import clock
from kit.ids import new_id
from tests.office.cases.planted import plant, planted
from tests.product import PERMIT, RENEWAL, SALE, Caller, Product

POLICE, REGISTRY, FUND = "11330900002600237T", "12330900MB15A0079G", "12330900MB15A00288"
TRAFFIC, TAX = "11330900002600341Y", "11330900MB15A0087E"
LONG_AGO = datetime(2019, 3, 4, 2, 0, tzinfo=UTC)


def listed(caller: Caller, **asked: Any) -> list[str]:
    """Return the ids of everything that a search finds, page by page."""
    return [item["id"] for item in caller.every("/office/v1/cases", **asked)]


@pytest.fixture
def chief(product: Product) -> Caller:
    return product.officer()


@pytest.fixture
def pair(product: Product) -> Iterator[list[str]]:
    """Return two open cases that differ in everything that a filter asks for."""
    day = clock.today()
    first = {
        "matter": RENEWAL,
        "state": "accepted",
        "applicant_name": "冯静怡",
        "due_on": day + timedelta(days=1),
        "yellow_on": day,
        "channel": "mobile",
        "filed": LONG_AGO,
        "assignee_id": new_id(),
    }
    second = {
        "matter": SALE,
        "state": "correction",
        "applicant_kind": "organisation",
        "applicant_name": "舟山望潮物流有限公司",
        "due_on": day + timedelta(days=30),
        "yellow_on": day + timedelta(days=20),
        "channel": "window",
        "filed": LONG_AGO + timedelta(days=400),
    }
    with planted(product, first, second) as ids:
        yield ids


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "accepted"},
        {"state": ["accepted", "received"]},
        {"matter_code": RENEWAL},
        {"department": TRAFFIC},
        {"light": "yellow"},
        {"due_before": "TOMORROW"},
        {"submitted_to": "2019-03-04"},
        {"submitted_from": "2019-03-04", "submitted_to": "2019-03-04"},
        {"holder": "office"},
        {"channel": "mobile"},
        {"topic": "vehicles"},
        {"text": "冯静怡"},
        {"text": "驾驶证"},
        {"order": "newest", "matter_code": RENEWAL},
        {"state": "accepted", "channel": "mobile", "topic": "vehicles", "light": "yellow", "region": "330900"},
    ],
)
def test_each_filter_alone_leaves_what_it_asks_for(
    product: Product, chief: Caller, pair: list[str], asked: dict[str, Any]
) -> None:
    if asked.get("due_before"):
        asked = {"due_before": (clock.today() + timedelta(days=2)).isoformat()}
    found = listed(chief, **asked)
    assert pair[0] in found, asked
    assert pair[1] not in found, asked


def test_a_case_is_found_by_the_beginning_of_its_number(product: Product, chief: Caller, pair: list[str]) -> None:
    number = chief.get(f"/office/v1/cases/{pair[0]}").get_json()["number"]
    assert listed(chief, text=number) == [pair[0]]
    assert pair[0] in listed(chief, text=number[:14])
    assert pair[1] not in listed(chief, text=number[:14])
    refused = chief.get("/office/v1/cases", query_string={"text": "3309"})
    assert (refused.status_code, refused.get_json()["code"]) == (422, "number-too-short")


def test_an_organisation_is_found_by_its_name(chief: Caller, pair: list[str]) -> None:
    assert listed(chief, text="舟山望潮物流有限公司") == [pair[1]]
    assert listed(chief, text="没有这样的申请人或事项") == []


@pytest.mark.parametrize("light", ["red", "yellow", "green"])
def test_lights_are_those_that_the_rows_show(product: Product, chief: Caller, light: str) -> None:
    day = clock.today()
    dates = [(-1, -4), (0, 0), (3, -1), (9, 4)]
    cases = [{"due_on": day + timedelta(d), "yellow_on": day + timedelta(y), "state": "received"} for d, y in dates]
    with planted(product, *cases, {"yellow_on": None}, {"state": "suspended", "due_on": day}) as ids:
        rows = chief.every("/office/v1/cases", light=light, matter_code=RENEWAL)
        assert {row["light"] for row in rows} == {light}
        wanted = {"red": ids[:1], "yellow": ids[1:3], "green": ids[3:5]}[light]
        assert set(wanted) == {row["id"] for row in rows} & set(ids)


def test_cases_are_mine_nobodys_or_a_colleagues(product: Product, chief: Caller) -> None:
    me, colleague = chief.session["subject"]["id"], product.officer("officer-fei").session["subject"]["id"]
    with planted(
        product, {"assignee_id": uuid.UUID(me)}, {"assignee_id": uuid.UUID(colleague)}, {"assignee_id": None}
    ) as ids:
        assert [ids[0] in listed(chief, assignee="me"), ids[1] in listed(chief, assignee="me")] == [True, False]
        assert listed(chief, assignee=colleague, order="newest") == [ids[1]]
        nobodys = listed(chief, assignee="nobody", matter_code=RENEWAL)
        assert [case_id in nobodys for case_id in ids] == [False, False, True]
        page = chief.get("/office/v1/cases", query_string={"assignee": colleague}).get_json()
        assert page["items"][0]["assignee"] == {"code": colleague, "name": "费宏"}


def test_an_outcome_asks_for_everything_that_was_decided(product: Product, chief: Caller) -> None:
    with planted(
        product,
        {"state": "delivered", "outcome": "refused"},
        {"state": "archived", "outcome": "granted"},
        {"state": "accepted"},
    ) as ids:
        assert set(ids) & set(listed(chief, outcome="refused")) == {ids[0]}
        assert set(ids) & set(listed(chief, outcome="granted")) == {ids[1]}
        assert set(ids) & set(listed(chief, state=["archived", "accepted"])) == {ids[1], ids[2]}
        assert set(ids) & set(listed(chief)) == {ids[2]}
        assert set(ids) & set(listed(chief, holder="nobody")) == set(ids[:2])


def test_urgent_first_or_newest_first(product: Product, chief: Caller) -> None:
    day = clock.today()
    with planted(
        product,
        {"filed": LONG_AGO, "due_on": day + timedelta(days=5)},
        {"filed": LONG_AGO + timedelta(days=1), "due_on": day - timedelta(days=5)},
    ) as ids:
        assert [found for found in listed(chief) if found in ids] == [ids[1], ids[0]]
        assert [found for found in listed(chief, order="newest") if found in ids] == [ids[1], ids[0]]
        assert [found for found in listed(chief, department=TRAFFIC, order="due") if found in ids] == [ids[1], ids[0]]
        due = chief.get("/office/v1/cases").get_json()
        assert due["order"] == "due"
        assert [row["due_on"] for row in due["items"]] == sorted(row["due_on"] for row in due["items"])


def test_a_row_says_what_the_list_needs_and_masks_persons(product: Product, chief: Caller) -> None:
    with planted(product, {"applicant_name": "冯静怡"}, {"applicant_kind": "organisation", "applicant_name": "潮声社"}):
        rows = chief.get("/office/v1/cases", query_string={"text": "冯静怡"}).get_json()["items"]
        assert rows[0]["applicant"] == {"kind": "person", "name": "冯**"}
        assert rows[0]["department"] == {"code": TRAFFIC, "name": "舟山市公安局交通警察支队"}
        assert (rows[0]["holder"], rows[0]["state_name"], rows[0]["assignee"]) == ("office", "已受理", None)
        rows = chief.get("/office/v1/cases", query_string={"text": "潮声社"}).get_json()["items"]
        assert rows[0]["applicant"]["name"] == "潮声社"


@pytest.mark.parametrize("order", ["due", "newest"])
def test_pages_neither_lose_nor_double_while_cases_are_filed(product: Product, chief: Caller, order: str) -> None:
    day = clock.today()
    cases = [{"due_on": day + timedelta(days=n // 3), "filed": LONG_AGO + timedelta(hours=n)} for n in range(9)]
    with planted(product, *cases) as ids:
        seen: list[str] = []
        cursor, asked = None, {"order": order, "limit": 2, "matter_code": RENEWAL, "submitted_to": "2019-03-10"}
        while True:
            sent = {**asked, **({"cursor": cursor} if cursor else {})}
            page = chief.get("/office/v1/cases", query_string=sent).get_json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
            ids.append(plant(product, filed=LONG_AGO - timedelta(days=1, minutes=len(seen)), due_on=day))
        wanted = ids[:9]
        assert len(seen) == len(set(seen))
        assert [case_id for case_id in seen if case_id in wanted] == (wanted if order == "due" else wanted[::-1]) or (
            order == "due" and set(wanted) <= set(seen)
        )


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"order": "newest"},
        {"department": REGISTRY},
        {"matter_code": SALE},
        {"topic": "real_estate"},
        {"text": "舟山望潮物流有限公司"},
        {"text": "登记"},
        {"region": "330900"},
        {"holder": "applicant"},
        {"involving": "seat"},
    ],
)
def test_another_departments_case_is_never_listed(product: Product, pair: list[str], asked: dict[str, Any]) -> None:
    assert pair[1] not in listed(product.officer("officer-xu"), **asked)


def test_a_post_reaches_its_subtree(product: Product, pair: list[str]) -> None:
    police = product.officer("officer-fei")
    assert pair[0] in listed(police)
    assert pair[0] in listed(police, department=[TRAFFIC, POLICE])
    assert pair[1] not in listed(police, order="newest")


def test_seats_in_cases_of_others_are_found_by_asking_for_them(product: Product) -> None:
    case_id = str(product.file_sale(product.citizen("zhou-liwen"))["id"])
    registrar, tax = product.officer("officer-ying"), product.officer("officer-tang")
    registrar.turn(case_id, "acceptance", {})
    assert case_id not in listed(tax)
    assert case_id not in listed(tax, involving="seat")
    registrar.turn(case_id, "reviews", {"outcome": "approved", "opinion": "初审通过"})
    assert tax.get(f"/office/v1/cases/{case_id}").status_code == 200
    assert case_id in listed(tax, involving="seat")
    assert case_id in listed(tax, involving="seat", order="newest", department=REGISTRY)
    assert case_id not in listed(tax)
    assert listed(product.officer(), involving="seat") == []


def test_being_asked_for_an_opinion_is_involvement_too(product: Product) -> None:
    case_id = str(product.file_permit(product.citizen())["id"])
    police, fund = product.officer("officer-fei"), product.officer("officer-shao")
    police.turn(case_id, "acceptance", {})
    assert listed(fund, involving="seat", matter_code=PERMIT) == []
    police.turn(case_id, "opinion-requests", {"department": FUND, "question": "请核实缴存情况。"})
    assert case_id in listed(fund, involving="seat")
    assert case_id not in listed(product.officer("officer-tang"), involving="seat")


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "nonsense"},
        {"state": ["accepted", "accepted"]},
        {"light": "blue"},
        {"due_before": "2026-02-30"},
        {"submitted_from": "2026-03-01", "submitted_to": "2026-02-01"},
        {"holder": "neighbour"},
        {"assignee": "somebody"},
        {"outcome": "maybe"},
        {"involving": "everything"},
        {"order": "random"},
        {"order": "due", "state": "archived"},
        {"text": "一"},
        {"text": "12345678901234567890123"},
        {"limit": 0},
    ],
)
def test_bad_filters_are_refused_and_pointed_at(chief: Caller, asked: dict[str, Any]) -> None:
    answer = chief.get("/office/v1/cases", query_string=asked)
    assert answer.status_code == 422, answer.text
    assert answer.get_json()["errors"][0]["pointer"].startswith("/query/")


def test_a_cursor_of_another_list_is_refused(product: Product, chief: Caller, pair: list[str]) -> None:
    page = chief.get("/office/v1/cases", query_string={"limit": 1, "order": "due"}).get_json()
    cursor = page["next_cursor"]
    assert cursor
    for path, asked in (("/office/v1/cases", {"order": "newest"}), ("/office/v1/inbox", {})):
        refused = chief.get(path, query_string={**asked, "cursor": cursor})
        assert (refused.status_code, refused.get_json()["code"]) == (400, "bad-cursor")
    assert chief.get("/office/v1/cases", query_string={"cursor": cursor[:-3]}).status_code == 400


def counts(caller: Caller, **asked: Any) -> dict[str | None, dict[str, Any]]:
    answer = caller.get("/office/v1/cases/counts", query_string=asked)
    assert answer.status_code == 200, answer.text
    return {
        item["code"]: {count["of"]: count["count"] for count in [*item["states"], *item["lights"]]}
        for item in answer.get_json()["items"]
    }


def test_counts_are_by_state_and_light_of_my_scope(product: Product) -> None:
    fund, police = product.officer("officer-xu"), product.officer("officer-fei")
    day = clock.today()
    before, others = counts(police), counts(fund)
    late = {"due_on": day - timedelta(days=2), "state": "in_handling"}
    with planted(product, late, late, {"state": "archived"}):
        after = counts(police)
        assert after[None]["in_handling"] - before[None]["in_handling"] == 2
        assert after[None]["red"] - before[None]["red"] == 2
        assert after[None]["archived"] - before[None]["archived"] == 1
        assert counts(fund) == others
        by_department = counts(police, by="department")
        assert by_department[TRAFFIC]["in_handling"] == after[None]["in_handling"] - by_department.get(POLICE, {}).get(
            "in_handling", 0
        )
        assert "archived" not in by_department[TRAFFIC]
        assert counts(police, by="matter")[RENEWAL]["red"] >= 2
        assert TRAFFIC not in counts(fund, by="department")
        assert RENEWAL not in counts(fund, by="matter")


def test_a_count_stops_and_says_that_there_are_more(
    product: Product, chief: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engines.cases.counting.LARGEST_COUNT", 2)
    monkeypatch.setattr("engines.cases.counting._BOUND", 3)
    with planted(product, *[{"state": "returned"} for _ in range(4)]):
        (item,) = chief.get("/office/v1/cases/counts").get_json()["items"]
        returned = next(count for count in item["states"] if count["of"] == "returned")
        assert returned == {"of": "returned", "count": 2, "more": True}
    assert chief.get("/office/v1/cases/counts", query_string={"by": "colour"}).status_code == 422


def test_a_seat_row_of_ones_own_case_is_not_involvement(product: Product) -> None:
    registrar = product.officer("officer-ying")
    case_id = plant(product, SALE)
    with product.context.database.unit() as unit:
        unit.write(delete(CaseReview).where(CaseReview.case_id == uuid.UUID(case_id)))
    assert case_id not in listed(registrar, involving="seat")


def test_what_a_colleague_lends_is_listed_and_counted_too(product: Product, pair: list[str]) -> None:
    clerk = Subject(new_id(), "officer", "徐敏", permissions=frozenset({"cases.read"}))
    registry = DataScope(departments=frozenset({REGISTRY}))
    lent = LentPowers(new_id(), new_id(), "乐静", frozenset({"cases.read"}), registry)
    blind = replace(lent, permissions=frozenset({"cases.accept"}))
    with product.context.database.unit() as unit:
        for powers, seen in (((lent,), True), ((blind,), False), ((), False)):
            deputy = replace(clerk, lent=powers)
            found = [str(row.id) for row in search_cases(unit, deputy, CaseSearch(channel="window"), "due", None, 100)]
            assert (pair[1] in found, pair[0] in found) == (seen, False)
            counted = [item["code"] for item in count_cases(unit, deputy, "department")]
            assert (REGISTRY in counted) == seen
        with pytest.raises(PermissionMissing):
            count_cases(unit, replace(clerk, permissions=frozenset()), None)
