"""What a document says is what its file shows; who takes it away is named on it."""

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import insert, select

from auth import store_directory
from engines.documents.models import DocumentRegister, OfficialDocument
from engines.documents.rendering import document_file, sheet_of
from kit.context import Context
from kit.database import Database
from kit.outbox import Worker, enqueue
from tests.engines.documents.searched import SENDER, plant_document

BODY = (
    "各县（区）人民政府要压实责任。\n一、总体要求\n（一）工作目标。民生事项“一证通办”。\n1.全面梳理。\n（1）按时完成。"
)


@pytest.fixture
def context(database: Database, settings: object, vault: object) -> Context:
    return Context(settings, database, vault, None, None)  # type: ignore[arg-type]  # what the jobs use of it


def numbered(context: Context, **values: Any) -> Any:
    with context.database.unit() as unit:
        unit.write(
            insert(DocumentRegister),
            {
                "code": "测政发",
                "department": SENDER,
                "mark": "测试市人民政府",
                "form": "document",
                "kinds": [],
                "gapless": True,
            },
        )
        usual = {
            "register_code": "测政发",
            "number": "测政发〔2026〕3号",
            "title": "测试市人民政府关于做好数字化转型工作的通知",
            "body": BODY,
            "main_recipients": [{"code": "x", "name": "各县（区）人民政府"}, {"code": "y", "name": "市政府直属各单位"}],
            "copies": [{"code": "z", "name": "市委办公室"}],
            "issued_on": date(2026, 3, 5),
            "sha256": "ab" * 32,
            "note": "此件公开发布",
            "urgency": "extra_urgent",
        }
        return plant_document(unit, **{**usual, **values})


def text_of(content: bytes) -> str:
    return (
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "").replace(" ", "")
    )


def test_a_numbered_document_is_set_once_with_all_it_says(context: Context) -> None:
    document_id = numbered(context)
    with context.database.unit() as unit:
        enqueue(unit, "documents.draw", {"document_id": str(document_id)})
    Worker(context).run_once()
    with context.database.unit() as unit:
        row = unit.first(select(*OfficialDocument.__table__.c).where(OfficialDocument.id == document_id))
        assert row is not None
        content = document_file(unit, context, row, "pdf")
        assert content == document_file(unit, context, row, "pdf")
    shown = text_of(content)
    for said in (
        "测试市人民政府文件",
        "测政发〔2026〕3号",
        "特急",
        "各县（区）人民政府，市政府直属各单位：",
        "一、总体要求",
    ):
        assert said in shown, said
    for said in ("2026年3月5日", "（此件公开发布）", "抄送：市委办公室。", "民生事项“一证通办”"):
        assert said in shown, said
    assert {item["wanted"] for item in row.remarks} >= {"仿宋_GB2312"}


def test_upward_documents_name_who_signed_and_minutes_who_was_there(context: Context) -> None:
    document_id = numbered(
        context, kind="request", signed_by_name="施长海", attendance="出席：施长海、耿秋生\n请假:潘毅", sealed=True
    )
    with context.database.unit() as unit:
        row = unit.first(select(*OfficialDocument.__table__.c).where(OfficialDocument.id == document_id))
        assert row is not None
        sheet = sheet_of(unit, context, row)
    assert sheet.signers == ("施长海",)
    assert [(item.label, item.people) for item in sheet.attendance] == [("出席", "施长海、耿秋生"), ("请假", "潘毅")]
    # Without a sandbox and without a picture of the seal there is none.
    assert not sheet.sealed


def test_what_an_office_issues_in_the_name_of_its_government_bears_the_seal_of_that(context: Context) -> None:
    government = "11330900002600018G"
    with context.database.unit() as unit:
        place = {"short_name": "市政府", "region": "330900", "parent": None, "receives_through": None}
        departments = [
            {**place, "uscc": SENDER, "name": "测试市人民政府办公室"},
            {**place, "uscc": government, "name": "测试市人民政府"},
        ]
        store_directory(unit, regions=[], departments=departments, roles=[])
    row = numbered(context, sealed=True)
    seals = context.settings.data_dir / "seals"
    seals.mkdir(parents=True, exist_ok=True)
    for code in (SENDER, government):
        (seals / f"{code}.png").write_bytes(code.encode())
    with context.database.unit() as unit:
        stored = unit.first(select(*OfficialDocument.__table__.c).where(OfficialDocument.id == row))
        assert stored is not None
        (organ,) = sheet_of(unit, context, stored).organs
    assert (organ.name, organ.seal and organ.seal.image) == ("测试市人民政府", government.encode())
