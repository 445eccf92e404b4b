"""Pushing licences over HTTP: what the library takes, what it knows already, and what it refuses."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from gateways import Gateways, SourceNonsense, SourceRefused, connect
from gateways.data_sharing import DataSharing, DataSharingSettings, ParameterMissing
from gateways.licence_library import LicencePublisher, LicencePushSettings
from kit.ids import new_id
from kit.settings import SettingsError, load_settings
from kit.shared import SharedSecrets
from tests.gateways import small_pack
from tests.gateways.scripted_server import answer, scripted_server

Call = Callable[..., tuple[int, Any]]


def _record(licence: str, version: int, status: str = "valid", **changes: str) -> dict[str, str]:
    record = {
        "source_id": licence,
        "version": str(version),
        "status": status,
        "certificate_name": "示例许可证",
        "certificate_type": "示例许可证",
        "type_code": small_pack.ID_CARD_TYPE,
        "certificate_number": "20250101000001",
        "holder": "林小舟",
        "holder_code": small_pack.CITIZEN,
        "holder_type": "111",
        "area_code": "330900",
        "issue_dept": "舟山市政务服务中心",
        "issue_date": "2025-01-01",
    }
    return {**record, **changes}


def _publisher(gateways: Gateways) -> LicencePublisher:
    assert gateways.licence_library.publisher is not None
    return gateways.licence_library.publisher


def _held(call: Call, licence: str) -> Any:
    return next(item for item in call("GET", "/sandbox/licences")[1]["items"] if item["licence"] == licence)


def test_an_older_version_does_not_come_after_a_newer_one(gateways: Gateways, call: Call) -> None:
    licence, publish = str(new_id()), _publisher(gateways).publish
    publish("issue", _record(licence, 1), key=f"{licence}:1")
    publish("revoke", _record(licence, 3, "revoked"), key=f"{licence}:3")
    publish("change", _record(licence, 2, "suspended"), key=f"{licence}:2")
    publish("issue", _record(licence, 1), key=f"{licence}:1")
    held = _held(call, licence)
    assert (held["version"], held["status"]) == (3, "revoked")
    assert [item["operation"] for item in held["received"]] == ["issue", "revoke"]
    shown = orjson.dumps(call("GET", "/sandbox/licences")[1]).decode()
    assert small_pack.CITIZEN not in shown
    assert "林小舟" not in shown


def test_a_record_that_lacks_something_is_refused(gateways: Gateways) -> None:
    with pytest.raises(ParameterMissing):
        _publisher(gateways).publish("issue", _record(str(new_id()), 1, holder_code=""), key="k")


@pytest.mark.parametrize(
    ("datas", "error"),
    [
        ("", None),
        ([], None),
        ([{"result": "accepted"}], None),
        ([{"result": "closed"}], SourceRefused),
        ([{}], SourceRefused),
        ({"success": False, "data": None, "errorMsg": "x"}, SourceRefused),
        ("text", SourceNonsense),
    ],
)
@pytest.mark.parametrize("push_call", ["form", "json"])
def test_what_the_library_may_answer(
    secrets: SharedSecrets, datas: object, error: type[Exception] | None, push_call: Any
) -> None:
    pair = {"requestSecret": "a", "refreshSecret": "b"}
    issued, taken = (answer(orjson.dumps({"code": "00", "datas": found})) for found in (pair, datas))
    with scripted_server(lambda number, _request: iter([issued if number == 1 else taken])) as server:
        settings = LicencePushSettings("I", "C", "R", push_call)
        sharing = DataSharing(DataSharingSettings("key", "secret", server.url), secrets, settings.interfaces())
        publisher = LicencePublisher(settings, sharing)
        if error is None:
            publisher.publish("change", _record("l", 2), key="l:2")
        else:
            with pytest.raises(error):
                publisher.publish("change", _record("l", 2), key="l:2")
        sent = server.seen[-1]
    assert sent.startswith(b"POST /gateway/api/001003001/dataSharing/C.htm ")
    assert (b'"row_key":"l:2"' in sent) is (push_call == "json")


def test_without_codes_there_is_no_publisher_and_half_of_them_stop_the_start(
    sandbox_values: dict[str, str], secrets: SharedSecrets
) -> None:
    codes = {f"LICENCE_LIBRARY_{name}_CODE": "" for name in ("ISSUE", "CHANGE", "REVOKE")}
    assert connect(load_settings({**sandbox_values, **codes}), secrets).licence_library.publisher is None
    with pytest.raises(SettingsError, match="all of them or none"):
        connect(load_settings({**sandbox_values, **codes, "LICENCE_LIBRARY_ISSUE_CODE": "X"}), secrets)
