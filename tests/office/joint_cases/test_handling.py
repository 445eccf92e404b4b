"""Officers and joint cases over HTTP: who sees which, and what the lead does with a part that could not begin."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from auth import SYSTEM
from engines.matters import publish_matter, withdraw_matter
from kit.ids import new_id
from tests.product import PACK, Caller, Product
from tests.services.joint_cases.joint_filings import (
    NEWBORN,
    file,
    founder,
    last,
    part,
    read,
    registered,
    settle,
    stands,
    turn,
    turns,
)

ADDRESS = "/office/v1/joint_cases"
SEAL: dict[str, Any] = orjson.loads((PACK / "matters" / "enterprise_opening" / "seal.json").read_bytes())


@pytest.fixture
def caller(product: Product) -> Caller:
    return founder(product)


def listed(officer: Caller, **asked: object) -> list[str]:
    return [item["id"] for item in officer.every(ADDRESS, **asked)]


def waiting(officer: Caller, joint: dict[str, Any]) -> list[dict[str, Any]]:
    items = officer.every("/office/v1/inbox", kind="blocked_part")
    return [item for item in items if item["record_id"] == joint["id"]]


@pytest.fixture
def seals_withdrawn(product: Product) -> Iterator[None]:
    with product.context.database.unit() as unit:
        withdraw_matter(SYSTEM, unit, SEAL["task_code"])
    yield
    publish_seals(product)


def publish_seals(product: Product) -> None:
    with product.context.database.unit() as unit:
        publish_matter(SYSTEM, unit, {**SEAL, "topic_name": "企业开办"})


def test_the_lead_and_every_department_that_takes_part_see_it(product: Product, caller: Caller) -> None:
    joint = file(caller)
    lead, tax, fund = product.officer("officer-mao"), product.officer("officer-tang"), product.officer("officer-xu")
    for officer in (lead, tax, fund, product.officer()):
        assert joint["id"] in listed(officer)
        seen = officer.get(f"{ADDRESS}/{joint['id']}")
        assert (seen.status_code, len(seen.get_json()["parts"])) == (200, 6)
    stranger = product.officer("officer-ying")
    assert joint["id"] not in listed(stranger)
    hidden = stranger.get(f"{ADDRESS}/{joint['id']}")
    assert (hidden.status_code, hidden.get_json()["code"]) == (404, "joint-case-not-found")
    retried = stranger.post(f"{ADDRESS}/{joint['id']}/retries", {}, If_Match='"1"')
    assert retried.status_code == 404


def test_a_name_and_graded_fields_are_masked_for_officers(product: Product, caller: Caller) -> None:
    joint = file(caller)
    officer = product.officer("officer-mao")
    seen = officer.get(f"{ADDRESS}/{joint['id']}")
    assert "何远航" not in seen.text.replace('"legal_representative":"何远航"', "")
    assert joint["form"]["number"] not in seen.text
    assert joint["form"]["phone"] not in seen.text
    assert seen.get_json()["form"]["company"] == joint["form"]["company"]
    item = next(item for item in officer.every(ADDRESS) if item["id"] == joint["id"])
    assert item["applicant"]["name"] != "何远航"


def test_the_list_is_filtered_and_goes_page_by_page(product: Product, caller: Caller) -> None:
    first, second = file(caller), file(caller)
    newborn = file(product.citizen("lin-haiyan"), NEWBORN)
    turn(caller, first, "withdrawal", {})
    lead, chief = product.officer("officer-mao"), product.officer()
    assert listed(lead)[:2] == [second["id"], first["id"]]
    assert newborn["id"] not in listed(lead)
    assert listed(chief)[:3] == [newborn["id"], second["id"], first["id"]]
    assert listed(chief, code=NEWBORN)[0] == newborn["id"]
    withdrawn = listed(lead, state="withdrawn")
    assert first["id"] in withdrawn
    assert second["id"] not in withdrawn
    seen: list[str] = []
    cursor = ""
    while len(seen) < 2:
        page = lead.get(ADDRESS, query_string={"limit": 1, "cursor": cursor}).get_json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [second["id"], first["id"]]
    foreign = chief.get("/services/v1/joint_cases", query_string={"cursor": cursor})
    assert foreign.status_code in {400, 401, 403}


def test_those_that_are_late_are_found(product: Product, caller: Caller) -> None:
    joint, punctual = file(caller), file(caller)
    clerk = product.officer("officer-mao")
    clerk.turn(part(joint, "registration")["case_id"], "correction-requests", {"items": ["章程缺页"]})
    settle(product)
    late = listed(clerk, late="true")
    assert joint["id"] in late
    assert punctual["id"] not in late


@pytest.mark.usefixtures("seals_withdrawn")
def test_a_blocked_part_comes_before_the_lead_and_is_tried_again(product: Product, caller: Caller) -> None:
    publish_seals(product)
    joint = file(caller)
    with product.context.database.unit() as unit:
        withdraw_matter(SYSTEM, unit, SEAL["task_code"])
    clerk, other = product.officer("officer-mao"), product.officer("officer-tang")
    case_id = part(joint, "registration")["case_id"]
    clerk.turn(case_id, "acceptance", {})
    clerk.turn(case_id, "reviews", {"outcome": "approved", "opinion": "同意"})
    clerk.turn(case_id, "decision", {"outcome": "granted", "reason": "准予"})
    settle(product)
    blocked = read(caller, joint)
    assert stands(blocked)["seal"] == "blocked"
    assert stands(blocked)["invoice"] == "done"
    assert stands(blocked)["bank_account"] == "waiting"
    assert "该事项已停止办理" in part(blocked, "seal")["blocked_by"]
    assert blocked["state"] == "in_progress"
    assert last(blocked, "block_parts")["parts"][0]["part"] == "seal"
    (task,) = waiting(clerk, joint)
    assert (task["href"], task["title"][:6]) == (f"{ADDRESS}/{joint['id']}", "企业开办一件")
    assert waiting(other, joint) == []
    assert joint["id"] in listed(clerk, blocked="true")
    still = turn(clerk, joint, "retries", {}, area="office")
    assert stands(still)["seal"] == "blocked"
    assert len(waiting(clerk, joint)) == 1
    publish_seals(product)
    refused = turn(other, joint, "retries", {}, expect=403, area="office")
    assert refused["code"] == "not-your-turn"
    begun = turn(clerk, joint, "retries", {}, area="office")
    assert stands(begun)["seal"] == "done"
    assert waiting(clerk, joint) == []
    settle(product)
    done = read(caller, joint)
    assert (done["state"], turns(done).count("retry_parts")) == ("completed", 2)
    assert joint["id"] not in listed(clerk, blocked="true")


@pytest.mark.usefixtures("seals_withdrawn")
def test_the_applicant_may_file_a_blocked_part_again_as_well(product: Product, caller: Caller) -> None:
    publish_seals(product)
    joint = file(caller)
    with product.context.database.unit() as unit:
        withdraw_matter(SYSTEM, unit, SEAL["task_code"])
    product.grant(part(joint, "registration")["case_id"])
    settle(product)
    gone = turn(caller, joint, "refilings", {"part": "seal"}, expect=409)
    assert gone["code"] == "matter-withdrawn"
    publish_seals(product)
    clerk = product.officer("officer-mao")
    assert len(waiting(clerk, joint)) == 1
    turn(caller, joint, "refilings", {"part": "seal"})
    assert waiting(clerk, joint) == []
    settle(product)
    assert read(caller, joint)["state"] == "completed"


def test_nothing_is_tried_again_where_nothing_is_blocked(product: Product, caller: Caller) -> None:
    joint = file(caller)
    lead = product.officer("officer-mao")
    assert turn(lead, joint, "retries", {}, expect=409, area="office")["code"] == "no-part-blocked"
    address = f"{ADDRESS}/{joint['id']}/retries"
    assert lead.post(address, {}).status_code == 428
    assert lead.post(address, {}, If_Match='"1"').status_code == 412
    assert lead.get(f"{ADDRESS}/{new_id()}").status_code == 404
    done = registered(product, caller)
    assert turn(lead, done, "retries", {}, expect=409, area="office")["code"] == "transition-forbidden"
