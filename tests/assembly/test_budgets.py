"""How many statements each hot operation may send."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from kit.fixed import Compiled
from kit.ids import new_id
from tests.product import RENEWAL, Caller, Product, filled
from tests.services.cases.test_immediate import MARK


@contextmanager
def counted(product: Product) -> Iterator[list[str]]:
    """Collect the statements that are sent inside the block, without BEGIN and COMMIT."""
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
            yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


Work = Callable[[], Any]


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
    with counted(product) as sent:
        assert work[name]().status_code < 300
    budget = postgresql if product.context.database.dialect == "postgresql" else sqlite
    assert len(sent) <= budget, "\n".join(f"{len(sent)} > {budget}: {text[:120]}" for text in sent)


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
