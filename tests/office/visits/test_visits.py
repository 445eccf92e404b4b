"""A visit over HTTP: from the invitation to the day on which nothing is known of its visitor any more."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from assembly.tables import every_table
from engines.audit import AuditEntry
from engines.visitors import run_visitor_timers
from engines.visitors.models import Visit
from kit import clock
from kit.database import Model
from tests.assembly.test_budgets import keeps_to
from tests.office.speaking import read, sent, turn
from tests.office.visits.reception import CANCELLED, CHANGED, INVITATION, PAGES, VISITS, Reception, a_day, iso, resident
from tests.product import Product

NUMBER = resident("33090319900101123")
OUYANG: dict[str, Any] = {"name": "欧阳听涛", "phone": "13957209001", "company": "东极听涛渔业合作社"}
PLATE = "浙L·T9001"


def plain_text_of(product: Product) -> str:
    """Return all that the database holds, as one text."""
    every_table()
    with product.context.database.unit() as unit:
        tables = [unit.rows(select(table)) for table in Model.metadata.sorted_tables]
    return "\n".join(str(tuple(row)) for rows in tables for row in rows)


def test_from_the_invitation_to_the_erasure(product: Product) -> None:
    day = a_day(4, 13)
    with clock.travel(day + timedelta(hours=8)):
        desk = Reception(product)
        (visit,) = desk.invite(desk.ming, day, OUYANG, note="请带样品")
        assert visit["state"] == "invited"
        token = desk.token(OUYANG["phone"])
        shown = check_consent(desk, token)
        assert (shown["valid_from"], shown["valid_until"]) == (iso(day, 9, 30), iso(day, 11, 30))
        code = shown["code"]
        check_before_arrival(desk, visit, code)
        moved = {"starts_at": iso(day, 10, 30), "ends_at": iso(day, 12)}
        assert turn(desk.ming, visit["href"], "changes", moved)["ends_at"] == iso(day, 12)
        assert len(desk.texts(OUYANG["phone"], CHANGED)) == 1
    with clock.travel(day + timedelta(hours=10)):
        check_admission(Reception(product), visit, code)
        assert Reception(product).withdraw(token, 409)["code"] == "transition-forbidden"
        held = plain_text_of(product)
        secrets = (OUYANG["name"], OUYANG["phone"], OUYANG["company"], NUMBER, "T9001", code.replace("-", ""), token)
        assert [secret for secret in secrets if secret in held] == []
    with clock.travel(day + timedelta(hours=18)):
        run_visitor_timers(product.context)
        desk = Reception(product)
        (late,) = desk.guard.tasks(visit["id"])
        assert ("尚未离开" in late["title"], late["href"]) == (True, visit["href"])
        left = sent(desk.guard, f"{VISITS}/departures", {"code": code, "building": "B1"}, 200)
        assert (left["state"], left["erased_at"], desk.guard.tasks(visit["id"])) == ("left", None, [])
        assert desk.page(token)["visitor_pass"] is None
    with clock.travel(day + timedelta(days=30, hours=17)):
        run_visitor_timers(product.context)
        assert read(product.officer("officer-ming"), visit["href"])["visitor"]["name"] == OUYANG["name"]
    with clock.travel(day + timedelta(days=30, hours=18)):
        run_visitor_timers(product.context)
        check_erased(Reception(product), visit, token, code)


def check_consent(desk: Reception, token: str) -> dict[str, Any]:
    """Read what is asked and why, consent with a certificate and a plate, and return the pass."""
    page, notice = desk.page(token), desk.page(token)["notice"]
    assert (page["place"], page["note"], page["visitor_pass"]) == ("1208室", "请带样品", None)
    assert (page["visitor"]["name"], page["visitor"]["phone"]) == ("欧***", "139****9001")
    assert (notice["keep_days"], notice["phone"]) == (30, "0580-2280161")
    assert [item["code"] for item in notice["data"]] == ["name", "phone", "certificate", "company", "plate"]
    assert "撤回" in notice["rights"]
    kind: dict[str, Any] = {"certificate_type": "resident_id"}
    assert desk.consent(token, 422, certificate_number=NUMBER)["errors"][0]["pointer"] == "/certificate_type"
    assert desk.consent(token, 422, **kind, certificate_number=NUMBER[:-1] + "#")["code"] == "certificate-invalid"
    shown: dict[str, Any] = desk.consent(token, **kind, certificate_number=NUMBER, plate=PLATE)["visitor_pass"]
    picture = desk.product.anybody().get(shown["svg"])
    assert (picture.content_type, picture.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert desk.product.anybody().get(shown["png"]).data.startswith(b"\x89PNG")
    return shown


def check_before_arrival(desk: Reception, visit: dict[str, Any], code: str) -> None:
    """See who knows what of the visitor, what the gate reads, and that it is too early."""
    assert "已同意来访" in desk.news(desk.ming, visit)[-1]
    early = desk.admit(code, 409)
    assert (early["code"], early["valid_from"]) == ("pass-not-now", "2027-04-13 09:30")
    assert "行政中心1号楼" in early["detail"]
    cars = read(desk.guard, f"{VISITS}/cars", building="B1", plate="浙LT9001")["items"]
    assert [(car["plate"], car["number"]) for car in cars] == [("浙LT9001", visit["number"])]
    seen = [read(who, visit["href"])["visitor"] for who in (desk.ming, desk.guard, desk.security)]
    assert [visitor["name"] for visitor in seen] == ["欧阳听涛", "欧阳听涛", "欧***"]
    assert {visitor["certificate_number"] for visitor in seen} == {f"3{'*' * 16}{NUMBER[-1]}"}
    assert (seen[2]["plate"], seen[2]["company"]) == ("浙*****1", "*" * 8)
    for stranger in (desk.rui, desk.product.officer("officer-xu")):
        assert read(stranger, visit["href"], 404)["code"] == "visit-not-found"


def check_admission(desk: Reception, visit: dict[str, Any], code: str) -> None:
    """Show the pass elsewhere, to somebody else, wrongly, rightly and once more."""
    elsewhere = desk.admit(code, 409, "B2")
    assert (elsewhere["code"], elsewhere["valid_until"]) == ("pass-elsewhere", "2027-04-13 12:00")
    given = {"code": code, "building": "B1"}
    assert sent(desk.ming, f"{VISITS}/admissions", given, 403)["code"] == "not-your-reception"
    assert desk.admit("ZZZZZ-ZZZZZ", 404)["code"] == "pass-unknown"
    assert desk.admit(code.lower().replace("-", ""))["state"] == "arrived"
    assert desk.admit(code, 409)["code"] == "pass-used"
    assert "已到达行政中心1号楼" in desk.news(desk.ming, visit)[-1]
    inside = read(desk.guard, f"{VISITS}/inside", building="B1")
    assert visit["id"] in {item["visit_id"] for item in inside["items"]}
    assert inside["count"] == len(desk.guard.every(f"{VISITS}/inside", building="B1"))
    assert read(desk.security, f"{VISITS}/inside", 403, building="B1")["code"] == "not-your-reception"


def check_erased(desk: Reception, visit: dict[str, Any], token: str, code: str) -> None:
    gone = read(desk.ming, visit["href"])
    assert (gone["state"], gone["visitor"], gone["note"]) == ("left", None, None)
    assert gone["erased_at"] == iso(a_day(5, 13), 18)
    assert [event["turn"] for event in gone["timeline"]] == ["invite", "consent", "change", "admit", "leave", "erase"]
    assert {event["actor_name"] for event in gone["timeline"]} == {"明远", "访客", "贾守安", "系统"}
    assert desk.page(token, 404)["code"] == "visitor-page-not-found"
    assert desk.admit(code, 404)["code"] == "pass-unknown"
    with desk.product.context.database.unit() as unit:
        row = unit.rows(select(Visit).where(Visit.number == visit["number"]))[0]
        erased = select(AuditEntry.detail).where(
            AuditEntry.object_id == row.id, AuditEntry.action == "visit.erase_data"
        )
        assert [entry.detail for entry in unit.rows(erased)] == [{"ground": "term"}]
    hidden = [name for name in row._fields if name.endswith(("_sealed", "_hash")) and getattr(row, name) is not None]
    assert hidden == []
    assert desk.ming.every(VISITS, group_id=gone["group_id"])[0]["visitor"] is None


def test_a_visitor_refuses_or_withdraws_and_is_forgotten_at_once(product: Product) -> None:
    day = a_day(4, 14)
    with clock.travel(day + timedelta(hours=8)):
        desk = Reception(product)
        people = [{"name": name, "phone": f"1395720901{place}"} for place, name in enumerate("甲乙丙")]
        first, second, third = desk.invite(desk.rui, day, *people)
        refused = desk.withdraw(desk.token("13957209010"))
        assert (refused["state"], refused["visitor"]) == ("refused", None)
        assert "不同意来访" in desk.news(desk.rui, first)[-1]
        token = desk.token("13957209011")
        code = desk.consent(token)["visitor_pass"]["code"]
        assert desk.withdraw(token)["erased_at"] == iso(day, 8)
        assert desk.page(token, 404)["code"] == desk.consent(token, 404)["code"] == "visitor-page-not-found"
        assert product.anybody().get(f"{PAGES}/{token}/pass.svg").status_code == 404
        assert desk.page("x" * 32, 404)["code"] == "visitor-page-not-found"
        last = desk.token("13957209012")
        turn(desk.rui, third["href"], "reminders", {})
        assert (desk.page(last, 404)["code"], last != desk.token("13957209012")) == ("visitor-page-not-found", True)
        turn(desk.rui, third["href"], "cancellation", {})
        assert len(desk.texts("13957209012", CANCELLED)) == 1
        assert desk.withdraw(desk.token("13957209012"))["state"] == "cancelled"
        assert [read(desk.rui, item["href"])["visitor"] for item in (first, second, third)] == [None] * 3
        group = {"group_id": read(desk.rui, first["href"])["group_id"]}
        counts = read(desk.rui, f"{VISITS}/counts", **group)
        assert counts == {"states": {"refused": 2, "cancelled": 1}, "total": 3, "complete": True}
    with clock.travel(day + timedelta(hours=10)):
        assert Reception(product).admit(code, 404)["code"] == "pass-unknown"


def test_at_the_desk_a_certificate_and_a_word_on_paper_do(product: Product) -> None:
    day = a_day(4, 15)
    number = resident("33090319880808002")
    with clock.travel(day + timedelta(hours=9, minutes=40)):
        desk = Reception(product)
        person = {"name": "丁", "phone": "13957209020"}
        announced = {**person, "certificate_type": "resident_id", "certificate_number": number}
        known, unknown = desk.invite(desk.lu, day, announced, person)
        seen = {"building": "B1", "last_four": number[-4:]}
        turn(desk.guard, known["href"], "admission", seen, 409)
        wrong = {**seen, "last_four": "0000", "paper_consent": True}
        assert turn(desk.guard, known["href"], "admission", wrong, 409)["code"] == "certificate-differs"
        assert read(desk.guard, known["href"])["state"] == "invited"
        admitted = turn(desk.guard, known["href"], "admission", {**seen, "paper_consent": True})
        assert (admitted["state"], admitted["consent_way"]) == ("arrived", "paper")
        assert turn(desk.guard, known["href"], "departure", {})["state"] == "left"
        paper = {**seen, "paper_consent": True}
        assert turn(desk.guard, unknown["href"], "admission", paper, 409)["code"] == "certificate-not-given"
        shown = {"certificate_type": "resident_id", "certificate_number": number}
        assert turn(desk.guard, unknown["href"], "admission", {**paper, **shown})["state"] == "arrived"
        walk_in = {
            "visitor": {"name": "戊", "phone": "13957209021", **shown},
            "building": "B1",
            "host_code": "GE_0221",
            "place": "大厅",
            "purpose": "errand",
            "paper_consent": True,
        }
        nobody = {**walk_in, "host_code": "GE_0260"}
        assert sent(desk.guard, f"{VISITS}/walk_ins", nobody, 422)["code"] == "visit-unfit"
        came = sent(desk.guard, f"{VISITS}/walk_ins", walk_in)
        (task,) = desk.ming.tasks(came["id"])
        assert (task["kind"], desk.rui.tasks(came["id"])) == ("receive_visitor", [])
        assert turn(desk.guard, came["href"], "admission", seen, 409)["code"] == "transition-forbidden"
        turn(desk.ming, came["href"], "reception", {})
        assert turn(desk.guard, came["href"], "admission", seen)["state"] == "arrived"
        sent_away = sent(desk.guard, f"{VISITS}/walk_ins", walk_in)
        turn(desk.ming, sent_away["href"], "declining", {})
        assert "不予接待" in desk.news(desk.guard, sent_away)[-1]


def test_what_cannot_be_is_pointed_at_and_invites_nobody(product: Product) -> None:
    day = a_day(4, 16)
    with clock.travel(day + timedelta(hours=9)):
        desk = Reception(product)
        person: dict[str, Any] = {"name": "己", "phone": "13957209030"}
        good = {"building": "B1", "place": "1室", "purpose": "tour", "visitors": [person]}
        good |= {"starts_at": iso(day, 10), "ends_at": iso(day, 11)}
        wrong: tuple[tuple[dict[str, Any], str], ...] = (
            ({"visitors": []}, "/visitors"),
            ({"visitors": [person] * 21}, "/visitors"),
            ({"visitors": [{**person, "phone": "0580-1"}]}, "/visitors/0/phone"),
            ({"visitors": [person, {**person, "certificate_type": "passport"}]}, "/visitors/1/certificate_number"),
            ({"building": "B2", "visitors": [{**person, "plate": "浙L12345"}]}, "/visitors/0/plate"),
            ({"starts_at": iso(day, 8)}, "/starts_at"),
            ({"ends_at": iso(day, 19)}, "/ends_at"),
            ({"ends_at": iso(day, 9, 30)}, "/ends_at"),
            ({"ends_at": iso(day, 35)}, "/ends_at"),
            ({"starts_at": "9999-12-31T23:00:00Z", "ends_at": "9999-12-31T23:30:00Z"}, "/starts_at"),
            ({"starts_at": "0001-01-01T00:00:00+14:00"}, "/starts_at"),
        )
        for more, pointer in wrong:
            refused = sent(desk.ming, VISITS, {**good, **more}, 422)
            assert pointer in [item["pointer"] for item in refused["errors"]], (more, refused)
        assert sent(desk.ming, VISITS, {**good, "building": "B9"}, 404)["code"] == "visitor-building-not-found"
        lost = {**good, "booking_id": "0196a0a0-0000-7000-8000-000000000000"}
        assert sent(desk.ming, VISITS, lost, 404)["code"] == "booking-not-found"
        assert sent(desk.guard, VISITS, good, 403)["code"] == "permission-missing"
        assert desk.ming.every(VISITS, first_day="2027-04-16", last_day="2027-04-16") == []
        assert [item["code"] for item in desk.lu.every(f"{VISITS}/buildings")] == ["B1", "B2"]
        assert product.officer("officer-xu").every(f"{VISITS}/buildings") == []
        visit, gone = desk.invite(desk.ming, day, person, {"name": "壬", "phone": "13957209031"})
        turn(desk.ming, gone["href"], "cancellation", {})
        assert (desk.texts("13957209031", INVITATION), len(desk.texts("13957209031", CANCELLED))) == ([], 1)
    with clock.travel(day + timedelta(hours=11)):
        ming = product.officer("officer-ming")
        past = {"starts_at": iso(day, 10, 30), "ends_at": iso(day, 11)}
        assert turn(ming, visit["href"], "changes", past, 422)["errors"][0]["pointer"] == "/ends_at"
        assert turn(ming, visit["href"], "changes", {**past, "ends_at": iso(day, 12)})["state"] == "invited"
    with clock.travel(day + timedelta(hours=12)):
        run_visitor_timers(product.context)
        assert read(product.officer("officer-ming"), visit["href"])["state"] == "missed"


def test_lists_and_admission_keep_to_their_budgets(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.remembering.SECONDS", 3600.0)
    day = a_day(4, 19)
    with clock.travel(day + timedelta(hours=9, minutes=30)):
        desk = Reception(product)
        (visit,) = desk.invite(desk.ming, day, {"name": "庚", "phone": "13957209040"})
        code = desk.consent(desk.token("13957209040"))["visitor_pass"]["code"]
        for address in (VISITS, f"{VISITS}/counts", f"{VISITS}/cars?building=B1"):
            desk.guard.get(address)
            keeps_to(product, partial(desk.guard.get, address), 3, 3)
        keeps_to(product, partial(desk.ming.get, visit["href"]), 3, 5)
        body = {"code": code, "building": "B1"}
        keeps_to(product, partial(desk.guard.post, f"{VISITS}/admissions", body), 10, 20)
