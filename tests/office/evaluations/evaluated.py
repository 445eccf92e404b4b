"""Cases that are decided and evaluated, and steps of their follow-up."""

from datetime import timedelta
from typing import Any

from engines.evaluations import run_evaluation_timers
from kit import clock
from tests.product import Caller, Product

HANDLER, HEAD, SUPERVISOR, STRANGER = "officer-gu", "officer-lou", "officer-zhu", "officer-wei"
BAD: dict[str, Any] = {"level": 1, "tags": ["101"], "text": "超过了承诺的时间"}


def decided(product: Product, citizen: Caller) -> str:
    """Return a case that is decided and delivered."""
    case_id = str(product.file_renewal(citizen)["id"])
    product.grant(case_id)
    product.work()
    return case_id


def rate(citizen: Caller, case_id: str, *, expect: int = 201, again: bool = False, **rating: Any) -> dict[str, Any]:
    """Evaluate a case, or once more after its follow-up."""
    address = f"/services/v1/cases/{case_id}/{'second-evaluation' if again else 'evaluation'}"
    answer = citizen.post(address, {"level": 5, **rating})
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def own(citizen: Caller, case_id: str) -> dict[str, Any]:
    """Return a case's evaluation as who gave it sees it."""
    return dict(citizen.get(f"/services/v1/cases/{case_id}/evaluation").get_json())


def listed(officer: Caller, **query: Any) -> list[dict[str, Any]]:
    """Return the office's list."""
    return officer.every("/office/v1/evaluations", **query)


def rated_badly(product: Product, citizen: Caller, **rating: Any) -> tuple[str, str]:
    """Return a case that was evaluated badly, and the evaluation's id."""
    case_id = decided(product, citizen)
    rate(citizen, case_id, **{**BAD, **rating})
    return case_id, str(listed(product.officer(), bad="true")[0]["id"])


def step(caller: Caller, evaluation_id: str, resource: str, body: object, expect: int = 200) -> dict[str, Any]:
    """Read an evaluation in the office and make a step from what was read."""
    address = f"/office/v1/evaluations/{evaluation_id}"
    answer = caller.post(f"{address}/{resource}", body, If_Match=caller.get(address).headers["ETag"])
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def tasks(caller: Caller, evaluation_id: str) -> list[str]:
    """Return the kinds of an officer's tasks about an evaluation."""
    return [item["kind"] for item in caller.tasks(evaluation_id)]


def days_later(product: Product, days: int) -> int:
    """Let the timers run on a later day and return how much they touched."""
    with clock.travel(clock.now() + timedelta(days=days)):
        return run_evaluation_timers(product.context)
