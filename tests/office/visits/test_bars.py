"""Who is barred is not invited, comes no more, is found out by their certificate, and is forgotten in the end."""

from datetime import timedelta
from typing import Any

from engines.visitors import run_visitor_timers
from kit import clock
from tests.office.speaking import read, sent, turn
from tests.office.visits.reception import BARS, CANCELLED, VISITS, Reception, a_day, iso, resident
from tests.product import Product

NUMBER = resident("33090319770707003")
REASON = "扰乱办公秩序，经批准限制来访"


def test_a_barred_visitor(product: Product) -> None:
    day = a_day(5, 11)
    person: dict[str, Any] = {"name": "上官横", "phone": "13957209050"}
    with clock.travel(day + timedelta(hours=8)):
        desk = Reception(product)
        (coming,) = desk.invite(desk.rui, day, person)
        desk.token(person["phone"])
        bar = {**person, "reason": REASON, "until": "2027-06-30"}
        assert sent(desk.guard, BARS, bar, 403)["code"] == "permission-missing"
        lost = {"name": "上官横", "reason": REASON, "until": "2027-05-10"}
        pointers = [item["pointer"] for item in sent(desk.security, BARS, lost, 422)["errors"]]
        assert pointers == ["/certificate_number", "/until"]
        certificate: dict[str, Any] = {"certificate_type": "resident_id", "certificate_number": NUMBER}
        barred = f"{BARS}/{sent(desk.security, BARS, {**bar, **certificate})['id']}"
        assert read(desk.rui, coming["href"])["state"] == "cancelled"
        assert "被限制来访" in desk.news(desk.rui, coming)[-1]
        assert len(desk.texts(person["phone"], CANCELLED)) == 1
        together = [{"name": "辛", "phone": "13957209051"}, person]
        times = {"starts_at": iso(day, 10), "ends_at": iso(day, 11)}
        given = {"building": "B1", "place": "1室", "purpose": "tour", "visitors": together, **times}
        refused = sent(desk.ming, VISITS, given, 409)
        assert (refused["code"], refused["visitors"]) == ("visitor-barred", "上官横")
        assert REASON not in str(refused)
        assert desk.ming.every(VISITS, first_day="2027-05-11", last_day="2027-05-11") == []
        # Under another phone they are found out by their certificate.
        (again,) = desk.invite(desk.ming, day, {"name": "上官横", "phone": "13957209052"})
        assert desk.consent(desk.token("13957209052"), **certificate)["state"] == "cancelled"
        assert "被限制来访" in desk.news(desk.ming, again)[-1]
        shown = read(desk.security, barred)
        assert (shown["name"], shown["reason"], shown["phone"]) == ("上官横", REASON, "139****9050")
        assert [item["id"] in barred for item in desk.security.every(BARS, active=True)] == [True]
        for stranger in (desk.ming, desk.guard):
            assert read(stranger, barred, 404)["code"] == "bar-not-found"
            assert stranger.every(BARS) == []
        lifted = turn(desk.security, barred, "lifting", {"reason": "经复核，解除限制"})
        assert (lifted["active"], lifted["lift_reason"]) == (False, "经复核，解除限制")
        assert turn(desk.security, barred, "lifting", {"reason": "再次解除"}, 409)["code"] == "bar-lifted"
        (received,) = desk.invite(desk.ming, day, person)
        assert received["state"] == "invited"
    with clock.travel(day + timedelta(days=31, hours=8)):
        run_visitor_timers(product.context)
        gone = read(product.officer("officer-wu"), barred)
        assert (gone["name"], gone["reason"], gone["lift_reason"], gone["until"]) == (None, None, None, "2027-06-30")
        assert gone["erased_at"] == iso(day, 31 * 24 + 8)
