"""Exports of supervision matters: what is in the file, and who may have it."""

from typing import Any
from urllib.parse import quote

import pytest

from kit import clock
from kit.ids import new_id
from tests.office.exports.asking import REASON, ask, file_of, made, read, worked
from tests.office.exports.spreadsheets import csv_of, workbook_of
from tests.office.supervision_matters.matters import BASE, DINGHAI, POLICE, Bench, in_days, turn
from tests.product import Caller, Product

OF = "supervision_matters"
DATA_NAME, OFFICE_NAME = "舟山市大数据发展管理局", "舟山市人民政府办公室"


class Desk(Bench):
    """Matters whose titles have a word that no other matter has, and their exports."""

    def __init__(self, product: Product) -> None:
        super().__init__(product)
        self.word = f"专题{new_id().hex[-12:]}"

    def registered(self, **changes: Any) -> str:
        return super().registered(**{"title": f"{self.word}一号", **changes})

    def number(self, matter_id: str) -> str:
        """Return a matter's number."""
        return str(self.leader.get(f"{BASE}/{matter_id}").get_json()["number"])

    def exported(self, caller: Caller, **filters: Any) -> list[str]:
        """Export these matters and return their numbers as the file has them."""
        export = made(self.product, caller, of=OF, filters={"words": self.word, **filters}, columns=["number"])
        assert export["state"] == "done", export
        heading, *rows = csv_of(file_of(caller, export).data)
        assert heading == ["事项编号"]
        assert export["rows_done"] == export["rows_estimated"] == len(rows)
        return [row[0] for row in rows]


def asked_for(caller: Caller) -> list[str]:
    return [item["id"] for item in caller.every("/office/v1/exports")]


@pytest.fixture
def desk(product: Product) -> Desk:
    return Desk(product)


@pytest.fixture
def several(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the numbers of three matters, newest first: two registered, the last with much to say; steps are short."""
    monkeypatch.setattr("engines.exports.making.STEP_ROWS", 2)
    first = desk.registered(department=POLICE, importance="urgent")
    second = desk.registered()
    third = desk.running(
        title=f"{desk.word}二号",
        content="=1+1\n第二行",
        co_departments=[DINGHAI, POLICE],
        importance="important",
        source_kind="plan",
        source={"document": "舟政办发〔2026〕12号"},
        cadence="monthly",
        due_on=in_days(200),
    )
    turn(desk.data, third, "reports", {"progress": 60, "text": "已完成试点。"}, 201)
    return [desk.number(matter_id) for matter_id in (third, second, first)]


def test_a_csv_has_every_column_in_words(desk: Desk, several: list[str]) -> None:
    export = made(desk.product, desk.office, of=OF, filters={"words": desk.word})
    assert (export["state"], export["of"], export["of_name"], export["rows_done"]) == ("done", OF, "督查事项清单", 3)
    (listed,) = [item for item in desk.office.every("/office/v1/exports") if item["id"] == export["id"]]
    assert (listed["of"], listed["filters"]) == (OF, {"words": desk.word})
    answer = file_of(desk.office, export)
    disposition = answer.headers["Content-Disposition"]
    assert 'filename="supervision_matters.csv"' in disposition
    assert quote("督查事项清单-") in disposition
    heading, *rows = csv_of(answer.data)
    assert [row[0] for row in rows] == several
    today, moment = clock.today().isoformat(), heading.index("立项时间")
    cells = dict(zip(heading, rows[0], strict=True))
    assert {name: cells[name] for name in heading[1:moment] if name not in ("下次反馈时限", "协办单位")} == {
        "事项名称": f"{desk.word}二号",
        "工作内容": "'=1+1\n第二行",
        "牵头单位": DATA_NAME,
        "督办单位": OFFICE_NAME,
        "层级": "1",
        "办理状态": "办理中",
        "预警": "绿灯",
        "重要程度": "重要",
        "事项来源": "工作计划",
        "来源文件": "舟政办发〔2026〕12号",
        "完成时限": in_days(200),
        "承诺时限": in_days(200),
        "进度（%）": "60",
        "反馈频次": "每月",
        "督办单": "",
    }
    assert cells["下次反馈时限"] > today
    assert set(cells["协办单位"].split("、")) == {"舟山市公安局", "舟山市定海区人民政府"}
    assert [bool(cell) for cell in rows[0][moment:]] == [True, True, True, False, False]
    # Not assigned yet: nobody assists, nothing was promised or signed for, and no per cent is done.
    cells = dict(zip(heading, rows[1], strict=True))
    empty = ("工作内容", "协办单位", "承诺时限", "下次反馈时限", "来源文件", "交办时间", "签收时间", "结束时间")
    assert {cells[name] for name in empty} == {""}
    assert [cells[name] for name in ("办理状态", "进度（%）", "反馈频次")] == ["已立项", "0", "不定期"]


def test_a_workbook_has_real_numbers_and_dates(desk: Desk, several: list[str]) -> None:
    columns = ["number", "progress", "level", "due_on", "co_departments"]
    asked = {"of": OF, "filters": {"words": desk.word}, "columns": columns}
    export = made(desk.product, desk.office, format_="xlsx", **asked)
    assert export["state"] == "done", export
    sheets = workbook_of(file_of(desk.office, export).data)
    assert list(sheets) == ["督查事项", "导出说明"]
    heading, *rows = sheets["督查事项"]
    assert list(heading.values()) == ["事项编号", "进度（%）", "层级", "完成时限", "协办单位"]
    assert [row["A"] for row in rows] == several
    assert [(row["B"], "E" in row) for row in rows] == [("60", True), ("0", False), ("0", False)]
    # A day is a number, counted from the end of 1899.
    assert all(row["D"].isdigit() for row in rows)
    about = {row["A"]: row["B"] for row in sheets["导出说明"] if "B" in row}
    assert (about["导出人"], about["事由"], about["行数"]) == ("明远", REASON, "3")
    assert desk.word in about["筛选条件"]


def test_an_export_has_what_the_list_has(desk: Desk, several: list[str]) -> None:
    for filters in (
        {"importance": "urgent"},
        {"department": POLICE, "role": "assist"},
        # Of my own organ, which a job knows too.
        {"role": "office", "due_before": in_days(100)},
    ):
        listed = desk.office.every(BASE, words=desk.word, **filters)
        assert desk.exported(desk.office, **filters) == [item["number"] for item in listed] != []


def test_what_is_registered_meanwhile_moves_no_row(desk: Desk, several: list[str]) -> None:
    export_id = ask(desk.office, of=OF, filters={"words": desk.word}, columns=["number"])["id"]
    while read(desk.office, export_id)["rows_done"] == 0:
        desk.product.work_once()
    desk.registered()
    export = worked(desk.product, desk.office, export_id)
    assert [row[0] for row in csv_of(file_of(desk.office, export).data)[1:]] == several


def test_a_matter_of_another_organ_never_appears(desk: Desk) -> None:
    answer = desk.police.post(BASE, {"title": desk.word, "department": POLICE, "due_on": in_days(30)})
    assert answer.status_code == 201, answer.text
    theirs, ours = answer.get_json()["number"], desk.number(desk.registered())
    assert desk.exported(desk.office) == [ours]
    assert desk.exported(desk.leader) == [ours, theirs]


def test_each_list_has_its_own_permission(desk: Desk) -> None:
    reads_only, of_cases = desk.data, desk.product.officer("officer-shu")
    for caller, asked in ((reads_only, {"of": OF}), (of_cases, {"of": OF}), (desk.office, {"of": "cases"})):
        before = asked_for(caller)
        assert ask(caller, expect=403, **asked)["code"] == "permission-missing"
        assert asked_for(caller) == before


def test_columns_and_filters_are_those_of_the_list(desk: Desk) -> None:
    before = asked_for(desk.office)
    for body, pointer in (
        ({"of": "documents"}, "/of"),
        ({"of": None}, "/of"),
        ({"of": OF, "columns": ["applicant"]}, "/columns/0"),
        ({"of": OF, "columns": ["title", "title"]}, "/columns"),
        ({"of": OF, "filters": {"topic": "vehicles"}}, "/filters/topic"),
        ({"of": OF, "filters": {"state": "accepted"}}, "/filters/state"),
        ({"of": OF, "filters": {"cursor": "x"}}, "/filters/cursor"),
        ({"columns": ["co_departments"]}, "/columns/0"),
        ({"filters": {"words": "数据"}}, "/filters/words"),
    ):
        answer = desk.office.post("/office/v1/exports", {"format": "csv", "reason": REASON, **body})
        assert answer.status_code == 422, answer.text
        assert answer.get_json()["errors"][0]["pointer"] == pointer
    assert desk.office.post("/office/v1/exports", []).status_code == 422
    assert asked_for(desk.office) == before
