"""How many statements each hot operation may send."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event

from engines.documents.models import OrganList
from kit.fixed import Compiled
from kit.ids import new_id
from tests.office.documents.drafts import BASE, DINGHAI, Desk, a_word
from tests.office.incoming_documents.test_exchange import IN, receipt_at
from tests.office.repairs.workshop import BASE as REPAIRS
from tests.office.repairs.workshop import TAP, Workshop
from tests.office.supervision_matters.matters import BASE as MATTERS
from tests.office.supervision_matters.matters import Bench
from tests.product import RENEWAL, Caller, Product, filled
from tests.services.cases.test_immediate import MARK


@contextmanager
def counted(product: Product) -> Iterator[list[str]]:
    """Collect the statements that are sent inside the block, without BEGIN and COMMIT.

    What the process remembers for some seconds does not grow old meanwhile, however slow the machine is.
    """
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            sent.append(statement)

    execute = Compiled.execute

    def noted(self: Compiled, driver: Any, parameters: Any) -> Any:
        sent.append(self.text)
        return execute(self, driver, parameters)

    engine = product.context.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Compiled, "execute", noted)
            for remembering in ("auth.keys", "kit.remembering"):
                patch.setattr(f"{remembering}.time", SimpleNamespace(monotonic=lambda: 0.0))
            yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


Work = Callable[[], Any]


def keeps_to(product: Product, work: Work, postgresql: int, sqlite: int) -> None:
    """Do something, and compare how many statements it sent with its budget."""
    with counted(product) as sent:
        assert work().status_code < 300
    budget = postgresql if product.context.database.dialect == "postgresql" else sqlite
    assert len(sent) <= budget, "\n".join(f"{len(sent)} > {budget}: {text[:120]}" for text in sent)


def filing_of(citizen: Caller, matter: str) -> dict[str, Any]:
    prepared = citizen.get(f"/services/v1/matters/{matter}/preparation").get_json()
    return {"matter_code": matter, "form": filled(prepared), "materials": []}


@pytest.fixture(autouse=True)
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let remembered values last: on a busy machine a second passes within a request, and they are asked again."""
    monkeypatch.setattr("kit.remembering.SECONDS", 3600.0)


@pytest.fixture
def work(product: Product) -> dict[str, Work]:
    citizen, chief = product.citizen(), product.officer()
    case_id = product.file_renewal(citizen)["id"]
    bodies = {matter: filing_of(citizen, matter) for matter in (RENEWAL, MARK)}

    def file(matter: str) -> Any:
        own = {"Idempotency-Key": str(new_id())}
        return citizen.send("POST", "/services/v1/cases", json=bodies[matter], headers=own)

    def accept() -> Any:
        own = {"If-Match": '"1"'}
        return chief.send("POST", f"/office/v1/cases/{case_id}/acceptance", json={}, headers=own)

    return {
        "catalogue": lambda: citizen.get("/services/v1/matters"),
        "my cases": lambda: citizen.get("/services/v1/cases"),
        "one case": lambda: citizen.get(f"/services/v1/cases/{case_id}"),
        "office case": lambda: chief.get(f"/office/v1/cases/{case_id}"),
        "inbox": lambda: chief.get("/office/v1/inbox"),
        "office list": lambda: chief.get("/office/v1/cases", query_string={"light": "green", "topic": "vehicles"}),
        "office counts": lambda: chief.get("/office/v1/cases/counts"),
        "file": lambda: file(RENEWAL),
        "file and decide": lambda: file(MARK),
        "accept": accept,
    }


@pytest.mark.parametrize(
    ("name", "postgresql", "sqlite"),
    [
        ("catalogue", 1, 1),
        ("my cases", 2, 2),
        ("one case", 5, 5),
        ("office case", 6, 6),
        ("inbox", 4, 4),
        # Session and list; the versions of the catalogue and of the departments' names may be asked for again.
        ("office list", 5, 5),
        ("office counts", 3, 3),
        ("file", 8, 16),
        ("file and decide", 10, 25),
        ("accept", 8, 13),
    ],
)
def test_an_operation_keeps_to_its_budget(
    product: Product, work: dict[str, Work], name: str, postgresql: int, sqlite: int
) -> None:
    if name not in {"file", "file and decide", "accept"}:
        work[name]()
    keeps_to(product, work[name], postgresql, sqlite)


def list_of(product: Product, number: int) -> str:
    """Keep a list of so many organs, of nobody in the pack, and return its code."""
    code = f"organs-{new_id().hex}"
    organs = [f"9{place:016}T" for place in range(number)]
    with product.context.database.unit() as unit:
        unit.add(OrganList, code=code, name="各有关单位", department="9X", members=organs)
    return code


def sending(desk: Desk, number: int) -> Work:
    """Return the dispatch of a document to so many organs of a list."""
    path = f"{BASE}/{desk.ready(organ_lists=[list_of(desk.product, number)])}"
    etag = desk.clerk.get(path).headers["ETag"]
    return lambda: desk.clerk.post(f"{path}/dispatch", {}, If_Match=etag)


@pytest.fixture(scope="module")
def paperwork(product: Product) -> dict[str, Work]:
    desk, receiver, word = Desk(product), product.officer("officer-ping"), a_word()
    document_id = desk.sent(body=f"各单位：请{word}。")
    receipt = f"{IN}/{receipt_at(desk, document_id, DINGHAI)}"
    etag = receiver.get(receipt).headers["ETag"]
    return {
        "outgoing list": lambda: desk.clerk.get(BASE),
        "document": lambda: desk.clerk.get(f"{BASE}/{document_id}"),
        "receipts": lambda: desk.clerk.get(f"{BASE}/{document_id}/receipts"),
        "dispatch": sending(desk, 100),
        "incoming list": lambda: receiver.get(IN),
        "incoming document": lambda: receiver.get(receipt),
        "sign for": lambda: receiver.post(f"{receipt}/receipt", {}, If_Match=etag),
        "search": lambda: desk.clerk.get("/office/v1/document_search", query_string={"q": word}),
    }


@pytest.mark.parametrize(
    ("name", "postgresql", "sqlite"),
    [
        ("outgoing list", 2, 2),
        ("document", 3, 6),
        ("receipts", 3, 3),
        ("dispatch", 5, 12),
        ("incoming list", 2, 2),
        ("incoming document", 3, 8),
        ("sign for", 7, 18),
        # Session, count, page, excerpts, and where each was found as its sender's and as its receiver's.
        ("search", 6, 6),
    ],
)
def test_an_operation_on_documents_keeps_to_its_budget(
    product: Product, paperwork: dict[str, Work], name: str, postgresql: int, sqlite: int
) -> None:
    if name not in {"dispatch", "sign for"}:
        paperwork[name]()
    keeps_to(product, paperwork[name], postgresql, sqlite)


@pytest.fixture(scope="module")
def supervision(product: Product) -> dict[str, Work]:
    bench = Bench(product)
    path = f"{MATTERS}/{bench.running()}"
    etag = bench.data.get(path).headers["ETag"]
    return {
        "matters": lambda: bench.office.get(MATTERS),
        "matter counts": lambda: bench.office.get(f"{MATTERS}/counts"),
        "matter": lambda: bench.office.get(path),
        "report": lambda: bench.data.post(f"{path}/reports", {"text": "进展顺利。"}, If_Match=etag),
    }


@pytest.mark.parametrize(
    ("name", "postgresql", "sqlite"),
    [("matters", 2, 2), ("matter counts", 2, 2), ("matter", 3, 10), ("report", 8, 20)],
)
def test_an_operation_on_supervision_keeps_to_its_budget(
    product: Product, supervision: dict[str, Work], name: str, postgresql: int, sqlite: int
) -> None:
    if name != "report":
        supervision[name]()
    keeps_to(product, supervision[name], postgresql, sqlite)


@pytest.fixture(scope="module")
def repairs(product: Product) -> dict[str, Work]:
    workshop = Workshop(product)
    path = f"{REPAIRS}/{workshop.completed()}"
    etag = workshop.reporter.get(path).headers["ETag"]
    return {
        "repairs": lambda: workshop.dispatcher.get(REPAIRS),
        "repair counts": lambda: workshop.dispatcher.get(f"{REPAIRS}/counts"),
        "repair": lambda: workshop.reporter.get(path),
        "report repair": lambda: workshop.reporter.post(REPAIRS, TAP),
        "accept repair": lambda: workshop.reporter.post(f"{path}/acceptance", {"rating": 5}, If_Match=etag),
    }


@pytest.mark.parametrize(
    ("name", "postgresql", "sqlite"),
    [("repairs", 3, 3), ("repair counts", 2, 2), ("repair", 4, 5), ("report repair", 8, 15), ("accept repair", 6, 11)],
)
def test_an_operation_on_repairs_keeps_to_its_budget(
    product: Product, repairs: dict[str, Work], name: str, postgresql: int, sqlite: int
) -> None:
    if name != "accept repair":
        repairs[name]()
    keeps_to(product, repairs[name], postgresql, sqlite)


def test_sending_to_a_hundred_organs_costs_what_sending_to_two_costs(product: Product) -> None:
    costs = []
    for number in (2, 100):
        send = sending(Desk(product), number)
        with counted(product) as sent:
            assert send().get_json()["recipients"] >= number
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_a_page_of_many_costs_what_a_page_of_one_costs(product: Product) -> None:
    citizen = product.citizen()
    for _ in range(3):
        product.file_renewal(citizen)
    costs = []
    for limit in (1, 50):
        with counted(product) as sent:
            citizen.get("/services/v1/cases", query_string={"limit": limit})
        costs.append(len(sent))
    assert costs[0] == costs[1]
