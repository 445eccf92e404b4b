"""The life of a licence, over HTTP on both databases: held, ended, changed, issued again."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from engines.licences import Licence, check_identifier, run_licence_timers
from kit import clock
from tests.product import Caller, Product

GROUNDS = {"reason": "经核查，条件发生变化。", "statute": "《行政许可法》第六十九条"}
HEAD = "officer-lou"


@pytest.fixture
def citizen(product: Product) -> Caller:
    return product.citizen()


def granted(product: Product, citizen: Caller) -> dict[str, Any]:
    """Return the licence of a case just granted, as its holder sees it."""
    case_id = product.file_renewal(citizen)["id"]
    product.grant(case_id)
    return result_of(citizen, case_id)


def result_of(citizen: Caller, case_id: str) -> dict[str, Any]:
    return {**citizen.get(f"/services/v1/cases/{case_id}/result").get_json()["licence"], "case_id": case_id}


def own(citizen: Caller, licence: dict[str, Any]) -> dict[str, Any]:
    return dict(citizen.get(f"/services/v1/licences/{licence['id']}").get_json())


def verified(product: Product, licence: dict[str, Any]) -> dict[str, Any]:
    return dict(product.anybody().get(f"/licences/verify/{licence['verify_code']}").get_json())


def act(caller: Caller, licence: dict[str, Any], turn: str, body: object, expect: int = 200) -> dict[str, Any]:
    """Read a licence in the office and make a turn from what was read."""
    address = f"/office/v1/licences/{licence['id']}"
    answer = caller.post(f"{address}/{turn}", body, If_Match=caller.get(address).headers["ETag"])
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def lose(citizen: Caller, licence: dict[str, Any]) -> Any:
    address = f"/services/v1/licences/{licence['id']}"
    tag = citizen.get(address).headers["ETag"]
    return citizen.post(f"{address}/loss-reports", {"reason": "手机遗失"}, If_Match=tag)


def test_a_suspension_is_told_lifted_and_verified(product: Product, citizen: Caller) -> None:
    licence, head = granted(product, citizen), product.officer(HEAD)
    suspended = act(head, licence, "suspensions", GROUNDS)
    assert (suspended["status"], suspended["suspended_until"]) == ("suspended", None)
    found = verified(product, licence)
    assert (found["valid"], found["status"], found["status_since"]) == (False, "suspended", str(clock.today()))
    event = own(citizen, licence)["timeline"][-1]
    assert (event["turn"], event["opinion"], event["detail"]["statute"]) == ("suspend", *GROUNDS.values())
    assert act(head, licence, "suspensions", GROUNDS, 409)["code"] == "transition-forbidden"
    assert act(head, licence, "resumption", GROUNDS)["status"] == "valid"
    assert verified(product, licence)["valid"] is True


def test_a_suspension_with_a_last_day_ends_by_itself(product: Product, citizen: Caller) -> None:
    licence, head = granted(product, citizen), product.officer(HEAD)
    past = {**GROUNDS, "until": str(clock.today() - timedelta(days=1))}
    assert act(head, licence, "suspensions", past, 422)["errors"][0]["pointer"] == "/until"
    last = clock.today() + timedelta(days=10)
    act(head, licence, "suspensions", {**GROUNDS, "until": str(last)})
    assert verified(product, licence)["suspended_until"] == str(last)
    for day, status in ((last, "suspended"), (last + timedelta(days=1), "valid")):
        with clock.travel(day):
            run_licence_timers(product.context)
        assert own(citizen, licence)["status"] == status
    assert own(citizen, licence)["timeline"][-1]["turn"] == "lift"
    with clock.travel(last + timedelta(days=1)):
        assert run_licence_timers(product.context) == 0


@pytest.mark.parametrize(("kind", "word"), [("penalty", "吊销"), ("annulment", "撤销"), ("cancellation", "注销")])
def test_the_three_ends_of_a_licence_are_told_apart(product: Product, citizen: Caller, kind: str, word: str) -> None:
    licence, head = granted(product, citizen), product.officer(HEAD)
    act(head, licence, "suspensions", GROUNDS)
    revoked = act(head, licence, "revocation", {**GROUNDS, "kind": kind})
    assert (revoked["status"], revoked["revoked_as"], revoked["available_actions"]) == ("revoked", kind, [])
    found = verified(product, licence)
    assert (found["valid"], found["revoked_as"], found["newer_exists"]) == (False, kind, False)
    page = product.anybody().get(f"/licences/verify/{licence['verify_code']}", headers={"Accept": "text/html"})
    assert f"已{word}" in page.text
    assert f"自 {clock.today()} 起" in page.text
    assert act(head, licence, "resumption", GROUNDS, 409)["code"] == "transition-forbidden"


def test_a_change_makes_a_second_edition_and_both_verify(product: Product, citizen: Caller) -> None:
    licence, chief = granted(product, citizen), product.officer()
    unknown = act(chief, licence, "changes", {**GROUNDS, "fields": {"血型": "A"}}, 422)
    assert (unknown["code"], unknown["errors"][0]["pointer"]) == ("licence-field-unknown", "/fields/血型")
    assert act(chief, licence, "changes", GROUNDS, 422)["code"] == "nothing-changed"
    same = {"fields": {"准驾车型": licence["fields"]["准驾车型"]}}
    assert act(chief, licence, "changes", {**GROUNDS, **same}, 422)["code"] == "nothing-changed"
    made = act(chief, licence, "changes", {**GROUNDS, "fields": {"准驾车型": "A2"}}, 201)
    assert (made["number"], made["edition"]) == (licence["number"], licence["edition"] + 1)
    assert made["identifier"].split(".")[-2] == f"{made['edition']:03d}"
    assert check_identifier(made["identifier"])
    new, old = own(citizen, made), own(citizen, licence)
    assert new["fields"] == {**licence["fields"], "准驾车型": "A2"}
    assert old["timeline"][-1]["detail"]["replaced_by"] == made["identifier"]
    found = verified(product, licence)
    assert (found["status"], found["newer_exists"]) == ("replaced", True)
    assert made["identifier"] not in str(found)
    assert verified(product, new)["valid"] is True
    page = product.anybody().get(f"/licences/verify/{licence['verify_code']}", headers={"Accept": "text/html"})
    assert "已有更新的版本" in page.text
    assert citizen.get(new["document_url"]).data[:5] == b"%PDF-"
    assert act(chief, licence, "changes", {**GROUNDS, "fields": {"准驾车型": "B1"}}, 409)["code"]


def test_a_lost_licence_stops_verifying_at_once_and_is_issued_again(product: Product, citizen: Caller) -> None:
    licence, chief = granted(product, citizen), product.officer()
    assert citizen.post(f"/services/v1/licences/{licence['id']}/loss-reports", {}).status_code == 428
    assert product.citizen("zhou-liwen").get(f"/services/v1/licences/{licence['id']}").status_code == 404
    assert lose(citizen, licence).get_json()["status"] == "lost"
    assert verified(product, licence)["valid"] is False
    assert lose(citizen, licence).status_code == 409
    (task,) = chief.tasks(licence["id"])
    assert chief.get(task["href"]).status_code == 200
    made = own(citizen, act(chief, licence, "reissues", GROUNDS, 201))
    assert (made["status"], made["fields"], made["number"]) == ("valid", licence["fields"], licence["number"])
    assert made["verify_code"] != licence["verify_code"]
    assert verified(product, licence)["status"] == "replaced"
    assert chief.tasks(licence["id"]) == []


def test_a_renewal_replaces_what_the_same_office_issued(product: Product, citizen: Caller) -> None:
    first = granted(product, citizen)
    second = granted(product, citizen)
    assert (second["number"], second["edition"]) == (first["number"], first["edition"] + 1)
    before = own(citizen, first)
    assert (before["status"], before["timeline"][-1]["turn"]) == ("replaced", "renew")
    assert "的决定" in before["timeline"][-1]["opinion"]


def test_being_renewed_does_not_lift_a_suspension(product: Product, citizen: Caller) -> None:
    first, head = granted(product, citizen), product.officer(HEAD)
    until = str(clock.today() + timedelta(days=90))
    act(head, first, "suspensions", {**GROUNDS, "until": until})
    second = granted(product, citizen)
    assert (second["status"], second["suspended_until"]) == ("suspended", until)
    assert own(citizen, first)["status"] == "replaced"
    act(head, second, "resumption", GROUNDS)


def test_taking_a_decision_back_revokes_its_licence_and_restores_the_one_before(
    product: Product, citizen: Caller
) -> None:
    first, head = granted(product, citizen), product.officer(HEAD)
    second = granted(product, citizen)
    head.turn(second["case_id"], "reopening", {"reason": "体检结论被撤销。"})
    annulled = own(citizen, second)
    assert (annulled["status"], annulled["revoked_as"]) == ("revoked", "annulment")
    assert annulled["timeline"][-1]["detail"]["statute"] == "《行政许可法》第六十九条"
    assert verified(product, second)["valid"] is False
    assert verified(product, first)["valid"] is True
    product.officer().turn(second["case_id"], "decision", {"outcome": "granted", "reason": "复核合格"})
    third = result_of(citizen, second["case_id"])
    assert (third["id"] != second["id"], third["status"], third["edition"]) == (True, "valid", second["edition"] + 1)
    assert own(citizen, first)["status"] == "replaced"


def test_a_lost_licence_is_lost_again_when_its_renewal_is_taken_back(product: Product, citizen: Caller) -> None:
    first = granted(product, citizen)
    lose(citizen, first)
    second = granted(product, citizen)
    product.officer(HEAD).turn(second["case_id"], "reopening", {"reason": "有误。"})
    assert own(citizen, first)["status"] == "lost"
    act(product.officer(), first, "reissues", GROUNDS, 201)


def test_correcting_the_wording_of_a_decision_leaves_the_licence_alone(product: Product, citizen: Caller) -> None:
    licence = granted(product, citizen)
    body = {"reason": "文字有误", "text": "准予换证"}
    product.officer(HEAD).turn(licence["case_id"], "decision-amendments", body)
    assert own(citizen, licence)["timeline"][-1]["turn"] == "issue"
    assert verified(product, licence)["valid"] is True


def test_only_the_issuers_officers_with_the_permission_act(product: Product, citizen: Caller) -> None:
    licence = granted(product, citizen)
    chief, strangers = product.officer(), product.officer("officer-wei")
    for turn in ("suspensions", "resumption", "reissues"):
        refused = strangers.post(f"/office/v1/licences/{licence['id']}/{turn}", GROUNDS, If_Match='"1"')
        assert refused.status_code == 404, turn
    assert strangers.get(f"/office/v1/licences/{licence['id']}").status_code == 404
    assert act(chief, licence, "suspensions", GROUNDS, 403)["code"] == "not-your-turn"
    assert act(chief, licence, "revocation", {**GROUNDS, "kind": "penalty"}, 403)["code"] == "not-your-turn"
    supervisor = product.officer("officer-zhu")
    assert act(supervisor, licence, "changes", {**GROUNDS, "fields": {"准驾车型": "A2"}}, 403)["code"]
    assert product.officer("officer-xu").get(f"/office/v1/licences/{licence['id']}").status_code == 404
    assert product.officer("officer-xu").get("/office/v1/licences").get_json()["code"] == "permission-missing"
    actions = {
        item["action"] for item in chief.get(f"/office/v1/licences/{licence['id']}").get_json()["available_actions"]
    }
    assert actions == {"change", "reissue"}


def test_a_turn_needs_reason_statute_and_the_present_version(product: Product, citizen: Caller) -> None:
    licence, head = granted(product, citizen), product.officer(HEAD)
    address = f"/office/v1/licences/{licence['id']}"
    assert head.post(f"{address}/suspensions", GROUNDS).status_code == 428
    assert head.post(f"{address}/suspensions", GROUNDS, If_Match='"7"').status_code == 412
    silent = act(head, licence, "suspensions", {}, 422)
    assert {item["pointer"] for item in silent["errors"]} == {"/reason", "/statute"}
    wrong = act(head, licence, "revocation", {**GROUNDS, "kind": "whim"}, 422)
    assert wrong["errors"][0]["pointer"] == "/kind"
    assert own(citizen, licence)["version"] == 1


def test_the_office_reads_masked_and_opens_for_a_reason(product: Product, citizen: Caller) -> None:
    licence, chief = granted(product, citizen), product.officer()
    address = f"/office/v1/licences/{licence['id']}"
    masked = chief.get(address).get_json()
    assert (masked["holder"], set(masked["fields"]["准驾车型"])) == ("林**", {"*"})
    assert "verify_code" not in masked
    opened = chief.get(address, query_string={"reason": "核查许可条件"}).get_json()
    assert (opened["holder"], opened["fields"]) == ("林海燕", licence["fields"])
    uses = citizen.get("/services/v1/data-uses", query_string={"resource": "licence"}).get_json()["items"]
    assert uses[0]["purpose"] == "核查许可条件"
    assert licence["number"] in uses[0]["resource_name"]


def test_the_office_finds_licences(product: Product, citizen: Caller) -> None:
    granted(product, citizen)
    licence, head = granted(product, citizen), product.officer(HEAD)

    def found(**query: Any) -> dict[str, Any]:
        answer = head.get("/office/v1/licences", query_string=query)
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def ids(**query: Any) -> list[str]:
        return [item["id"] for item in head.every("/office/v1/licences", **query)]

    assert found()["items"][0]["holder"] == "林**"
    assert ids(number=licence["identifier"]) == [licence["id"]]
    assert licence["id"] in ids(number=licence["number"])
    assert licence["id"] in ids(holder="林海燕", status="valid", type_code=licence["type_code"])
    assert ids(holder="林") == ids(type_code="x" * 21) == []
    assert licence["id"] not in ids(status="suspended")
    assert licence["id"] not in ids(expiring_before=str(clock.today()))
    assert licence["id"] in ids(expiring_before=str(clock.today() + timedelta(days=4000)))
    with product.context.database.unit() as unit:
        day = clock.today() - timedelta(days=1)
        unit.write(update(Licence).where(Licence.number == licence["number"]).values(expires_on=day))
    assert licence["id"] in ids(status="expired")
    assert licence["id"] not in ids(status="valid")
    assert head.get("/office/v1/licences", query_string={"status": "eaten"}).status_code == 422
    pages = found(limit=1)
    assert pages["count"] >= len(pages["items"]) == 1
    assert found(limit=1, cursor=pages["next_cursor"])["items"][0]["id"] < pages["items"][0]["id"]
    assert head.get("/office/v1/licences", query_string={"cursor": "made-up"}).status_code == 400
    elsewhere = product.officer("officer-wei").every("/office/v1/licences")
    assert {item["issuer"] for item in elsewhere} <= {"舟山市住房公积金管理中心"}
