"""Bulletins on request: composed by a job, anew while nobody touched the draft, and for who assesses alone."""

from datetime import date
from typing import Any

from kit import clock
from kit.ids import new_id
from tests.office.assessments.test_assessment import scheme
from tests.office.documents.drafts import Desk
from tests.office.documents.drafts import turn as document_turn
from tests.office.supervision_matters.matters import OFFICE, Bench
from tests.product import Caller, Product

BULLETINS, ASSESSMENTS = "/office/v1/bulletins", "/office/v1/assessments"
PERIOD = "2027-06"


def computed(product: Product, assessor: Caller) -> str:
    """Have the scores of a month computed under a scheme of one's own, and return the scheme's code."""
    code = scheme(assessor)
    assert assessor.post(f"{ASSESSMENTS}/computations", {"scheme": code, "period": PERIOD}).status_code == 202
    product.work()
    return code


def composed(product: Product, assessor: Caller, code: str) -> dict[str, Any]:
    """Ask for the month's bulletin and return it."""
    asked = assessor.post(BULLETINS, {"scheme": code, "period": PERIOD})
    assert (asked.status_code, asked.get_json()["period_name"]) == (202, "2027年6月")
    product.work()
    (found,) = assessor.every(BULLETINS, scheme=code)
    return dict(assessor.get(f"{BULLETINS}/{found['id']}").get_json())


def test_a_bulletin_is_a_draft_of_its_organ_with_its_charts(product: Product) -> None:
    with clock.travel(date(2027, 7, 5)):
        assessor, desk = Bench(product).assessor, Desk(product)
        bulletin = composed(product, assessor, computed(product, assessor))
        assert bulletin["title"] == "舟山市人民政府办公室关于2027年6月督查考评情况的通报"
        assert bulletin["body"].startswith("现将2027年6月（6月1日至6月30日）测试月考评情况通报如下。\n一、总体情况\n")
        document = desk.drafter.get(bulletin["document"]["href"]).get_json()
        assert (document["kind"], document["register_code"], document["department_code"]) == (
            "bulletin",
            "舟政办发",
            OFFICE,
        )
        assert document["timeline"][0]["turn"] == "compose"
        (charts,) = document["attachments"]
        assert charts["title"] == "2027年6月督查考评图表"
        file = desk.drafter.get(f"{bulletin['document']['href']}/file?format=docx")
        assert (file.status_code, file.data[:2]) == (200, b"PK")
        assert assessor.get(bulletin["charts"]).data[:5] == b"%PDF-"


def test_a_draft_that_somebody_changed_stands_and_one_given_up_gets_a_successor(product: Product) -> None:
    with clock.travel(date(2027, 7, 5)):
        assessor, desk = Bench(product).assessor, Desk(product)
        code = computed(product, assessor)
        first = composed(product, assessor, code)
        again = composed(product, assessor, code)
        assert (again["version"], again["composed_at"]) == (1, first["composed_at"])  # nothing is new
        path = first["document"]["href"]
        etag = desk.drafter.get(path).headers["ETag"]
        text = {"kind": "bulletin", "title": "关于六月督查考评情况的通报", "body": "现将情况通报如下。"}
        assert desk.drafter.send("PUT", path, json=text, headers={"If-Match": etag}).status_code == 200
        refused = assessor.post(BULLETINS, {"scheme": code, "period": PERIOD})
        assert (refused.status_code, refused.get_json()["code"]) == (409, "bulletin-in-use")
        document_turn(desk.drafter, first["document_id"], "disposal", {"opinion": "重新生成。"})
        successor = composed(product, assessor, code)
        assert (successor["id"], successor["version"]) == (first["id"], 2)
        assert successor["document_id"] != first["document_id"]
        assert [event["turn"] for event in successor["timeline"]] == ["compose", "renew"]


def test_what_cannot_be_composed_is_refused(product: Product) -> None:
    with clock.travel(date(2027, 6, 20)):
        bench = Bench(product)
        code = computed(product, bench.assessor)
        early = bench.assessor.post(BULLETINS, {"scheme": code, "period": PERIOD})
        assert (early.status_code, early.get_json()["code"]) == (409, "period-not-over")
        lost = bench.assessor.post(BULLETINS, {"scheme": code, "period": "2027-01"})
        assert (lost.status_code, lost.get_json()["code"]) == (404, "assessment-not-found")
        wrong = bench.assessor.post(BULLETINS, {"scheme": code, "period": "2027-13"})
        assert (wrong.status_code, wrong.get_json()["code"]) == (422, "period-invalid")
        assert bench.data.post(BULLETINS, {"scheme": code, "period": PERIOD}).status_code == 403
        assert bench.data.get(BULLETINS).status_code == 403
        assert bench.assessor.get(f"{BULLETINS}/{new_id()}").status_code == 404


def test_a_bulletin_is_of_who_assesses_until_it_goes_out(product: Product) -> None:
    with clock.travel(date(2027, 7, 5)):
        bench = Bench(product)
        bulletin = composed(product, bench.assessor, computed(product, bench.assessor))
        for address in (f"{BULLETINS}/{bulletin['id']}", bulletin["charts"], bulletin["document"]["href"]):
            assert bench.data.get(address).status_code in (403, 404)
