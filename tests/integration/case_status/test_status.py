"""The status of a case by number and the end of a certificate: what is told, to whom, and how often one may guess."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engines.numbering import case_number
from kit import clock
from tests.office.cases.planted import planted
from tests.product import Product

ENDING = "0325"
ADDRESS = "/integration/v1/case_status"


def ask(product: Product, number: str, ending: str = ENDING) -> TestResponse:
    return product.anybody().post(ADDRESS, {"number": number, "ending": ending})


def test_whoever_knows_the_pair_learns_where_the_case_stands(product: Product) -> None:
    case = product.file_renewal(product.citizen())
    answer = ask(product, case["number"])
    assert answer.status_code == 200, answer.text
    assert answer.get_json() == {
        "number": case["number"],
        "state": "received",
        "state_name": "已收件",
        "due_on": case["deadline"]["due_on"],
        "holder": "office",
    }
    product.officer().turn(case["id"], "non-acceptance", {"reason": "不属于本机关职权范围。"})
    over = ask(product, case["number"]).get_json()
    assert (over["state"], over["due_on"], over["holder"]) == ("not_accepted", None, "nobody")


@pytest.mark.parametrize("ending", ["3X2Q", "3x2q"])
def test_an_organisations_code_ends_in_a_letter_of_either_case(product: Product, ending: str) -> None:
    yard = product.citizen("haiyun-design").session["subject"]["id"]
    with planted(product, {"applicant_id": uuid.UUID(yard), "applicant_kind": "organisation"}) as (case_id,):
        number = product.officer().get(f"/office/v1/cases/{case_id}").get_json()["number"]
        assert ask(product, number, ending).status_code == 200


def test_every_wrong_pair_is_answered_alike(product: Product) -> None:
    case = product.file_renewal(product.citizen())
    unknown = case_number("330900", clock.today(), 987_654)
    bodies: list[dict[str, Any]] = []
    for number, ending in ((case["number"], "9999"), (unknown, ENDING), (case["number"][:-1] + "x", ENDING)):
        answer = ask(product, number.replace("x", str((int(case["number"][-1]) + 1) % 10)), ending)
        assert answer.status_code == 404
        bodies.append(answer.get_json())
    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0]["code"] == "case-status-not-found"


def test_a_number_is_closed_after_five_wrong_tries_and_opens_again(product: Product) -> None:
    mine, other = product.file_renewal(product.citizen()), product.file_renewal(product.citizen())
    unknown = case_number("330900", clock.today(), 987_655)
    for number in (mine["number"], unknown):
        assert [ask(product, number, "9999").status_code for _ in range(6)] == [404] * 5 + [429]
    refused = ask(product, mine["number"])
    assert (refused.status_code, refused.get_json()["code"]) == (429, "too-many-tries")
    assert 3000 < int(refused.headers["Retry-After"]) <= 3600
    assert ask(product, other["number"]).status_code == 200
    with clock.travel(clock.now() + timedelta(hours=1, minutes=1)):
        assert ask(product, mine["number"]).status_code == 200


def test_right_tries_are_not_counted(product: Product) -> None:
    number = product.file_renewal(product.citizen())["number"]
    assert {ask(product, number).status_code for _ in range(8)} == {200}
    assert [ask(product, number, "9999").status_code for _ in range(4)] == [404] * 4
    assert ask(product, number).status_code == 200
    assert [ask(product, number, "9999").status_code for _ in range(2)] == [404, 429]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"ending": ENDING}, "/number"),
        ({"number": "3309", "ending": ENDING}, "/number"),
        ({"number": "３" * 21, "ending": ENDING}, "/number"),
        ({"number": "3" * 21, "ending": "12345"}, "/ending"),
        ({"number": "3" * 21, "ending": "12 4"}, "/ending"),
        ({"number": "3" * 21, "ending": ENDING, "name": "x"}, "/name"),
    ],
)
def test_bad_questions_are_refused_and_pointed_at(product: Product, body: dict[str, Any], pointer: str) -> None:
    answer = product.anybody().post(ADDRESS, body)
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == pointer
