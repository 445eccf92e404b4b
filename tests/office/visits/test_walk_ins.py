"""Who comes without a certificate on record is admitted by the one that they show, unless it is a barred visitor's."""

from datetime import timedelta
from typing import Any

from kit import clock
from tests.office.speaking import read, sent, turn
from tests.office.visits.reception import BARS, VISITS, Reception, a_day, resident
from tests.product import Product

NUMBER, BARRED = resident("33090319850505003"), resident("33090319850505004")
KIND = {"certificate_type": "resident_id"}


def walk_in(phone: str) -> dict[str, Any]:
    """Return somebody who stands at the reception and has named no certificate."""
    said = {"building": "B1", "host_code": "GE_0221", "place": "大厅", "purpose": "errand", "paper_consent": True}
    return {"visitor": {"name": "辛", "phone": phone}, **said}


def test_who_gave_no_certificate_shows_one_at_the_desk(product: Product) -> None:
    day = a_day(4, 21)
    with clock.travel(day + timedelta(hours=9, minutes=40)):
        desk = Reception(product)
        came = sent(desk.guard, f"{VISITS}/walk_ins", walk_in("13957209060"))["href"]
        turn(desk.ming, came, "reception", {})
        (invited,) = desk.invite(desk.ming, day, {"name": "壬", "phone": "13957209061"})
        desk.consent(desk.token("13957209061"))
        bar = {**KIND, "certificate_number": BARRED, "name": "癸", "reason": "扰乱秩序", "until": "2027-05-01"}
        sent(desk.security, BARS, bar)
        seen, shown = {"building": "B1", "last_four": NUMBER[-4:]}, {**KIND, "certificate_number": NUMBER}
        for href in (came, invited["href"]):
            assert turn(desk.guard, href, "admission", seen, 409)["code"] == "certificate-not-given"
            half = {**seen, "certificate_number": NUMBER}
            assert turn(desk.guard, href, "admission", half, 422)["code"] == "visit-unfit"
            other = {"building": "B1", "last_four": BARRED[-4:], **KIND, "certificate_number": BARRED}
            assert turn(desk.guard, href, "admission", other, 409)["code"] == "visitor-barred"
            admitted = turn(desk.guard, href, "admission", {**seen, **shown})
            assert (admitted["state"], admitted["visitor"]["certificate_type"]) == ("arrived", "resident_id")
        # What was taken down is what a bar finds them by.
        sent(desk.security, BARS, {**bar, "certificate_number": NUMBER})
        inside = [task for task in desk.guard.tasks(came.rpartition("/")[2]) if task["kind"] == "barred_visitor_inside"]
        assert len(inside) == 1
        assert read(desk.guard, came)["timeline"][-1]["turn"] == "admit"
