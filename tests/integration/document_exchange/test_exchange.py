"""An organ's own system signs in, sends, receives, signs for and returns; and what it may not, with its flag."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from assembly.commands import keep_client
from engines.documents.package import canonical
from kit import clock
from tests.office.documents.drafts import BASE, DATA, OFFICE, PUTUO, Desk
from tests.office.incoming_documents.test_exchange import IN, receipt_at
from tests.office.incoming_documents.test_packages import Members, form_of, packaged, repacked
from tests.product import Caller, Product

EXCHANGE = "/integration/v1/document_exchange"
SIGN_IN = "/auth/v1/client_sessions"


@pytest.fixture
def desk(product: Product) -> Desk:
    return Desk(product)


def system_of(product: Product, organ: str, capsys: pytest.CaptureFixture[str], account: str = "oa") -> Caller:
    """Give an organ's system an account by the command, and sign it in."""
    assert keep_client(product.context, organ, account, close=False) == 0
    body = {"organ_code": organ, "account": account, "secret": capsys.readouterr().out.strip().splitlines()[-1]}
    caller = Caller(product.app.test_client(), session=body)
    answer = caller.post(SIGN_IN, body)
    assert answer.status_code == 201, answer.text
    caller.token = answer.get_json()["access_token"]
    return caller


def renumbered(content: bytes, number: str, **changes: Any) -> bytes:
    """Return a package as an organ's own system would make it: of that number, and not signed by us."""

    def change(members: Members) -> None:
        del members["statement.jws"], members["keys.json"]
        said = orjson.loads(members["manifest.json"])
        said["metadata"]["number"] = number
        said["metadata"].update(changes)
        members["manifest.json"] = canonical(said)

    return repacked(content, change)


def sent(caller: Caller, content: bytes, **fields: str) -> Any:
    return caller.send("POST", f"{EXCHANGE}/documents", **form_of(content, **fields))


def test_a_system_sends_and_sees_who_signed_for_it(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    oa = system_of(desk.product, OFFICE, capsys)
    organs = oa.get(f"{EXCHANGE}/organisations").get_json()
    codes = {item["code"] for item in organs["organisations"]}
    assert (organs["flag"], PUTUO in codes, OFFICE in codes) == ("00", True, False)
    number = f"舟府办〔2026〕{clock.now().microsecond % 9999 + 1}号"
    content = renumbered(packaged(desk), number)
    answer = sent(oa, content, main_recipients=PUTUO, copies=DATA)
    assert answer.status_code == 201, answer.text
    document = answer.get_json()
    assert (document["flag"], document["number"], document["recipients"]) == ("00", number, 2)
    again = sent(oa, content, main_recipients=PUTUO)
    assert (again.status_code, again.get_json()["document"]) == (200, document["document"])
    desk.product.work()

    # It came before the organ as every document does, and its sender's officers see it among theirs.
    putuo = desk.product.officer("officer-jia")
    receipt = receipt_at(desk, document["document"], PUTUO)
    shown = putuo.get(f"{IN}/{receipt}").get_json()
    assert (shown["origin"], [item["event"] for item in shown["handover"]]) == ("exchange", ["sent", "arrived"])
    assert desk.clerk.get(f"{BASE}/{document['document']}").get_json()["timeline"][0]["turn"] == "enter"
    etag = putuo.get(f"{IN}/{receipt}").headers["ETag"]
    assert putuo.post(f"{IN}/{receipt}/receipt", {}, If_Match=etag).status_code == 200
    told = oa.get(f"{EXCHANGE}/sent/{document['document']}/receipts").get_json()
    states = {item["organ_code"]: (item["state"], item["signed_for_by_name"] is None) for item in told["items"]}
    assert states == {PUTUO: ("signed_for", False), DATA: ("awaiting", True)}

    other = sent(oa, renumbered(content=packaged(desk), number=number, title="另一份"), main_recipients=PUTUO)
    assert (other.status_code, other.get_json()["code"], other.get_json()["flag"]) == (409, "number-taken", "01")


def test_a_system_receives_fetches_signs_for_and_returns(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    oa = system_of(desk.product, PUTUO, capsys)
    first, second = desk.sent(copies=[]), desk.sent(copies=[])
    waiting = {item["receipt"]: item for item in oa.every(f"{EXCHANGE}/documents")}
    one, two = (receipt_at(desk, document, PUTUO) for document in (first, second))
    assert {one, two} <= waiting.keys()
    package = oa.get(waiting[one]["package"])
    assert (package.status_code, package.mimetype) == (200, "application/zip")
    signed = oa.post(f"{EXCHANGE}/documents/{one}/receipt", {})
    assert signed.get_json() == {"flag": "00", "receipt": one, "state": "signed_for"}
    returned = oa.post(f"{EXCHANGE}/documents/{two}/return", {"opinion": "附件缺失。"})
    assert returned.get_json()["state"] == "returned"
    assert not {one, two} & {item["receipt"] for item in oa.every(f"{EXCHANGE}/documents")}
    shown = {item["id"]: item for item in desk.clerk.every(f"{BASE}/{first}/receipts")}
    assert shown[one]["signed_for_by_name"].endswith("（oa）")
    once_more = oa.post(f"{EXCHANGE}/documents/{one}/receipt", {})
    assert (once_more.status_code, once_more.get_json()["flag"]) == (409, "01")

    # Another organ's documents are not there, nor is the office's own door open.
    strange = receipt_at(desk, desk.sent(main_recipients=[DATA], copies=[]), DATA)
    for address in (f"{EXCHANGE}/documents/{strange}/package", f"{EXCHANGE}/sent/{first}/receipts"):
        assert (oa.get(address).status_code, oa.get(address).get_json()["flag"]) == (404, "01")
    assert oa.post(f"{EXCHANGE}/documents/{strange}/receipt", {}).status_code == 404
    assert oa.get(BASE).get_json()["code"] == "wrong-door"


def test_a_system_sends_in_the_name_of_its_organ_alone(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    content = packaged(desk)
    refused = sent(system_of(desk.product, PUTUO, capsys), content, main_recipients=DATA)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "organ-out-of-scope")
    oa = system_of(desk.product, OFFICE, capsys)
    unknown = sent(oa, renumbered(content, "舟府办〔2027〕1号"), main_recipients="11330900000000000X")
    assert (unknown.status_code, unknown.get_json()["errors"][0]["pointer"]) == (422, "/main_recipients/0")
    broken = sent(oa, b"PK", main_recipients=PUTUO)
    assert (broken.status_code, broken.get_json()["flag"], broken.get_json()["code"]) == (422, "01", "package-broken")


def test_tokens_end_and_secrets_are_replaced(product: Product, capsys: pytest.CaptureFixture[str]) -> None:
    oa = system_of(product, DATA, capsys, "replaced")
    address = f"{EXCHANGE}/organisations"
    assert oa.get(address).status_code == 200
    with clock.travel(clock.now() + timedelta(minutes=16)):
        expired = oa.get(address)
        assert (expired.status_code, expired.get_json()["flag"]) == (401, "03")
    forged = Caller(oa.client, token=f"{oa.token}x").get(address)
    assert (forged.status_code, forged.get_json()["flag"]) == (401, "02")
    assert Caller(oa.client).get(address).get_json()["flag"] == "02"

    # A new secret ends what was begun with the old one, and the old one is good for nothing.
    assert keep_client(product.context, DATA, "replaced", close=False) == 0
    assert oa.get(address).status_code == 401
    assert oa.post(SIGN_IN, oa.session).get_json()["code"] == "client-refused"
    assert keep_client(product.context, DATA, "replaced", close=True) == 0
    assert keep_client(product.context, DATA, "replaced", close=True) == 1
    assert keep_client(product.context, "11330900000000000X", "oa", close=False) == 1
    unknown = {"organ_code": DATA, "account": "nobody", "secret": "x"}
    assert oa.post(SIGN_IN, unknown).get_json()["code"] == "client-refused"
