"""Ordering and tracking parcels over HTTP: the signature, keys, stages, and what each refusal is."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from gateways import Gateways, KeysRefused, SourceNonsense, SourceRefused, SourceUnavailable, connect
from gateways.express import Express, ExpressSettings, Parcel, PostOffice, canonical_text, sign
from kit import clock
from kit.ids import new_id
from kit.settings import SettingsError, load_settings, read_section
from kit.shared import SharedSecrets
from tests.gateways.scripted_server import always, scripted_server

Call = Callable[..., tuple[int, Any]]
Force = Callable[..., None]
PARCEL = Parcel("林小舟", "13800000001", "舟山市定海区海天大道1号", "舟山市政务服务中心", "33090020261125000017")


@pytest.fixture
def express(gateways: Gateways) -> Express:
    assert gateways.express is not None
    return gateways.express


@pytest.fixture
def own(sandbox_values: dict[str, str]) -> ExpressSettings:
    return read_section(ExpressSettings, "EXPRESS", sandbox_values)


def test_one_order_has_one_number(express: Express, call: Call) -> None:
    key = str(new_id())
    number = express.order(PARCEL, key)
    assert express.order(PARCEL, key) == number
    assert express.order(PARCEL, str(new_id())) != number
    assert [item["number"] for item in call("GET", "/sandbox/express")[1]["items"] if item["key"] == key] == [number]


def test_a_parcel_is_seen_on_its_way(express: Express, call: Call) -> None:
    number = express.order(PARCEL, str(new_id()))
    assert express.track(number) == []
    for stage in ("COLLECTED", "IN_TRANSIT", "DELIVERED"):
        assert call("POST", f"/sandbox/express/{number}/{stage}")[0] == 201
    scans = express.track(number)
    assert [scan.stage for scan in scans] == ["collected", "in_transit", "delivered"]
    assert abs((scans[-1].at - clock.now()).total_seconds()) < 60
    assert call("POST", f"/sandbox/express/{number}/LOST")[0] == 404
    assert call("POST", "/sandbox/express/1/DELIVERED")[0] == 404
    with pytest.raises(SourceRefused, match="WAYBILL_UNKNOWN"):
        express.track("1")


@pytest.mark.parametrize("wrong", [{"app_secret": "other"}, {"app_key": "other"}])
def test_a_wrong_key_waits_until_it_is_mended(own: ExpressSettings, wrong: Any) -> None:
    with pytest.raises(KeysRefused) as refused:
        PostOffice(dataclasses.replace(own, **wrong)).order(PARCEL, "key")
    assert refused.value.transient


def test_the_failures_of_the_carrier_have_names(express: Express, force: Force, call: Call) -> None:
    key = str(new_id())
    force("express", "bad-signature")
    with pytest.raises(KeysRefused):
        express.order(PARCEL, key)
    force("express", "address-refused")
    with pytest.raises(SourceRefused) as refused:
        express.order(PARCEL, key)
    assert not refused.value.transient
    force("express", "half")
    with pytest.raises(SourceUnavailable):
        express.order(PARCEL, key)
    number = express.order(PARCEL, key)
    assert [item["number"] for item in call("GET", "/sandbox/express")[1]["items"] if item["key"] == key] == [number]


def test_what_is_signed() -> None:
    text = canonical_text("post", "/orders", "1735787045123", b"{}")
    assert text == "POST\n/orders\n1735787045123\n44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert sign("secret", text) != sign("secret", text + "\n")


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"{}",
        b'{"code": "0"}',
        b'{"code": "0", "data": {}}',
        b'{"code": "0", "data": {"waybillNo": "", "traces": {}}}',
        b'{"code": "0", "data": {"waybillNo": 5, "traces": [{"status": "DELIVERED", "time": "yesterday"}]}}',
    ],
)
def test_an_answer_that_says_nothing_is_nonsense(body: bytes) -> None:
    with scripted_server(always(body)) as server:
        client = PostOffice(ExpressSettings(server.url, "key", "secret"))
        with pytest.raises(SourceNonsense):
            client.order(PARCEL, "key")
        with pytest.raises(SourceNonsense):
            client.track("1")


def test_a_city_without_a_carrier_has_none(sandbox_values: dict[str, str], secrets: SharedSecrets) -> None:
    without = {name: value for name, value in sandbox_values.items() if not name.startswith("EXPRESS_")}
    assert connect(load_settings(without), secrets).express is None
    with pytest.raises(SettingsError, match="EXPRESS_"):
        connect(load_settings({**without, "EXPRESS_APP_KEY": "key"}), secrets)
