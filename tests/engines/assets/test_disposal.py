"""Nobody disposes alone of what the state owns, also not who may ask and may approve."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Row

from auth.directory import store_directory
from engines.assets import (
    APPROVE,
    MANAGE,
    READ,
    approve_disposal,
    ask_disposal,
    asset_of,
    refuse_disposal,
    register_asset,
)
from engines.assets.refusals import DisposalAskedBySelf
from kit.database import Unit
from kit.errors import PreconditionFailed
from tests.engines.subjects import officer

ORGAN = "11330900002600114R"
ONE, OTHER = (officer(READ, MANAGE, APPROVE, departments=(ORGAN,)) for _ in range(2))


@pytest.fixture
def asked(unit: Unit) -> Row[Any]:
    """Return an asset that ONE asked to be scrapped."""
    organ = {
        "uscc": ORGAN,
        "name": "舟山市人民政府办公室",
        "short_name": "市政府办公室",
        "region": "330900",
        "parent": None,
    }
    region = {"code": "330900", "name": "舟山市", "parent": None}
    store_directory(unit, regions=[region], departments=[organ], roles=[])
    card = {"name": "打印机", "category": "A02010601", "model": "", "serial_number": "", "price_fen": 1_800_00}
    days = {"bought_on": date(2020, 3, 1), "warranty_until": None}
    asset_id = register_asset(ONE, unit, {**card, **days, "place": "资产仓库", "department": None})
    return ask_disposal(ONE, unit, asset_of(unit, ONE, asset_id), "scrapped", "无法修复。")


def test_who_asked_neither_approves_nor_refuses(unit: Unit, asked: Row[Any]) -> None:
    for decide in (approve_disposal, refuse_disposal):
        with pytest.raises(DisposalAskedBySelf):
            decide(ONE, unit, asked, "同意。")
    assert asset_of(unit, ONE, asked.id).state == "disposing"


def test_another_person_approves_once(unit: Unit, asked: Row[Any]) -> None:
    gone = approve_disposal(OTHER, unit, asked, "同意。")
    assert (gone.state, gone.disposal, gone.asked_by) == ("disposed", "scrapped", None)
    with pytest.raises(PreconditionFailed):
        refuse_disposal(OTHER, unit, asked, "不同意。")
