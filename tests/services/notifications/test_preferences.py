"""Choosing channels, quiet hours and language."""

from typing import Any

import pytest

from tests.product import Caller, Product
from tests.services.notifications.reading import ADDRESS, choose

PREFERENCES = f"{ADDRESS}/preferences"


@pytest.fixture
def lin(product: Product) -> Caller:
    return product.citizen("lin-haiyan")


def test_who_chose_nothing_has_the_defaults(lin: Caller) -> None:
    read = lin.get(PREFERENCES)
    assert read.headers["ETag"] == '"0"'
    found = read.get_json()
    assert [kind for kind, channels in found["channels"].items() if channels] == ["request", "decision", "offer"]
    assert found["quiet_hours"] == {"from": "21:00", "until": "08:00"}
    assert found["language"] == "zh"


def test_what_was_chosen_is_kept_under_its_version(product: Product, lin: Caller) -> None:
    channels = {**lin.get(PREFERENCES).get_json()["channels"], "decision": [], "progress": ["sms"]}
    chosen = choose(lin, channels=channels, quiet_hours=None, language="en")
    assert chosen.status_code == 200
    assert chosen.headers["ETag"] == '"1"'
    found = lin.get(PREFERENCES).get_json()
    assert (found["channels"], found["quiet_hours"], found["language"]) == (channels, None, "en")
    body = {name: found[name] for name in ("channels", "quiet_hours", "language")}
    assert lin.send("PUT", PREFERENCES, json=body, headers={"If-Match": '"0"'}).status_code == 412
    assert lin.send("PUT", PREFERENCES, json=body).status_code == 428
    assert lin.send("PUT", PREFERENCES, json=body, headers={"If-Match": '"1"'}).get_json()["version"] == 2
    assert product.citizen("zhou-liwen").get(PREFERENCES).get_json()["version"] == 0


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"quiet_hours": {"from": "24:00", "until": "08:00"}}, "/quiet_hours/from"),
        ({"quiet_hours": {"from": "21:00"}}, "/quiet_hours/until"),
        ({"language": "fr"}, "/language"),
        ({"channels": {}}, "/channels/request"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(lin: Caller, changes: dict[str, Any], pointer: str) -> None:
    answer = choose(lin, **changes)
    assert answer.status_code == 422
    assert pointer in {item["pointer"] for item in answer.get_json()["errors"]}
    assert lin.get(PREFERENCES).get_json()["version"] == 0


def test_unknown_channels_and_repeats_are_refused(lin: Caller) -> None:
    channels = lin.get(PREFERENCES).get_json()["channels"]
    assert choose(lin, channels={**channels, "date": ["pigeon"]}).status_code == 422
    assert choose(lin, channels={**channels, "date": ["sms", "sms"]}).status_code == 422
