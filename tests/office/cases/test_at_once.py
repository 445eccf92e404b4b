"""Two who act on one case at the same moment: one gets through, the other is told, and nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.product import Caller, Product

ROUNDS = 4


def at_once(*acts: Callable[[], TestResponse]) -> list[TestResponse]:
    barrier = Barrier(len(acts))

    def run(act: Callable[[], TestResponse]) -> TestResponse:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def before_decision(product: Product, citizen: Caller) -> tuple[str, str]:
    """Return a case that waits for its decision, and its ETag."""
    case_id = str(product.file_renewal(citizen)["id"])
    chief = product.officer()
    chief.turn(case_id, "acceptance", {})
    chief.turn(case_id, "reviews", {"outcome": "approved", "opinion": "同意"})
    return case_id, chief.get(f"/office/v1/cases/{case_id}").headers["ETag"]


def turns(citizen: Caller, case_id: str) -> list[str]:
    timeline = citizen.get(f"/services/v1/cases/{case_id}").get_json()["timeline"]
    return [event["turn"] for event in timeline]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_officers_who_decide_at_once_one_decides(product: Product, _round: int) -> None:
    citizen = product.citizen()
    case_id, tag = before_decision(product, citizen)
    address = f"/office/v1/cases/{case_id}/decision"
    granting, refusing = product.officer(), product.officer("officer-fei")
    answers = at_once(
        lambda: granting.post(address, {"outcome": "granted", "reason": "准予"}, If_Match=tag),
        lambda: refusing.post(address, {"outcome": "refused", "reason": "不符合条件"}, If_Match=tag),
    )
    statuses = sorted(answer.status_code for answer in answers)
    # Whoever reads the case after the other's commit is refused before the write, with the same code.
    assert statuses == [200, 412], [answer.text for answer in answers]
    assert turns(citizen, case_id).count("decide") == 1
    result = citizen.get(f"/services/v1/cases/{case_id}/result").get_json()
    decided: Any = next(answer.get_json() for answer in answers if answer.status_code == 200)
    assert result["outcome"] == decided["outcome"]
    assert (result["licence"] is not None) == (decided["outcome"] == "granted")


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_withdrawal_and_a_decision_at_once_are_never_both(product: Product, _round: int) -> None:
    citizen = product.citizen()
    case_id, tag = before_decision(product, citizen)
    chief = product.officer()
    answers = at_once(
        lambda: citizen.post(f"/services/v1/cases/{case_id}/withdrawal", {}, If_Match=tag),
        lambda: chief.post(f"/office/v1/cases/{case_id}/decision", {"outcome": "granted"}, If_Match=tag),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412], [answer.text for answer in answers]
    made = {"withdraw", "decide"} & set(turns(citizen, case_id))
    assert made in ({"withdraw"}, {"decide"})
    licences = citizen.get(f"/services/v1/cases/{case_id}/result").status_code
    assert licences == (200 if made == {"decide"} else 409)
