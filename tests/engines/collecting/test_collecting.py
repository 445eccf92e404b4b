"""Batches of the national collection: each change once, whole or not at all, and again after a writer that died."""

import csv
import hashlib
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from assembly.commands import collect_now
from engines.collecting import collect, collect_when_due
from gateways.national_collection import COLUMNS, Batch, BatchFiles, NationalCollectionSettings
from kit import clock
from kit.context import Context
from tests.conftest import another_database
from tests.office.evaluations.evaluated import decided, rate
from tests.product import Product, running_product

Collected = Callable[[], dict[str, list[dict[str, Any]]]]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def product(
    request: pytest.FixtureRequest, city_sandbox: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """Return a product of these tests alone: a batch takes all that ever happened, on days to come as well."""
    folder = tmp_path_factory.mktemp("collecting")
    if request.param == "sqlite":
        url = f"sqlite:///{folder}/zhangban.db"
    else:
        url = another_database(request.getfixturevalue("postgres_url"), "collecting")
    with running_product(city_sandbox, url, folder) as found:
        yield found


@pytest.fixture
def collecting(product: Product, tmp_path: Path) -> Context:
    """Return the product's parts with a folder to hand over in, after all that others left was collected."""
    values = {
        **product.context.settings.values,
        "NATIONAL_COLLECTION_FOLDER": str(tmp_path / "drop"),
        "NATIONAL_COLLECTION_SETTLE_SECONDS": "0",
        "NATIONAL_COLLECTION_MOST_EVENTS": "5000",
    }
    found = replace(product.context, settings=replace(product.context.settings, values=values))
    product.work()
    collect(found)
    return found


def read(context: Context, numbers: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of batches by table, each file held against its manifest."""
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in COLUMNS}
    for number in numbers:
        folder = Path(context.settings.values["NATIONAL_COLLECTION_FOLDER"]) / number
        manifest = orjson.loads((folder / "manifest.json").read_bytes())
        for table, told in manifest["tables"].items():
            content = (folder / told["file"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == told["sha256"]
            found = [orjson.loads(line) for line in content.splitlines()]
            assert len(found) == told["rows"]
            assert all(set(row) == set(COLUMNS[table]) and row["cd_batch"] == number for row in found)
            rows[table] += found
    return rows


def of_case(rows: dict[str, list[dict[str, Any]]], number: str) -> dict[str, list[dict[str, Any]]]:
    return {table: [row for row in found if row["project_no"] == number] for table, found in rows.items()}


def project_number(product: Product, case_number: str) -> str:
    reports = product.officer().every("/office/v1/reports", case_number=case_number)
    return str(reports[0]["number"])


def test_a_case_stands_in_all_tables_once(product: Product, collecting: Context) -> None:
    chief = product.officer()
    case = product.file_renewal(product.citizen())
    chief.turn(case["id"], "acceptance", {})
    chief.turn(case["id"], "suspensions", {"kind": "inspection", "reason": "体检结论有疑义。", "days": 4})
    chief.turn(case["id"], "resumption", {"result": "体检合格"})
    chief.turn(case["id"], "reviews", {"outcome": "approved", "opinion": "同意"})
    chief.turn(case["id"], "decision", {"outcome": "granted", "reason": "准予"})
    product.work()
    mine = of_case(read(collecting, collect(collecting)), project_number(product, case["number"]))
    accepted = mine["up_pro_accept"]
    assert [row["cd_operation"] for row in accepted] == ["I", "U", "U"]
    assert len({row["row_guid"] for row in accepted}) == 1
    assert (accepted[0]["applyer_name"], accepted[0]["applyer_page_type"]) == ("林海燕", "111")
    assert len(accepted[0]["applyer_page_code"]) == 18
    assert accepted[0]["data_source"] == "133"
    steps = [row["process_name"] for row in mine["up_pro_process"]]
    assert steps[:3] == ["提交申请", "受理", "启动特别程序"]
    assert steps[-1] == "电子送达"
    special = mine["up_pro_special_procedure"]
    assert [(row["cd_operation"], row["result"]) for row in special] == [("I", None), ("U", "体检合格")]
    assert special[0]["row_guid"] == special[1]["row_guid"]
    (result,) = mine["up_pro_result"]
    assert (result["cd_operation"], result["result_type"], result["result_explain"]) == ("I", "0", "准予")
    assert result["result_cetr_no"]
    assert {row["cd_operation"] for row in mine["up_pro_material"]} == {"I"}
    assert collect(collecting) == []


def test_an_evaluation_and_a_decision_taken_back_change_the_result(product: Product, collecting: Context) -> None:
    citizen, head = product.citizen(), product.officer("officer-lou")
    case_id = decided(product, citizen)
    number = project_number(product, citizen.get(f"/services/v1/cases/{case_id}").get_json()["number"])
    (first,) = of_case(read(collecting, collect(collecting)), number)["up_pro_result"]
    rate(citizen, case_id, level=5, tags=["501"])
    (rated,) = of_case(read(collecting, collect_after(collecting, product)), number)["up_pro_result"]
    assert (rated["cd_operation"], rated["satisfaction"], rated["row_guid"]) == ("U", 5, first["row_guid"])
    head.turn(case_id, "reopening", {"reason": "适用依据有误"})
    (gone,) = of_case(read(collecting, collect_after(collecting, product)), number)["up_pro_result"]
    assert (gone["cd_operation"], gone["row_guid"]) == ("D", first["row_guid"])
    product.work()


def collect_after(context: Context, product: Product) -> list[str]:
    product.work()
    return collect(context)


def test_a_writer_that_died_is_followed_by_one_that_makes_the_same_batch(
    product: Product, collecting: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    product.file_renewal(product.citizen())
    with monkeypatch.context() as patch:
        patch.setattr(Batch, "add", _dying)
        with pytest.raises(RuntimeError):
            collect(collecting)
    folder = Path(collecting.settings.values["NATIONAL_COLLECTION_FOLDER"])
    before = {path.name for path in folder.iterdir()}
    assert not any(name.startswith(".") for name in before)
    # Whoever died may still be alive: nobody takes the batch over before it was silent for a while.
    assert collect(collecting) == []
    with clock.travel(clock.now() + timedelta(minutes=6)):
        (number,) = collect(collecting)[:1]
        assert number not in before
    assert read(collecting, [number])["up_pro_process"]


def _dying(_batch: Batch, _table: str, _row: object) -> None:
    raise RuntimeError


def test_a_batch_that_was_handed_over_is_not_made_again(
    product: Product, collecting: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    product.file_renewal(product.citizen())
    with monkeypatch.context() as patch:
        patch.setattr("engines.collecting.batches._note", _failing)
        with pytest.raises(RuntimeError):
            collect(collecting)
    folder = Path(collecting.settings.values["NATIONAL_COLLECTION_FOLDER"])
    newest = max(path for path in folder.iterdir())
    content = (newest / "up_pro_process.jsonl").read_bytes()
    monkeypatch.setattr(Batch, "add", _dying)
    with clock.travel(clock.now() + timedelta(minutes=6)):
        assert collect(collecting)[0] == newest.name
    assert (newest / "up_pro_process.jsonl").read_bytes() == content


def _failing(*_arguments: object) -> None:
    raise RuntimeError


def test_small_batches_follow_each_other_without_gap(product: Product, collecting: Context) -> None:
    for _ in range(2):
        decided(product, product.citizen())
    values = {**collecting.settings.values, "NATIONAL_COLLECTION_MOST_EVENTS": "3"}
    small = replace(collecting, settings=replace(collecting.settings, values=values))
    numbers = collect(small)
    assert len(numbers) > 3
    guids = [row["row_guid"] for row in read(small, numbers)["up_pro_process"]]
    assert len(guids) == len(set(guids)) >= 8


def test_the_worker_makes_them_once_a_day_and_the_command_now(
    product: Product, collecting: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    assert collect_when_due(product.context) == 0
    product.file_renewal(product.citizen())
    assert collect(collecting) != []
    product.file_renewal(product.citizen())
    assert collect_when_due(collecting) == 0
    day = clock.start_of(clock.today()) + timedelta(days=1, minutes=30)
    with clock.travel(day):
        assert collect_when_due(collecting) == 0
    with clock.travel(day + timedelta(hours=1)):
        assert collect_when_due(collecting) == 1
        assert collect_when_due(collecting) == 0
    assert collect_now(product.context) == 1
    assert "NATIONAL_COLLECTION_FOLDER" in capsys.readouterr().err
    assert collect_now(collecting) == 0


def test_files_are_for_their_owner_and_csv_has_a_heading(tmp_path: Path) -> None:
    files = BatchFiles(NationalCollectionSettings(tmp_path, format="csv"))
    with files.batch("1") as batch:
        batch.add("up_pro_material", {"material_name": '合同,"副本"', "get_num": 2})
        with pytest.raises(KeyError):
            batch.add("up_pro_material", {"colour": "red"})
    path = tmp_path / "1" / "up_pro_material.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["material_name"], row["get_num"], row["row_guid"]) == ('合同,"副本"', "2", "")
    manifest = files.handed_over("1")
    assert manifest is not None
    assert manifest["tables"]["up_pro_material"]["rows"] == 1
    assert files.handed_over("2") is None
