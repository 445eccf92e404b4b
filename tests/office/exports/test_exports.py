"""Exports over HTTP: what is in the file, who may have it, and what becomes of it."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from auth.models import AuthPosition
from engines.audit import AuditEntry
from engines.exports import Export, making, tidy_exports
from engines.files import read_made
from kit import clock
from kit.ids import new_id
from kit.outbox import OutboxMessage, enqueue
from tests.office.cases.planted import planted
from tests.office.cases.test_lists import listed
from tests.office.exports.asking import REASON, ask, file_of, made, read, worked
from tests.office.exports.spreadsheets import csv_of, workbook_of
from tests.product import RENEWAL, SALE, Caller, Product

TOPIC = {"topic": "vehicles", "submitted_from": "2018-01-01", "submitted_to": "2018-12-31"}


@pytest.fixture
def chief(product: Product) -> Iterator[Caller]:
    # The random requests of the contracts ask for exports too.
    _cancel_all(product)
    yield product.officer()
    _cancel_all(product)


def _cancel_all(product: Product) -> None:
    with product.context.database.unit() as unit:
        unit.write(update(Export).where(Export.state == "running").values(state="cancelled"))


@pytest.fixture
def cases(product: Product) -> Iterator[list[str]]:
    """Return cases of a year in which there are no others, newest first."""
    begin = clock.start_of(clock.today().replace(year=2018, month=5, day=4))
    several: list[dict[str, Any]] = [{"filed": begin + timedelta(hours=number)} for number in range(7)]
    several[1] |= {"applicant_kind": "organisation", "applicant_name": "=1+1"}
    several[2] |= {"applicant_name": "欧阳静怡", "state": "delivered", "outcome": "refused"}
    with planted(product, *several, {"matter": SALE, "filed": begin}) as ids:
        yield ids[:7][::-1]


@pytest.fixture
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engines.exports.making.STEP_ROWS", 2)


@pytest.mark.usefixtures("_short_steps")
def test_a_csv_has_every_case_once_and_newest_first(product: Product, chief: Caller, cases: list[str]) -> None:
    export = made(product, chief, filters=TOPIC, columns=["number", "applicant", "state", "due_on", "submitted_at"])
    assert (export["state"], export["rows_done"], export["rows_estimated"], export["percent"]) == ("done", 7, 7, 100)
    answer = file_of(chief, export)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert len(answer.data) == export["size"] == int(answer.headers["Content-Length"])
    assert "attachment" in answer.headers["Content-Disposition"]
    assert ".csv" in answer.headers["Content-Disposition"]
    heading, *rows = csv_of(answer.data)
    assert heading == ["办件编号", "申请人", "办理状态", "办理期限", "申请时间"]
    numbers = [chief.get(f"/office/v1/cases/{case_id}").get_json()["number"] for case_id in cases]
    assert [row[0] for row in rows] == numbers
    assert [row[1] for row in rows] == ["冯**", "冯**", "冯**", "冯**", "欧***", "'=1+1", "冯**"]
    assert rows[4][2] == "已送达"
    assert rows[0][3:] == ["2018-05-14", "2018-05-04 06:00:00"]


@pytest.mark.usefixtures("_short_steps")
def test_a_workbook_has_real_dates_several_sheets_and_says_where_it_comes_from(
    product: Product, chief: Caller, cases: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engines.exports.writing.SHEET_ROWS", 4)
    monkeypatch.setattr("engines.exports.writing.TOLD_EVERY", 3)
    columns = ["number", "applicant", "due_on", "decided_at"]
    export = made(product, chief, format_="xlsx", filters=TOPIC, columns=columns)
    assert export["state"] == "done", export
    answer = file_of(chief, export)
    assert answer.data[:2] == b"PK"
    sheets = workbook_of(answer.data)
    assert list(sheets) == ["办件", "办件 (2)", "导出说明"]
    assert [len(rows) for rows in sheets.values()] == [5, 4, 7]
    assert (
        sheets["办件"][0] == sheets["办件 (2)"][0] == {"A": "办件编号", "B": "申请人", "C": "办理期限", "D": "办结时间"}
    )
    rows = [*sheets["办件"][1:], *sheets["办件 (2)"][1:]]
    assert len({row["A"] for row in rows}) == 7
    # A day is a number, counted from the end of 1899; a formula's sign is plain text here.
    assert {row["C"] for row in rows} == {"43234"}
    assert "=1+1" in [row["B"] for row in rows]
    about = {row["A"]: row["B"] for row in sheets["导出说明"] if "B" in row}
    assert (about["导出人"], about["事由"], about["行数"]) == ("顾维民", REASON, "7")
    assert "topic = vehicles" in about["筛选条件"]
    with product.context.database.unit() as unit:
        parts = unit.scalar(select(Export.parts).where(Export.id == uuid.UUID(export["id"])))
    assert len(parts) == 1


def test_an_export_has_what_the_list_has(product: Product, chief: Caller, cases: list[str]) -> None:
    for filters in ({**TOPIC, "outcome": "refused"}, {**TOPIC, "state": ["accepted"]}, {**TOPIC, "text": "欧阳静怡"}):
        export = made(product, chief, filters=filters, columns=["number"])
        assert export["rows_done"] == len(listed(chief, order="newest", **filters)) > 0
    empty = made(product, chief, filters={**TOPIC, "channel": "nothing"})
    assert (empty["state"], empty["rows_done"], empty["percent"]) == ("done", 0, 100)
    assert len(csv_of(file_of(chief, empty).data)) == 1


def test_only_the_scope_is_exported(product: Product, cases: list[str]) -> None:
    registrar = product.officer("officer-shu")
    export = made(product, registrar, filters={key: TOPIC[key] for key in ("submitted_from", "submitted_to")})
    assert export["rows_done"] == 1
    assert csv_of(file_of(registrar, export).data)[1][1] == SALE


def test_without_the_permission_nothing_is_exported(product: Product) -> None:
    refused = ask(product.officer("officer-xu"), expect=403)
    assert refused["code"] == "permission-missing"


def test_one_export_at_a_time(product: Product, chief: Caller) -> None:
    first = ask(chief)
    again = ask(chief, expect=409)
    assert (again["code"], again["export_id"]) == ("export-running", first["id"])
    assert ask(product.officer("officer-zhu"))["state"] == "running"


def test_an_export_is_cancelled_and_no_step_follows(
    product: Product, chief: Caller, cases: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engines.exports.making.STEP_ROWS", 2)
    product.work()
    export_id = ask(chief, filters=TOPIC)["id"]
    product.work_once()
    export = read(chief, export_id)
    assert (export["rows_done"], export["percent"], export["download"]) == (2, 28, None)
    (action,) = export["available_actions"]
    assert chief.post(action["href"], {}).status_code == 428
    assert chief.post(action["href"], {}, If_Match='"7"').status_code == 412
    cancelled = chief.post(action["href"], {}, If_Match=f'"{export["version"]}"').get_json()
    assert (cancelled["state"], cancelled["available_actions"]) == ("cancelled", [])
    product.work()
    assert read(chief, export_id)["rows_done"] == 2
    assert chief.post(action["href"], {}, If_Match=f'"{cancelled["version"]}"').status_code == 409


def test_a_workbook_that_is_cancelled_while_it_is_written_stops(
    product: Product, chief: Caller, cases: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = ask(chief, format_="xlsx", filters=TOPIC)["id"]
    monkeypatch.setattr("engines.exports.writing.TOLD_EVERY", 1)
    while read(chief, export_id)["rows_done"] == 0:
        product.work_once()
    told = making._tell

    def cancel_then_tell(*arguments: Any) -> None:
        if read(chief, export_id)["state"] == "running":
            chief.post(f"/office/v1/exports/{export_id}/cancellation", {}, If_Match='"1"')
        told(*arguments)

    monkeypatch.setattr("engines.exports.making._tell", cancel_then_tell)
    product.work()
    assert read(chief, export_id)["state"] == "cancelled"


@pytest.mark.usefixtures("_short_steps")
def test_a_permission_that_is_withdrawn_meanwhile_ends_the_export(product: Product, cases: list[str]) -> None:
    registrar = product.officer("officer-shu")
    export_id = ask(registrar)["id"]
    mine = AuthPosition.employee_code == "GE_0012"
    with product.context.database.unit() as unit:
        unit.write(update(AuthPosition).where(mine).values(role="acceptor"))
    try:
        failed = worked(product, registrar, export_id)
    finally:
        with product.context.database.unit() as unit:
            unit.write(update(AuthPosition).where(mine).values(role="head"))
    assert (failed["state"], failed["failure"], failed["download"]) == ("failed", "permission", None)


def test_only_who_asked_reads_and_fetches_and_by_a_fresh_address(
    product: Product, chief: Caller, cases: list[str]
) -> None:
    export = made(product, chief, filters=TOPIC)
    href = export["download"]["href"]
    other = product.officer("officer-zhu")
    assert other.get(f"/office/v1/exports/{export['id']}").status_code == 404
    assert other.get(href).status_code == 404
    assert export["id"] not in [item["id"] for item in other.get("/office/v1/exports").get_json()["items"]]
    assert product.anybody().get(href).status_code == 401
    mine = chief.get("/office/v1/exports", query_string={"state": "done"}).get_json()["items"]
    assert export["id"] in [item["id"] for item in mine]
    forged = chief.get(href[:-4] + "AAAA")
    assert (forged.status_code, forged.get_json()["code"]) == (403, "link-expired")
    assert chief.get(href.partition("?")[0]).status_code == 422
    with clock.travel(clock.now() + timedelta(minutes=11)):
        assert product.officer().get(href).status_code == 403
    with product.context.database.unit() as unit:
        count = select(func.count()).where(
            AuditEntry.object_id == uuid.UUID(export["id"]), AuditEntry.action == "exports.download"
        )
        before = unit.scalar(count)
        assert chief.get(href).status_code == 200
        assert unit.scalar(count) == before + 1


def test_files_are_cleared_after_some_days(product: Product, chief: Caller, cases: list[str]) -> None:
    export = made(product, chief, filters=TOPIC)
    with product.context.database.unit() as unit:
        wanted = Export.id == uuid.UUID(export["id"])
        (part,) = unit.scalar(select(Export.parts).where(wanted))
        unit.write(update(Export).where(wanted).values(expires_at=clock.now() - timedelta(seconds=1)))
    assert b"".join(read_made(product.context, part))
    tidy_exports(product.context)
    gone = read(chief, export["id"])
    assert (gone["state"], gone["download"], gone["rows_done"]) == ("expired", None, 7)
    with pytest.raises(FileNotFoundError):
        list(read_made(product.context, part))
    assert chief.get(export["download"]["href"]).get_json()["code"] == "export-not-ready"


def test_an_export_that_nobody_works_on_is_given_up(product: Product, chief: Caller) -> None:
    export_id = ask(chief)["id"]
    with product.context.database.unit() as unit:
        earlier = clock.now() - timedelta(hours=7)
        unit.write(update(Export).where(Export.id == uuid.UUID(export_id)).values(moved_at=earlier))
    tidy_exports(product.context)
    assert [read(chief, export_id)[name] for name in ("state", "failure")] == ["failed", "stalled"]
    assert ask(chief)["state"] == "running"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"format": "pdf"}, "/format"),
        ({"columns": []}, "/columns"),
        ({"columns": ["number", "number"]}, "/columns"),
        ({"columns": ["certificate"]}, "/columns/0"),
        ({"reason": " "}, "/reason"),
        ({"filters": {"state": ["nonsense"]}}, "/filters/state/0"),
        ({"filters": {"due_before": "2026-02-30"}}, "/filters/due_before"),
        ({"filters": {"text": "123"}}, "/filters/text"),
        ({"filters": {"colour": "red"}}, "/filters/colour"),
        ({"rows": 3}, "/rows"),
    ],
)
def test_bad_exports_are_refused_and_pointed_at(chief: Caller, body: dict[str, Any], pointer: str) -> None:
    answer = chief.post("/office/v1/exports", {"format": "csv", "reason": REASON, **body})
    assert answer.status_code == 422, answer.text
    assert answer.get_json()["errors"][0]["pointer"] == pointer


def test_a_repeated_request_is_one_export(chief: Caller) -> None:
    key = str(new_id())
    body = {"format": "csv", "reason": REASON, "filters": {"matter_code": [RENEWAL]}}
    first = chief.post("/office/v1/exports", body, Idempotency_Key=key)
    again = chief.post("/office/v1/exports", body, Idempotency_Key=key)
    assert first.get_json()["id"] == again.get_json()["id"]
    assert chief.post("/office/v1/exports", body).status_code == 409


def test_a_job_of_an_export_that_is_gone_does_nothing(product: Product) -> None:
    with product.context.database.unit() as unit:
        for topic in ("exports.read", "exports.write"):
            enqueue(unit, topic, {"export_id": str(new_id())})
    product.work()
    with product.context.database.unit() as unit:
        left = unit.rows(select(OutboxMessage.failure).where(OutboxMessage.topic.like("exports.%")))
        assert [row.failure for row in left if row.failure] == []
