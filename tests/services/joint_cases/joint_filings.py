"""Joint cases for tests: filed once, read, and taken along by the officers of their parts."""

from typing import Any

from werkzeug.test import TestResponse

from tests.product import Caller, Product, filled

Json = dict[str, Any]
OPENING, NEWBORN = "enterprise_opening", "newborn"
ADDRESS = "/services/v1/joint_cases"
#: The parts of an opening that wait for the registration, in the order of their dependencies.
AFTERWARDS = ["seal", "invoice", "social_insurance", "housing_fund", "bank_account"]


def founder(product: Product) -> Caller:
    """Sign in somebody who opens a company."""
    return product.citizen("he-yuanhang")


def prepared(caller: Caller, code: str = OPENING) -> Json:
    """Ask what need not be brought."""
    answer = caller.get(f"/services/v1/joint_matters/{code}/preparation")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def brought(caller: Caller, ready: Json) -> list[Json]:
    """Return what has to be handed in: an upload, or the bare name where a commitment is enough."""
    return [
        {"code": item["code"], "file_ids": [] if item["status"] == "to_commit" else [upload(caller)]}
        for item in ready["materials"]
        if item["needed"]
    ]


def upload(caller: Caller) -> str:
    """Upload a file and return its id."""
    return str(caller.upload().get_json()["id"])


def attempt(caller: Caller, code: str = OPENING, materials: list[Json] | None = None, **form: Any) -> TestResponse:
    """Ask for a joint matter, as its form's examples say where ``form`` does not; None leaves a field out."""
    ready = prepared(caller, code)
    whole = {name: value for name, value in {**filled(ready), **form}.items() if value is not None}
    given = brought(caller, ready) if materials is None else materials
    return caller.post(ADDRESS, {"code": code, "form": whole, "materials": given})


def file(caller: Caller, code: str = OPENING, **form: Any) -> Json:
    """File a joint matter."""
    answer = attempt(caller, code, **form)
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def read(caller: Caller, joint: Json) -> Json:
    """Read a joint case of one's own as it is now."""
    return dict(caller.get(f"{ADDRESS}/{joint['id']}").get_json())


def turn(caller: Caller, joint: Json, name: str, body: Json, *, expect: int = 200, area: str = "services") -> Json:
    """Read a joint case and make a turn from what was read."""
    address = f"/{area}/v1/joint_cases/{joint['id']}"
    answer = caller.post(f"{address}/{name}", body, If_Match=caller.get(address).headers["ETag"])
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def part(joint: Json, code: str) -> Json:
    """Return a part of a joint case."""
    return next(item for item in joint["parts"] if item["code"] == code)


def stands(joint: Json) -> dict[str, str]:
    """Return how each part stands."""
    return {item["code"]: item["stand"] for item in joint["parts"]}


def turns(joint: Json) -> list[str]:
    """Return the names of the turns that a joint case took."""
    return [event["turn"] for event in joint["timeline"]]


def last(joint: Json, name: str) -> Json:
    """Return the detail of the last turn of a name."""
    return dict(next(event["detail"] for event in reversed(joint["timeline"]) if event["turn"] == name))


def settle(product: Product) -> None:
    """Let the worker do everything that is due."""
    product.work()


def grant(product: Product, case_id: str) -> None:
    """Let the chief accept, review where there is a review, and grant."""
    chief = product.officer()
    step = chief.turn(case_id, "acceptance", {})["step"]
    if step != "decision":
        chief.turn(case_id, "reviews", {"outcome": "approved", "opinion": "同意"})
    chief.turn(case_id, "decision", {"outcome": "granted", "reason": "准予"})


def registered(product: Product, caller: Caller, **form: Any) -> Json:
    """File an opening, let the registration be granted, and let rules decide the other parts."""
    joint = file(caller, **form)
    grant(product, part(joint, "registration")["case_id"])
    settle(product)
    return read(caller, joint)
