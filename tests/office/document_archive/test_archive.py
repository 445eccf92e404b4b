"""Archiving over HTTP: the four checks with their report, the package, and what comes back when something is wrong."""

import hashlib
import io
import json
import subprocess
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from engines.documents.models import DocumentAttachment, HandoverEvent, OfficialDocument
from engines.documents.packing import SUMS
from engines.files import read_made, write_made
from engines.files.storage import _store
from kit import clock
from tests.office.documents.drafts import BASE, DATA, DINGHAI, PUTUO, Desk, turn
from tests.office.documents.test_attachments import attached
from tests.office.incoming_documents.test_exchange import IN, act, receipt_at
from tests.product import Caller, Product

ARCHIVE = "/office/v1/document_archive"
TERM = {"retention": "30_years"}


@pytest.fixture
def desk(product: Product) -> Desk:
    return Desk(product)


def answered_for(desk: Desk, **changes: Any) -> str:
    """Send a document to one organ, which signs for it."""
    document_id = desk.drafted(main_recipients=[DINGHAI], copies=[], **changes)
    assert attached(desk, document_id, "任务分工：各单位。".encode(), "任务分工.txt").status_code == 201
    turn(desk.drafter, document_id, "submission", {"steps": [{"kind": "review"}]})
    turn(desk.reviewer, document_id, "reviews", {"opinion": "同意。"})
    turn(desk.leader, document_id, "signature", {})
    turn(desk.clerk, document_id, "numbering", {})
    turn(desk.clerk, document_id, "dispatch", {})
    desk.product.work()
    act(desk.product.officer("officer-ping"), receipt_at(desk, document_id, DINGHAI), "receipt", {})
    return document_id


def archive_of(caller: Caller, address: str, record_id: str) -> dict[str, Any]:
    """Return what the archive says of a record."""
    found = [item for item in caller.every(ARCHIVE) if item["record"] == f"{address}/{record_id}"]
    assert len(found) == 1
    return dict(caller.get(f"{ARCHIVE}/{found[0]['id']}").get_json())


def failing(shown: dict[str, Any]) -> list[str]:
    return [item["code"] for item in shown["reports"][0]["findings"] if not item["passed"]]


def test_what_was_sent_is_checked_numbered_and_packed(desk: Desk, tmp_path: Path) -> None:
    document_id = answered_for(desk)
    archived = turn(desk.clerk, document_id, "archive", {**TERM, "opinion": "整理归档。"})
    assert (archived["state"], {item["action"] for item in archived["available_actions"]}) == ("archived", {"correct"})
    assert archive_of(desk.clerk, BASE, document_id)["state"] == "checking"
    desk.product.work()
    kept = archive_of(desk.clerk, BASE, document_id)
    year = clock.today().year
    assert (kept["state"], kept["kept_until"]) == ("kept", f"{year + 30}-12-31")
    assert kept["archive_number"].startswith(f"{kept['department_code']}-WS·{year}-D30-")
    (report,) = kept["reports"]
    assert (report["stage"], report["passed"], failing(kept)) == ("archiving", True, [])
    groups = {item["group_name"] for item in report["findings"]}
    assert groups == {"真实性", "完整性", "可用性", "安全性"}

    # Anybody can verify the package with a common tool, and it says what was kept.
    answer = desk.clerk.get(kept["package"])
    assert (answer.status_code, hashlib.sha256(answer.data).hexdigest()) == (200, kept["sha256"])
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        package.extractall(tmp_path)
    said = subprocess.run(
        ["sha256sum", "--strict", "-c", SUMS], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    record = json.loads((tmp_path / "record.json").read_text())
    assert (record["archive_number"], record["retention"]) == (kept["archive_number"], "30年")
    assert (tmp_path / "attachments" / "01_任务分工.txt").read_text() == "任务分工：各单位。"
    steps = [item["turn"] for item in json.loads((tmp_path / "process.json").read_text())]
    assert steps[0] == "begin"
    assert steps[-1] == "archive"
    (line,) = (tmp_path / "handover.jsonl").read_text().splitlines()
    assert len(json.loads(line)["statements"]) == 3


def test_it_is_not_archived_while_somebody_has_to_sign_for_it(desk: Desk) -> None:
    document_id = desk.sent()
    refused = turn(desk.clerk, document_id, "archive", TERM, expect=409)
    assert refused["code"] == "still-awaited"
    turn(desk.clerk, document_id, "recalls", {"opinion": "发送有误"})
    assert turn(desk.clerk, document_id, "archive", TERM, expect=409)["code"] == "transition-forbidden"


def test_who_does_not_archive_and_who_belongs_elsewhere(desk: Desk) -> None:
    document_id = answered_for(desk)
    assert turn(desk.drafter, document_id, "archive", TERM, expect=403)["code"] == "not-your-turn"
    assert turn(desk.clerk, document_id, "archive", {"retention": "5_years"}, expect=422)["code"] == "invalid-arguments"
    turn(desk.clerk, document_id, "archive", TERM)
    desk.product.work()
    kept = archive_of(desk.clerk, BASE, document_id)
    stranger = desk.product.officer("officer-jia")
    assert stranger.get(f"{ARCHIVE}/{kept['id']}").status_code == 404
    assert stranger.get(kept["package"]).status_code == 404
    assert desk.drafter.get(f"{ARCHIVE}/{kept['id']}").status_code == 200
    assert desk.drafter.get(kept["package"]).get_json()["code"] == "permission-missing"


def received(desk: Desk) -> tuple[Caller, str]:
    """Let an organ receive a document, register it, and close it."""
    clerk = desk.product.officer("officer-lian")
    receipt = receipt_at(desk, desk.sent(main_recipients=[DATA], copies=[]), DATA)
    act(clerk, receipt, "receipt", {})
    act(clerk, receipt, "registration", {"purpose": "read", "retention": "10_years"})
    act(clerk, receipt, "closure", {"opinion": "阅知即可。"})
    return clerk, receipt


def test_what_was_received_is_archived_for_the_term_of_its_registration(desk: Desk) -> None:
    clerk, receipt = received(desk)
    act(clerk, receipt, "archive", {})
    desk.product.work()
    kept = archive_of(clerk, IN, receipt)
    assert (kept["state"], kept["retention"], failing(kept)) == ("kept", "10_years", [])
    assert act(clerk, receipt, "reopening", {"opinion": "再办"}, expect=409)["code"] == "transition-forbidden"
    narrowed = clerk.every(ARCHIVE, record_kind="incoming_document", retention="10_years")
    assert narrowed[0]["id"] == kept["id"]
    ends = f"{clock.today().year + 11}-01-01"
    assert kept["id"] in {item["id"] for item in clerk.every(ARCHIVE, ends_before=ends)}
    assert kept["id"] not in {
        item["id"] for item in clerk.every(ARCHIVE, ends_before=f"{clock.today().year + 1}-01-01")
    }


@pytest.mark.parametrize("damage", ["attachment", "statement", "title"])
def test_what_was_altered_comes_back_with_its_report(desk: Desk, damage: str) -> None:
    document_id = answered_for(desk)
    _damage(desk.product, uuid.UUID(document_id), damage)
    turn(desk.clerk, document_id, "archive", TERM)
    desk.product.work()
    shown = archive_of(desk.clerk, BASE, document_id)
    found = {"attachment": ["digests"], "statement": ["signatures"], "title": ["metadata_true"]}[damage]
    assert (shown["state"], failing(shown), shown["package"]) == ("refused", found, None)
    document = desk.clerk.get(f"{BASE}/{document_id}").get_json()
    assert (document["state"], document["timeline"][-1]["turn"]) == ("dispatched", "fail_archive")
    assert "archive_refused" in {task["kind"] for task in desk.clerk.tasks(document_id)}
    assert desk.clerk.get(f"{ARCHIVE}/{shown['id']}/package").get_json()["code"] == "archive-not-kept"
    # Archived anew it is refused anew, and both reports are kept.
    turn(desk.clerk, document_id, "archive", TERM)
    desk.product.work()
    assert [item["passed"] for item in archive_of(desk.clerk, BASE, document_id)["reports"]] == [False, False]


def _damage(product: Product, document_id: uuid.UUID, what: str) -> None:
    with product.context.database.unit() as unit:
        if what == "attachment":
            item = unit.first(select(DocumentAttachment).where(DocumentAttachment.document_id == document_id))
            assert item is not None
            text = item.file_id.hex
            _store(product.context).put(f"{text[-2:]}/{text}", "任务分工：改过的。".encode())
        elif what == "statement":
            events = (HandoverEvent.document_id == document_id, HandoverEvent.event == "signed_for")
            event = unit.first(select(HandoverEvent).where(*events))
            assert event is not None
            head, payload, signature = event.statement.split(".")
            altered = f"{head}.{payload}.{signature[::-1]}"
            unit.write(update(HandoverEvent).where(*events).values(statement=altered))
        else:
            unit.write(update(OfficialDocument).where(OfficialDocument.id == document_id).values(title="改过的标题"))


def test_what_is_kept_is_checked_again_and_a_change_is_found(desk: Desk) -> None:
    clerk, receipt = received(desk)
    act(clerk, receipt, "archive", {})
    desk.product.work()
    kept = archive_of(clerk, IN, receipt)
    assert clerk.post(f"{ARCHIVE}/{kept['id']}/checks", {}).status_code == 202
    desk.product.work()
    shown = archive_of(clerk, IN, receipt)
    assert [(item["stage"], item["passed"]) for item in shown["reports"]] == [
        ("preservation", True),
        ("archiving", True),
    ]
    name = f"archive/{kept['id']}.zip"
    content = bytearray(b"".join(read_made(desk.product.context, name)))
    content[content.index(b"%PDF-") + 20] ^= 1
    write_made(desk.product.context, name, bytes(content))
    clerk.post(f"{ARCHIVE}/{kept['id']}/checks", {})
    desk.product.work()
    assert failing(archive_of(clerk, IN, receipt)) == ["package"]


def test_a_restricted_document_is_archived_within_its_organ(desk: Desk) -> None:
    document_id = answered_for(desk, restricted=True)
    turn(desk.clerk, document_id, "archive", TERM)
    desk.product.work()
    kept = archive_of(desk.clerk, BASE, document_id)
    for other in ("officer-lian", "officer-ping", "officer-you"):
        assert desk.product.officer(other).get(f"{ARCHIVE}/{kept['id']}").status_code == 404
    assert PUTUO not in kept["department_code"]
