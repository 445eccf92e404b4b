"""The statistics as a civil servant reads them."""

import csv
import io

from kit import clock
from tests.engines.documents.searched import id_made_at, plant_document, plant_receipt
from tests.office.document_search.test_search import DATA, OFFICE
from tests.product import Caller, Product

STATISTICS = "/office/v1/document_statistics"


def received_by(reader: Caller, department: str) -> int:
    items = reader.get(STATISTICS, query_string={"department": department}).get_json()["items"]
    return sum(int(item["received"]) for item in items)


def test_an_organ_reads_its_month_as_figures_and_as_a_table(product: Product) -> None:
    reader = product.officer("officer-lian")
    before = received_by(reader, DATA)
    with product.context.database.unit() as unit:
        document = plant_document(unit, department_code=OFFICE)
        plant_receipt(unit, document, DATA, id=id_made_at(clock.now()))
    assert received_by(reader, DATA) == before + 1
    assert received_by(reader, OFFICE) == 0, "another organ's figures are not theirs"
    table = reader.get(f"{STATISTICS}/table.csv", query_string={"department": DATA})
    assert table.content_type == "text/csv; charset=utf-8"
    (line,) = csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff")))
    assert (line["机关代码"], line["月份"], int(line["收文"])) == (DATA, clock.today().isoformat()[:7], before + 1)


def test_months_are_few_and_in_their_order_and_the_reader_may_read(product: Product) -> None:
    reader = product.officer("officer-lian")
    year = {"first_month": "2026-01", "last_month": "2026-12"}
    answer = reader.get(STATISTICS, query_string=year).get_json()
    assert (answer["first_day"], answer["last_day"]) == ("2026-01-01", "2026-12-31")
    for months in (("2026-01", "2027-01"), ("2026-02", "2026-01")):
        asked = dict(zip(("first_month", "last_month"), months, strict=True))
        refusal = reader.get(STATISTICS, query_string=asked)
        assert (refusal.status_code, refusal.get_json()["code"]) == (422, "months-unfit")
    assert reader.get(STATISTICS, query_string={"first_month": "2026-13"}).status_code == 422
    assert product.officer("officer-xu").get(STATISTICS).status_code == 403
