"""Passes are hard to guess and admit once; who is barred is known by phone or certificate, in the right buildings."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from auth import Subject
from engines.visitors import (
    ADMIT,
    BAR,
    INVITE,
    WRITTEN,
    admit_by_pass,
    bar_visitor,
    store_visitor_buildings,
)
from engines.visitors.barred import barred_among
from engines.visitors.models import BUILDING_COLUMNS, VISIT_COLUMNS, Visit
from engines.visitors.passes import draw_code
from engines.visitors.people import sealed_person
from engines.visitors.refusals import PassUsed
from kit import clock
from kit.context import Context
from kit.crypto import Vault
from kit.database import Database
from kit.ids import new_id
from kit.pages import CursorSigner
from kit.settings import Settings
from tests.conftest import MASTER_KEY
from tests.engines.subjects import officer

ORGAN, OTHER = "11330900002600114R", "11330900002600237T"
MORNING = datetime(2027, 4, 20, 10, 0, tzinfo=clock.BEIJING)
BUILDING: dict[str, Any] = {
    "code": "T1",
    "name": "一号楼",
    "department": ORGAN,
    "phone": "0580-2280161",
    "entrance": "东门",
    "opens": "08:00",
    "closes": "18:00",
    "parking": True,
    "keep_days": 30,
}
PERSON: dict[str, Any] = dict.fromkeys(("company", "plate", "certificate_type", "certificate_number")) | {
    "name": "方海生",
    "phone": "13957200002",
}


@pytest.fixture
def context(database: Database, settings: Settings) -> Context:
    return Context(settings, database, Vault(MASTER_KEY), CursorSigner(MASTER_KEY), None)


def test_a_building_that_the_pack_has_no_more_receives_nobody(context: Context) -> None:
    with context.database.unit() as unit:
        assert store_visitor_buildings(unit, [BUILDING]) == 1
        unit.flush()
        assert store_visitor_buildings(unit, [BUILDING]) == 0
        assert store_visitor_buildings(unit, [{**BUILDING, "keep_days": 7}]) == 1
        assert store_visitor_buildings(unit, []) == 1
        row = unit.rows(select(*BUILDING_COLUMNS))[0]
        assert (row.receives, row.keep_days) == (False, 7)


def confirmed(context: Context, host: Subject) -> str:
    """Write a confirmed visit and return the code of its pass."""
    with context.database.unit() as unit:
        store_visitor_buildings(unit, [BUILDING])
        unit.flush()
        building, code = unit.rows(select(*BUILDING_COLUMNS))[0], draw_code(unit, context.vault)
        known = dict.fromkeys(column.name for column in VISIT_COLUMNS) | sealed_person(context.vault, PERSON) | code
        plain = {
            "id": new_id(),
            "group_id": new_id(),
            "number": "LF1",
            "state": "confirmed",
            "version": 1,
            "texts_that_day": 0,
        }
        where = {"building_id": building.id, "keeper_code": ORGAN, "place": "1室", "purpose": "tour"}
        whose = {"host_id": host.id, "host_name": host.name, "department_code": ORGAN}
        times = {"starts_at": MORNING, "ends_at": MORNING.replace(hour=11), "asked_at": MORNING}
        unit.add(Visit, **{**known, **plain, **where, **whose, **times, "walk_in": False, "texts_that_day": 0})
    return context.vault.open(code["code_sealed"])


def test_coming_visits_go_with_their_building_to_the_department_that_keeps_it(context: Context) -> None:
    code = confirmed(context, officer(INVITE, departments=(ORGAN,)))
    with context.database.unit() as unit:
        assert store_visitor_buildings(unit, [{**BUILDING, "department": OTHER}]) == 1
    keeper = officer(ADMIT, departments=(OTHER,))
    with clock.travel(MORNING), context.database.unit() as unit:
        row = admit_by_pass(keeper, unit, context, code, "T1")
        assert (row.state, row.keeper_code) == ("arrived", OTHER)


def test_two_readers_admit_a_visitor_once(context: Context) -> None:
    keeper = officer(ADMIT, departments=(ORGAN,))
    code = confirmed(context, officer(INVITE, departments=(ORGAN,)))
    assert re.fullmatch(WRITTEN, code)

    def admit(_reader: int) -> str:
        try:
            with context.database.unit() as unit:
                return str(admit_by_pass(keeper, unit, context, code, "T1").state)
        except PassUsed as refused:
            return str(refused.values["arrived"])

    with clock.travel(MORNING), ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(admit, range(2))) == ["2027-04-20 10:00:00", "arrived"]


def test_somebody_is_barred_by_phone_or_certificate_in_one_departments_buildings(context: Context) -> None:
    security = officer(BAR, departments=(ORGAN,))
    passport = {"certificate_type": "passport", "certificate_number": "e1234567 8"}
    given = {"name": "方海生", "reason": "扰乱秩序", "until": date(2027, 4, 21), "department": None}
    same = {"certificate_type": "passport", "certificate_number": "E12345678"}
    other_phone = {**PERSON, "name": "同名", "phone": "13957200003"}
    same_passport = {**PERSON, **same, "name": "换号", "phone": "13957200004"}
    people = [PERSON, other_phone, same_passport]
    with clock.travel(MORNING), context.database.unit() as unit:
        bar_visitor(security, unit, context, {**given, **passport, "phone": "13957200002"})
        unit.flush()
        assert barred_among(unit, context.vault, ORGAN, people) == ["方海生", "换号"]
        assert barred_among(unit, context.vault, OTHER, people) == []
        assert barred_among(unit, context.vault, ORGAN, []) == []
    with clock.travel(MORNING.replace(day=22)), context.database.unit() as unit:
        assert barred_among(unit, context.vault, ORGAN, people) == []
