"""The directory over HTTP, on the city's pack: page by page, by repeated keys, in every shape."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest

from gateways import Gateways, SourceNonsense, SourceRefused, connect
from gateways.zhezhengding import Directory, Employee, Organisation, Zhezhengding, ZhezhengdingSettings
from gateways.zhezhengding.directory import Position
from kit.settings import load_settings
from kit.shared import SharedSecrets
from tests.gateways.scripted_server import answer, scripted_server

ROOT = "GO_11330900002600018G"
POLICE = "GO_11330900002600237T"
FUND = "GO_12330900MB15A00288"


@pytest.fixture
def directory(city_sandbox: dict[str, str], secrets: SharedSecrets) -> Directory:
    return connect(load_settings(city_sandbox), secrets).zhezhengding.directory


def test_the_directory_begins_where_the_application_may_see(directory: Directory) -> None:
    assert directory.scopes().organisations == (ROOT,)


def test_an_organisation_by_its_code(directory: Directory) -> None:
    found = Organisation(POLICE, "舟山市公安局", ROOT, "11330900002600237T", "A")
    assert directory.organisation(POLICE) == found
    assert directory.organisations([POLICE, "GO_unknown"]) == [found]
    with pytest.raises(SourceRefused):
        directory.organisation("GO_unknown")


def test_the_organisations_below_one(directory: Directory) -> None:
    assert POLICE in directory.below(ROOT)
    assert directory.below("GO_unknown") == []


def test_who_works_where(directory: Directory) -> None:
    codes = directory.employee_codes(FUND)
    assert {"GE_0002", "GE_0003", "GE_0004"} <= set(codes)
    assert Employee("GE_0002", "徐敏", "A") in directory.employees(codes)
    assert directory.account_ids(codes)["GE_0002"] == "10000002"
    assert directory.positions("GE_0002") == [Position(FUND, "公积金窗口受理", main=True)]


def test_more_codes_than_one_call_takes(directory: Directory) -> None:
    codes = ["GE_0002", *(f"GE_x{number}" for number in range(150)), "GE_0003"]
    assert [item.code for item in directory.employees(codes)] == ["GE_0002", "GE_0003"]
    assert directory.employees([]) == []


def _pages(*sizes: int) -> Callable[[int, bytes], Iterator[bytes]]:
    def script(number: int, _request: bytes) -> Iterator[bytes]:
        data = [f"GO_{number}_{place}" for place in range(sizes[number - 1])]
        yield answer(orjson.dumps({"success": True, "content": {"success": True, "data": data}}))

    return script


def test_a_list_is_read_to_its_end(secrets: SharedSecrets) -> None:
    with scripted_server(_pages(100, 100, 3)) as server:
        found = Zhezhengding(ZhezhengdingSettings("k", "s", server.url), secrets).directory.below("GO_1")
        assert len(found) == len(set(found)) == 203
        assert b"pageNo=3" in server.seen[2]


@pytest.mark.parametrize("content", [{"data": "x"}, {"data": {"a": 1}}, {"data": "{"}])
def test_a_list_that_is_none_is_nonsense(secrets: SharedSecrets, content: dict[str, Any]) -> None:
    body = orjson.dumps({"success": True, "content": content})
    with scripted_server(lambda *_: iter([answer(body)])) as server:
        directory = Zhezhengding(ZhezhengdingSettings("k", "s", server.url), secrets).directory
        for ask in (lambda: directory.below("GO_1"), lambda: directory.employees(["GE_1"])):
            with pytest.raises(SourceNonsense):
                ask()


def test_a_wrong_tenant_is_refused(city_sandbox: dict[str, str], secrets: SharedSecrets) -> None:
    other: Gateways = connect(load_settings({**city_sandbox, "ZHEZHENGDING_TENANT_ID": "1"}), secrets)
    with pytest.raises(SourceRefused):
        other.zhezhengding.directory.below(ROOT)
