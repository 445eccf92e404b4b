"""The demo goes the way of everything, once: its documents, the matters of its plan, its building."""

import pytest
from sqlalchemy import select

from assembly.commands import sync_officers
from assembly.demo_building import GOODS, WAREHOUSE, load_building
from assembly.demo_documents import load_documents
from assembly.demo_supervision import load_plan
from engines.documents import OfficialDocument, check_document, receipts_of
from engines.supervision import SupervisionMatter
from tests.product import running_product

OFFICE = "11330900002600114R"


def test_the_demo_passes_every_check_and_is_loaded_once(
    city_sandbox: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("demo")
    # A product of its own: knowing every officer of the directory would change whom others' tasks are told to.
    with running_product(city_sandbox, f"sqlite:///{folder}/zhangban.db", folder) as product:
        sync_officers(product.context, dry=False)
        assert len(load_documents(product.context)) == 6
        assert load_documents(product.context) == []
        numbers = load_plan(product.context)
        assert load_plan(product.context) == []
        assert load_building(product.context)[0] == WAREHOUSE
        assert load_building(product.context) == []
        product.work()
        assert len(product.officer("officer-bi").every("/office/v1/stock_levels")) == len(GOODS)
        assert [row["department_code"] for row in product.officer("officer-ming").every("/office/v1/bookings")] == [
            OFFICE
        ]
        with product.context.database.unit() as unit:
            rows = unit.rows(select(*OfficialDocument.__table__.c).order_by(OfficialDocument.id))
            found = [item for row in rows for item in check_document(unit, row) if item.severity == "error"]
            matters = unit.rows(select(*SupervisionMatter.__table__.c).order_by(SupervisionMatter.id))
            receipts = receipts_of(unit, rows[0].id, None, 100, state=None, role=None)
    assert found == []
    assert {row.state for row in rows} == {"dispatched"}
    assert (rows[0].recipients, len(receipts)) == (45, 45)
    assert [row.state for row in receipts].count("signed_for") == 2
    assert all(row.arrived_at for row in receipts)
    (reply,) = [row for row in rows if row.kind == "reply"]
    assert reply.replies_to_id is not None
    # What the plan gives is with its owners; each matter says the words it comes from.
    assert len(numbers) == len(matters) > 20
    assert {row.source["document"] for row in matters} == {rows[0].number}
    assert all(row.source["words"] in rows[0].body.replace("\n", "") for row in matters)
    dated = [row for row in matters if "9月底前" in row.content]
    assert {(row.due_on.month, row.due_on.day) for row in dated} == {(9, 30)}
    assert {row.state for row in matters} == {"registered", "assigned", "in_progress"}
