"""Importing a holiday notice: what is refused, what a preview says, and who may do it; over HTTP on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest

from kit.ids import new_id
from tests.office.calendar.notices import ADDRESS, NUMBER, calendar_as_before, notice, send
from tests.product import Caller, Product


@pytest.fixture
def keeper(product: Product) -> Iterator[Caller]:
    with calendar_as_before(product):
        yield product.officer("officer-shen")


def days(keeper: Caller, year: int) -> dict[str, Any]:
    return dict(keeper.get(f"{ADDRESS}/days", query_string={"year": year}).get_json())


def with_day(**day: str) -> dict[str, Any]:
    body = notice()
    body["days"].append({"kind": "holiday", "name": "春节", **day})
    return body


def without(*gone: str) -> dict[str, Any]:
    body = notice()
    body["days"] = [item for item in body["days"] if item["day"] not in gone]
    return body


PLACE = f"/days/{len(notice()['days'])}"
LAST = f"{PLACE}/day"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (with_day(day="2027-02-30"), [(LAST, "format")]),
        (with_day(day="2028-02-13"), [(LAST, "wrong-year")]),
        (with_day(day="2026-11-30"), [(LAST, "wrong-year")]),
        (with_day(day="2027-02-08"), [(LAST, "repeated")]),
        (with_day(day="2027-02-08", kind="makeup_workday"), [(LAST, "contradictory"), (LAST, "no-weekend")]),
        (with_day(day="2027-02-22", kind="makeup_workday"), [(LAST, "no-weekend")]),
        (with_day(day="2027-03-01", kind="half_day"), [(f"{PLACE}/kind", "choice")]),
        (without("2027-10-02"), [("/days", "festival-missing")]),
        ({**notice(), "days": notice()["days"][:12]}, None),
        ({**notice(), "days": []}, [("/days", "length")]),
        ({**notice(), "year": 1999}, [("/year", "range")]),
        ({**notice(), "notice": ""}, [("/notice", "length")]),
        ({"year": 2027}, [("/notice", "required"), ("/days", "required")]),
    ],
)
def test_a_broken_notice_is_refused_and_nothing_is_stored(
    keeper: Caller, body: dict[str, Any], found: list[tuple[str, str]] | None
) -> None:
    refused = send(keeper, "notices", body)
    assert refused.status_code == 422, refused.text
    errors = [(item["pointer"], item["code"]) for item in refused.get_json()["errors"]]
    if found is None:
        assert ("/days", "implausible") in errors
    else:
        assert sorted(errors) == sorted(found)
    assert days(keeper, 2027) == {"year": 2027, "provisional": True, "items": []}


def test_an_imported_year_is_no_guess_any_more(product: Product, keeper: Caller) -> None:
    done = send(keeper, "notices", notice())
    assert done.status_code == 200, done.text
    assert done.get_json()["recomputation_id"]
    found = days(keeper, 2027)
    assert not found["provisional"]
    assert len(found["items"]) == len(notice()["days"])
    assert {item["source"] for item in found["items"]} == {"office"}
    first = keeper.get(f"{ADDRESS}/notices").get_json()["items"][0]
    assert (first["year"], first["notice"], first["holidays"], first["makeup_workdays"]) == (2027, NUMBER, 28, 6)
    asked = {"days": 5, "started_on": "2027-02-04"}
    term = product.anybody().get("/services/v1/deadlines/calculation", query_string=asked).get_json()
    # Eight days of festival, a Saturday, then the make-up Sunday counts.
    assert (term["due_on"], term["provisional"]) == ("2027-02-18", False)
    assert NUMBER in {span["basis"] for span in term["explanation"]}
    again = send(keeper, "notices", notice())
    assert (again.status_code, again.get_json()["code"]) == (409, "nothing-changes")


def test_a_corrected_notice_takes_the_place_of_the_first(keeper: Caller) -> None:
    send(keeper, "notices", notice())
    corrected = without("2027-02-14", "2027-02-12")
    assert send(keeper, "notices", corrected).status_code == 200
    assert len(days(keeper, 2027)["items"]) == len(corrected["days"])


def test_a_preview_stores_nothing(keeper: Caller) -> None:
    before = keeper.get(f"{ADDRESS}/recomputations").get_json()["items"]
    found = send(keeper, "notices", notice(dry_run=True)).get_json()
    assert (found["dry_run"], found["recomputation_id"], found["failed"]) == (True, None, 0)
    assert found["looked_at"] >= found["later"] + found["earlier"]
    assert days(keeper, 2027)["items"] == []
    assert keeper.get(f"{ADDRESS}/recomputations").get_json()["items"] == before


def test_the_same_key_imports_once(keeper: Caller) -> None:
    key = str(new_id())
    one = keeper.post(f"{ADDRESS}/notices", notice(), Idempotency_Key=key).get_json()
    two = keeper.post(f"{ADDRESS}/notices", notice(), Idempotency_Key=key).get_json()
    assert one == two


def test_only_the_keeper_of_terms_changes_the_calendar(product: Product, keeper: Caller) -> None:
    closure = {"first": "2027-08-10", "last": "2027-08-10", "name": "台风", "basis": "舟防指〔2027〕6号"}
    done = send(keeper, "notices", notice()).get_json()["recomputation_id"]
    assert keeper.get(f"{ADDRESS}/recomputations/{done}").status_code == 200
    for officer in (product.officer(), product.officer("officer-zhu")):
        for path, body in (("notices", notice()), ("notices", notice(dry_run=True)), ("closures", closure)):
            refused = send(officer, path, body)
            assert (refused.status_code, refused.get_json()["code"]) == (403, "permission-missing")
        assert officer.send("DELETE", f"{ADDRESS}/closures/2027-08-10").status_code == 403
        assert officer.get(f"{ADDRESS}/recomputations").status_code == 403
        assert officer.get(f"{ADDRESS}/recomputations/{done}").status_code == 404
        assert officer.get(f"{ADDRESS}/notices").status_code == 200
    assert product.citizen().get(f"{ADDRESS}/notices").status_code == 403
    assert product.anybody().get(f"{ADDRESS}/notices").status_code == 401
    assert keeper.get(f"{ADDRESS}/recomputations/{new_id()}").get_json()["code"] == "recomputation-unknown"


@pytest.mark.parametrize(
    ("closure", "pointer"),
    [
        ({"first": "2027-08-14", "last": "2027-08-15"}, "/first"),
        ({"first": "2026-02-02", "last": "2026-02-02"}, "/first"),
        ({"first": "2027-08-11", "last": "2027-08-10"}, "/last"),
        ({"first": "2027-08-10", "last": "2027-12-10"}, "/last"),
        ({"first": "2027-08-32", "last": "2027-12-10"}, "/first"),
        ({"first": "2027-08-10", "last": "2027-08-10", "basis": ""}, "/basis"),
    ],
)
def test_a_closure_that_cannot_be_is_refused(keeper: Caller, closure: dict[str, str], pointer: str) -> None:
    refused = send(keeper, "closures", {"name": "台风“海葵”", "basis": "舟防指〔2027〕6号", **closure})
    assert refused.status_code == 422, refused.text
    assert pointer in {item["pointer"] for item in refused.get_json()["errors"]}


def test_a_closure_lies_over_a_make_up_day_and_gives_it_back(keeper: Caller) -> None:
    send(keeper, "notices", notice())
    closure = {"first": "2027-02-14", "last": "2027-02-14", "name": "台风“海葵”", "basis": "舟防指〔2027〕6号"}
    assert send(keeper, "closures", closure).status_code == 200
    kinds = [item["kind"] for item in days(keeper, 2027)["items"] if item["day"] == "2027-02-14"]
    assert sorted(kinds) == ["closure", "makeup_workday"]
    assert keeper.send("DELETE", f"{ADDRESS}/closures/2027-02-14").status_code == 200
    assert [item["kind"] for item in days(keeper, 2027)["items"] if item["day"] == "2027-02-14"] == ["makeup_workday"]
    for day in ("2027-02-14", "2027-02-30", "yesterday"):
        gone = keeper.send("DELETE", f"{ADDRESS}/closures/{day}")
        assert (gone.status_code, gone.get_json()["code"]) == (404, "closure-unknown")
