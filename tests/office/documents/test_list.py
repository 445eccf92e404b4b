"""The list of an organ's documents."""

from tests.engines.documents.searched import plant_document
from tests.office.document_search.test_search import DINGHAI, OFFICE
from tests.product import Product


def test_an_organ_lists_its_own_documents_newest_first(product: Product) -> None:
    with product.context.database.unit() as unit:
        first = plant_document(unit, department_code=OFFICE, urgency="urgent")
        second = plant_document(unit, department_code=OFFICE, state="draft", kind="letter")
        kept = plant_document(unit, department_code=DINGHAI, restricted=True)
    clerk = product.officer("officer-bi")
    listed = [item["id"] for item in clerk.every("/office/v1/documents")]
    assert listed.index(str(second)) < listed.index(str(first))
    assert str(kept) not in listed
    assert str(kept) in [item["id"] for item in product.officer("officer-ping").every("/office/v1/documents")]
    drafts = clerk.every("/office/v1/documents", state="draft", kind="letter")
    assert str(second) in [item["id"] for item in drafts]
    assert {(item["state"], item["state_name"], item["kind_name"]) for item in drafts} == {("draft", "拟稿", "函")}
    assert str(first) in [item["id"] for item in clerk.every("/office/v1/documents", urgency="urgent")]
    assert clerk.get("/office/v1/documents", query_string={"state": "flown"}).status_code == 422
    assert product.officer("officer-xu").get("/office/v1/documents").status_code == 403
