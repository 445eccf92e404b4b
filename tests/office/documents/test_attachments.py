"""What may be attached to a document, and what becomes of it when it is taken off."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from engines.documents.models import DocumentAttachment
from engines.files import OFFICE_FILES, StoredFile, open_file
from tests.engines.files.office import DOCX, with_macros
from tests.engines.files.test_kinds import TAKEN
from tests.office.documents.drafts import BASE, Desk, turn
from tests.product import Product


@pytest.fixture
def desk(product: Product) -> Desk:
    return Desk(product)


def attached(desk: Desk, document_id: str, content: bytes, name: str) -> TestResponse:
    etag = desk.drafter.get(f"{BASE}/{document_id}").headers["ETag"]
    return desk.drafter.attach(f"{BASE}/{document_id}/attachments", content, name, etag)


def test_files_of_offices_come_back_as_they_were(desk: Desk) -> None:
    document_id = desk.drafted()
    for name, (content, media_type) in TAKEN.items():
        item = attached(desk, document_id, content, name).get_json()["attachments"][-1]
        assert (item["file_name"], item["title"]) == (name, name.rpartition(".")[0])
        given = desk.drafter.get(f"{BASE}/{document_id}/attachments/{item['id']}")
        assert (given.data, given.mimetype) == (content, media_type)


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"MZ\x90\x00", "setup.exe", 415, "file-kind-forbidden"),
        (DOCX, "macro.docm", 415, "file-kind-forbidden"),
        (with_macros(DOCX, "word/other.bin"), "macro.docx", 422, "file-not-what-it-says"),
    ],
)
def test_programs_and_macros_are_not_attached(desk: Desk, content: bytes, name: str, status: int, code: str) -> None:
    document_id = desk.drafted()
    refused = attached(desk, document_id, content, name)
    assert (refused.status_code, refused.get_json()["code"]) == (status, code)
    assert desk.drafter.get(f"{BASE}/{document_id}").get_json()["attachments"] == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=20),
    st.sampled_from([*OFFICE_FILES, ".docm", ""]),
    st.binary(max_size=200)
    | st.sampled_from([content[:cut] for content, _ in TAKEN.values() for cut in (-1, -30, 50)]),
)
def test_whatever_is_sent_is_taken_or_refused_in_words(desk: Desk, name: str, ending: str, content: bytes) -> None:
    answer = attached(desk, desk.drafted(), content, f"{name}{ending}")
    if answer.status_code != 201:
        assert answer.status_code in {400, 415, 422}
        assert answer.get_json()["detail"]


def removed(desk: Desk, href: str, *, etag: str = "") -> TestResponse:
    etag = etag or desk.clerk.get(href.partition("/attachments")[0]).headers["ETag"]
    return desk.clerk.send("DELETE", href, headers={"If-Match": etag})


def file_of(desk: Desk, href: str) -> uuid.UUID:
    item = uuid.UUID(href.rpartition("/")[2])
    with desk.product.context.database.unit() as unit:
        row = unit.first(select(DocumentAttachment.file_id).where(DocumentAttachment.id == item))
    assert row is not None
    return uuid.UUID(str(row.file_id))


def is_known(desk: Desk, file_id: uuid.UUID) -> bool:
    with desk.product.context.database.unit() as unit:
        return unit.first(select(StoredFile.id).where(StoredFile.id == file_id)) is not None


def test_what_is_taken_off_a_draft_is_deleted(desk: Desk) -> None:
    document_id = desk.drafted()
    kept, gone = (
        attached(desk, document_id, DOCX, name).get_json()["attachments"][-1] for name in ("一.docx", "二.docx")
    )
    file_id = file_of(desk, gone["href"])
    assert removed(desk, gone["href"], etag='"1"').status_code == 412
    assert (open_file(desk.product.context, file_id), is_known(desk, file_id)) == (DOCX, True)
    assert [item["id"] for item in removed(desk, gone["href"]).get_json()["attachments"]] == [kept["id"]]
    assert not is_known(desk, file_id)
    with pytest.raises(FileNotFoundError):
        open_file(desk.product.context, file_id)
    assert desk.drafter.get(kept["href"]).data == DOCX
    assert removed(desk, gone["href"]).status_code == 200


def test_what_a_correction_lets_go_of_stays_with_what_it_corrects(desk: Desk) -> None:
    document_id = desk.drafted()
    (item,) = attached(desk, document_id, DOCX, "分工.docx").get_json()["attachments"]
    desk.send(document_id)
    correction = turn(desk.clerk, document_id, "corrections", {})["correction"]
    (copied,) = desk.clerk.get(correction).get_json()["attachments"]
    assert file_of(desk, copied["href"]) == file_of(desk, item["href"])
    assert removed(desk, copied["href"]).get_json()["attachments"] == []
    assert desk.drafter.get(item["href"]).data == DOCX
    assert is_known(desk, file_of(desk, item["href"]))
