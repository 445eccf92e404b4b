"""Documents are found by every word of theirs, and only by those who may see them."""

import io
import uuid
import zipfile
from dataclasses import replace

import pytest
from docx import Document

from auth import Subject
from engines.documents import READ, REVIEW, count_found, excerpts_of, find_documents, seen_as, sought
from engines.documents.extracting import text_of
from engines.documents.models import DocumentAttachment, DocumentReader, DocumentStep
from engines.files.storage import write_content
from kit import clock
from kit.context import Context
from kit.database import Database
from kit.ids import new_id
from kit.outbox import Worker, enqueue
from tests.engines.documents.searched import OTHER, RECEIVER, SENDER, plant_document, plant_receipt
from tests.engines.subjects import officer


@pytest.fixture
def context(database: Database, settings: object, vault: object) -> Context:
    return Context(settings, database, vault, None, None)  # type: ignore[arg-type]  # what the jobs use of it


def index(context: Context, *document_ids: uuid.UUID) -> None:
    with context.database.unit() as unit:
        for document_id in document_ids:
            enqueue(unit, "documents.index", {"document_id": str(document_id)})
    Worker(context).run_once()


def found(database: Database, subject: Subject, words: str) -> list[uuid.UUID]:
    with database.unit() as unit:
        wanted = sought(words)
        rows = [row.id for row in find_documents(unit, subject, wanted, None, 20)]
        assert count_found(unit, subject, wanted) == len(rows)
        return rows


def docx(*lines: str) -> bytes:
    made, content = Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(content)
    return content.getvalue()


def test_a_document_is_found_by_metadata_text_and_attachments(context: Context) -> None:
    database, clerk = context.database, officer(READ, departments=(SENDER,))
    with database.unit() as unit:
        plan = plant_document(unit, title="关于数字化转型的通知", number="测政发〔2026〕8号", body="民生事项一证通办。")
        other = plant_document(unit, body="渔船回港避风。")
        file_id = new_id()
        write_content(context, file_id, docx("任务分工表", "牵头单位：市大数据局"))
        unit.add(
            DocumentAttachment,
            id=new_id(),
            document_id=plan,
            position=1,
            title="任务分工表",
            file_id=file_id,
            file_name="分工.docx",
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            size=1,
            sha256="",
        )
    index(context, plan, other)
    for words in ("转型", "测政发〔2026〕8号", "一证通办", "证", "牵头单位", "转型 牵头", "潘毅 通知 分工"):
        assert found(database, clerk, words) == [plan], words
    assert found(database, clerk, "通知") == [other, plan]
    assert found(database, clerk, "转型 避风") == []
    assert found(database, clerk, "，") == []
    with database.unit() as unit:
        excerpt = excerpts_of(unit, [plan], ["牵头单位"])[plan]
    assert (excerpt.source, "市大数据局" in excerpt.text) == ("附件 任务分工表", True)


def test_what_was_changed_is_found_by_its_new_words_only(context: Context) -> None:
    clerk = officer(READ, departments=(SENDER,))
    with context.database.unit() as unit:
        plan = plant_document(unit, body="甲" * 30_000 + "不动产登记")
    index(context, plan)
    index(context, plan)
    assert found(context.database, clerk, "不动产登记") == [plan]


def test_each_sees_what_is_theirs(context: Context) -> None:
    database = context.database
    receiver, other = officer(READ, departments=(RECEIVER,)), officer(READ, departments=(OTHER,))
    above = replace(officer(READ, departments=(OTHER, SENDER, RECEIVER)), department_code=OTHER)
    with database.unit() as unit:
        sent, draft = plant_document(unit), plant_document(unit, state="draft")
        kept = plant_document(unit, restricted=True)
        receipt = plant_receipt(unit, sent)
        kept_receipt = plant_receipt(unit, kept, restricted=True)
        unit.add(
            DocumentReader,
            id=new_id(),
            receipt_id=kept_receipt,
            officer_id=other.id,
            officer_name="甘霖",
            department_code=OTHER,
            mode="parallel",
            position=1,
            added_by_name="万晓东",
            added_at=clock.now(),
        )
    index(context, sent, draft, kept)
    assert found(database, officer(READ, departments=(SENDER,)), "台风") == [kept, draft, sent]
    assert found(database, receiver, "台风") == [kept, sent]
    assert found(database, other, "台风") == [kept]
    assert found(database, above, "台风") == [draft, sent]
    assert found(database, officer(departments=(SENDER,)), "台风") == []
    with database.unit() as unit:
        assert seen_as(unit, receiver, [sent, kept]) == (set(), {sent: receipt, kept: kept_receipt})
        assert seen_as(unit, above, [sent, draft, kept]) == ({sent, draft}, {sent: receipt})


def test_who_has_a_seat_sees_the_document_and_nobody_else_of_the_organ(context: Context) -> None:
    reviewer = officer(READ, REVIEW, departments=(OTHER,))
    with context.database.unit() as unit:
        plan = plant_document(unit, restricted=True)
        unit.add(
            DocumentStep,
            id=new_id(),
            document_id=plan,
            round=1,
            position=1,
            kind="countersign",
            department_code=OTHER,
            officer_id=reviewer.id,
        )
    index(context, plan)
    assert found(context.database, reviewer, "台风") == [plan]
    assert found(context.database, officer(READ, REVIEW, departments=(OTHER,)), "台风") == []


def test_damaged_files_and_bombs_say_nothing() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w><p><t>" + b"A" * 50_000_000 + b"</t></p></w>")
    assert len(text_of("a.docx", bomb.getvalue())) <= 1_000_000
    entities = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w><p><t>&x;good</t></p></w>'
    outside = io.BytesIO()
    with zipfile.ZipFile(outside, "w") as archive:
        archive.writestr("word/document.xml", entities)
    assert text_of("a.docx", outside.getvalue()) in {"", "good"}
    assert text_of("a.pdf", b"%PDF-1.4 nothing") == ""
    assert text_of("a.png", b"\x89PNG") == ""
    assert text_of("a.txt", "舟山".encode("gb18030")) == "舟山"
