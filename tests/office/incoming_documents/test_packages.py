"""Documents as one file: taken out, brought to another organ, and refused when anything in it is not as it was."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from engines.documents.package import canonical
from engines.documents.packing import SUMS, PackageBroken, pack, unpack
from tests.office.documents.drafts import BASE, DATA, Desk, turn
from tests.office.documents.test_attachments import attached
from tests.office.incoming_documents.test_exchange import IN, act
from tests.product import Caller, Product

PACKAGES = f"{IN}/packages"
Members = dict[str, bytes]


@pytest.fixture
def desk(product: Product) -> Desk:
    return Desk(product)


def packaged(desk: Desk, **changes: Any) -> bytes:
    """Carry a document with an attachment to its number, and take it as one file."""
    document_id = desk.drafted(main_recipients=[DATA], copies=[], **changes)
    assert attached(desk, document_id, "任务分工：各单位。".encode(), "任务分工.txt").status_code == 201
    turn(desk.drafter, document_id, "submission", {"steps": [{"kind": "review"}]})
    turn(desk.reviewer, document_id, "reviews", {"opinion": "同意。"})
    turn(desk.leader, document_id, "signature", {})
    turn(desk.clerk, document_id, "numbering", {})
    answer = desk.clerk.get(f"{BASE}/{document_id}/package")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    return bytes(answer.data)


def brought(caller: Caller, content: bytes) -> TestResponse:
    return caller.send("POST", PACKAGES, **form_of(content))


def form_of(content: bytes, **fields: str) -> dict[str, Any]:
    """Return a multipart body that stands in memory: the client's own lies in a file that it does not close."""
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{said}\r\n' for name, said in fields.items()
    ]
    parts.append('--cut\r\nContent-Disposition: form-data; name="file"; filename="package.zip"\r\n\r\n')
    body = "".join(parts).encode() + content + b"\r\n--cut--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=cut"}


def repacked(content: bytes, change: Callable[[Members], None]) -> bytes:
    """Change the members of a package and give it sums that hold again, as whoever alters one would."""
    members = dict(unpack(content))
    change(members)
    target = io.BytesIO()
    pack(target, members.items())
    return target.getvalue()


def test_a_package_is_taken_out_brought_in_signed_for_and_read(desk: Desk) -> None:
    content = packaged(desk, urgency="urgent", answer_due_on="2099-12-31")
    putuo = desk.product.officer("officer-jia")
    answer = brought(putuo, content)
    assert answer.status_code == 201, answer.text
    found = answer.get_json()
    assert (found["origin"], found["signature_verified"], found["state"]) == ("imported", True, "awaiting")
    assert (found["sender_name"], found["urgency"], found["kind"]) == ("舟山市人民政府办公室", "urgent", "notice")
    assert [item["event"] for item in found["handover"]] == ["imported"]
    assert [item["turn"] for item in found["timeline"]] == ["import"]
    assert {task["kind"] for task in putuo.tasks(found["id"])} == {"sign_for_document"}

    # The same file again is the same receipt.
    again = brought(putuo, content)
    assert (again.status_code, again.get_json()["id"]) == (200, found["id"])

    # It is read as its sender laid it out, with the reader laid over it; its attachment is as it was.
    for format_ in ("pdf", "ofd", "docx"):
        assert putuo.get(f"{IN}/{found['id']}/file?format={format_}").status_code == 200
    (item,) = found["attachments"]
    assert putuo.get(item["href"]).data == "任务分工：各单位。".encode()
    assert act(putuo, found["id"], "receipt", {})["state"] == "signed_for"
    proof = putuo.get(f"{IN}/{found['id']}/proof").get_json()
    verified = putuo.post("/integration/v1/handover_proofs/verification", proof).get_json()
    assert (verified["valid"], [item["event"] for item in verified["statements"]]) == (True, ["imported", "signed_for"])

    # It is found by its attachment, and by nobody elsewhere; its organ's officers do not find it among theirs.
    desk.product.work()
    word = {"q": "任务分工 数字化转型"}
    assert found["title"] in {item["title"] for item in putuo.every("/office/v1/document_search", **word)}
    listed = desk.clerk.every(BASE)
    assert [item["number"] for item in listed].count(found["number"]) == 1
    shan = desk.product.officer("officer-ping")
    assert shan.get(f"{IN}/{found['id']}").status_code == 404


def test_what_was_brought_is_registered_closed_and_archived(desk: Desk) -> None:
    clerk = desk.product.officer("officer-lian")
    receipt = brought(clerk, packaged(desk)).get_json()["id"]
    act(clerk, receipt, "receipt", {})
    act(clerk, receipt, "registration", {"purpose": "read", "retention": "permanent"})
    act(clerk, receipt, "closure", {"opinion": "阅知即可。"})
    act(clerk, receipt, "archive", {})
    desk.product.work()
    (kept,) = [item for item in clerk.every("/office/v1/document_archive") if item["record"] == f"{IN}/{receipt}"]
    report = clerk.get(f"/office/v1/document_archive/{kept['id']}").get_json()["reports"][0]
    assert (kept["state"], kept["kept_until"]) == ("kept", None), report


def test_a_package_that_we_did_not_sign_says_so(desk: Desk) -> None:
    def unsigned(members: Members) -> None:
        del members["statement.jws"], members["keys.json"]
        said = orjson.loads(members["package.json"])
        members["package.json"] = canonical({**said, "sender": {"code": "11330902MB0000000X", "name": "外系统单位"}})

    putuo = desk.product.officer("officer-jia")
    found = brought(putuo, repacked(packaged(desk), unsigned)).get_json()
    assert (found["signature_verified"], found["sender_name"]) == (False, "外系统单位")


def _manifest(change: Callable[[dict[str, Any]], None]) -> Callable[[Members], None]:
    def changed(members: Members) -> None:
        said = orjson.loads(members["manifest.json"])
        change(said)
        members["manifest.json"] = canonical(said)

    return changed


def _other_text(said: dict[str, Any]) -> None:
    said["body"][0]["text"] = "改过的正文。"


def _classified(said: dict[str, Any]) -> None:
    said["metadata"]["secrecy"] = "秘密★5年"


def _no_title(said: dict[str, Any]) -> None:
    del said["metadata"]["title"]


def _other_attachment(members: Members) -> None:
    members["attachments/01_任务分工.txt"] = "改过的附件。".encode()


def _more(members: Members) -> None:
    members["attachments/02_别的.txt"] = "多出的。".encode()


def _no_layout(members: Members) -> None:
    del members["document.pdf"]


def _no_pdf(members: Members) -> None:
    members["document.pdf"] = b"%PDF-1.7\n%%EOF"


def _no_json(members: Members) -> None:
    members["package.json"] = b"{"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_manifest(_other_text), "package-broken"),
        (_manifest(_classified), "classified-document"),
        (_manifest(_no_title), "package-broken"),
        (_other_attachment, "package-broken"),
        (_more, "package-broken"),
        (_no_layout, "package-broken"),
        (_no_pdf, "package-broken"),
        (_no_json, "package-broken"),
    ],
)
def test_what_was_altered_is_refused_and_nothing_is_kept(
    desk: Desk, change: Callable[[Members], None], code: str
) -> None:
    clerk = desk.product.officer("officer-lian")
    before = len(clerk.every(IN))
    answer = brought(clerk, repacked(packaged(desk), change))
    assert (answer.status_code, answer.get_json()["code"]) == (422, code), answer.text
    assert len(clerk.every(IN)) == before


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """Return an archive that is none of ours, with sums that hold."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in members.items())
        archive.writestr(SUMS, sums)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x05\x06" + bytes(18),
        zipped({"../../etc/passwd": b"x"}),
        zipped({"/etc/passwd": b"x"}),
        zipped({"a/b/c.txt": b"x"}),
        zipped({".hidden": b"x"}),
        # A member that is deflated may be a thousand times as large as it came.
        zipped({"document.pdf": bytes(10_000_000)}, zipfile.ZIP_DEFLATED),
        zipped({f"{number}.txt": b"x" for number in range(50)}),
    ],
)
def test_archives_that_are_no_packages_are_refused(content: bytes) -> None:
    with pytest.raises(PackageBroken):
        unpack(content)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_byte_that_was_changed_is_never_taken_for_another_content(place: int, byte: int) -> None:
    target = io.BytesIO()
    members = {"package.json": b'{"format": "zhangban-package/1"}', "attachments/01_甲.txt": "内容".encode() * 40}
    pack(target, members.items())
    content = bytearray(target.getvalue())
    content[place % len(content)] = byte
    try:
        assert dict(unpack(bytes(content))) == members
    except PackageBroken:
        return


def test_who_may_not_send_takes_no_package_and_who_may_not_receive_brings_none(desk: Desk) -> None:
    content = packaged(desk)
    assert brought(desk.drafter, content).get_json()["code"] == "organ-out-of-scope"
    document_id = desk.ready()
    assert desk.drafter.get(f"{BASE}/{document_id}/package").get_json()["code"] == "not-your-turn"
    draft = desk.drafted()
    assert desk.clerk.get(f"{BASE}/{draft}/package").get_json()["code"] == "transition-forbidden"
    assert desk.product.officer("officer-jia").get(f"{BASE}/{document_id}/package").status_code == 404


def test_a_package_larger_than_other_bodies_is_taken_in(desk: Desk) -> None:
    """Bodies of other doors end at 20 MB; what is refused here is its content, not its size."""
    answer = brought(desk.product.officer("officer-jia"), bytes(30 * 1024 * 1024))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "package-broken")
