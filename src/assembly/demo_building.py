"""The demo's building: a warehouse with goods, a menu, a duty roster, a meeting, so that its lists are not empty.

It is loaded once: where the warehouse is, everything is passed over.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from assembly.demo_documents import officer_of, people_of
from auth import Subject
from engines import bookings, canteen, duty, stock
from engines.workdays import load_calendar
from kit import clock
from kit.context import Context
from kit.database import Unit

WAREHOUSE = "行政中心一号仓库"
#: Code, name, unit, category, price in fen, how many there are, and the fewest that there should be.
GOODS = (
    ("A4-70", "A4复印纸", "包", "纸张", 2_500, 120, 20),
    ("A3-70", "A3复印纸", "包", "纸张", 5_200, 30, 5),
    ("PEN-B", "黑色签字笔", "支", "文具", 150, 400, 100),
    ("BAG-D", "牛皮纸档案袋", "只", "文具", 120, 300, 50),
    ("INK-26", "激光打印机硒鼓", "只", "耗材", 26_000, 12, 4),
    ("BAT-5", "5号碱性电池", "节", "耗材", 200, 80, 24),
)
DISHES = (
    {"name": "葱油带鱼", "allergens": ["fish"]},
    {"name": "番茄炒蛋", "allergens": ["eggs"]},
    {"name": "清炒时蔬", "allergens": []},
)


def load_building(context: Context) -> list[str]:
    """Fill the building of the demo, and return what was made."""
    people = people_of(context)
    with context.database.unit() as unit:
        keeper, cook, organiser, manager, *serving = (
            officer_of(unit, context, people[f"officer-{name}"])
            for name in ("bi", "yong", "ming", "guan", "wen", "ji", "miao")
        )
        if any(row.name == WAREHOUSE for row in stock.list_warehouses(unit, keeper, None, 100)):
            return []
        tomorrow = load_calendar(unit).add_working_days(clock.today(), 1)
        _store_goods(keeper, unit)
        _publish_menu(cook, unit, tomorrow)
        _publish_roster(manager, unit, context, serving[:2], [organiser, serving[2]])
        return [WAREHOUSE, *(row.number for row in _book_meeting(organiser, unit, context, tomorrow))]


def _store_goods(keeper: Subject, unit: Unit) -> None:
    house = {"name": WAREHOUSE, "place": "行政中心1号楼地下一层", "shared": True, "department": None}
    warehouse_id = stock.create_warehouse(keeper, unit, house)
    items = []
    for code, name, measure, category, price_fen, quantity, fewest in GOODS:
        said = {"code": code, "name": name, "unit": measure, "category": category, "price_fen": price_fen}
        items.append((stock.create_item(keeper, unit, {**said, "active": True, "department": None}), quantity, fewest))
    lines = [{"item_id": item_id, "quantity": quantity} for item_id, quantity, _fewest in items]
    stock.receive_stock(keeper, unit, {"warehouse_id": warehouse_id, "lines": lines, "reason": "年度集中采购"})
    for item_id, _quantity, fewest in items:
        stock.set_minimum(keeper, unit, {"warehouse_id": warehouse_id, "item_id": item_id, "minimum": fewest})


def _publish_menu(cook: Subject, unit: Unit, day: date) -> None:
    canteens = canteen.list_canteens(cook, unit, None, 1)
    canteen.publish_menu(cook, unit, canteens[0], day, "lunch", DISHES)


def _publish_roster(
    manager: Subject, unit: Unit, context: Context, leaders: Sequence[Subject], officers: Sequence[Subject]
) -> None:
    asked = {
        "department": None,
        "month": clock.today().replace(day=1),
        "phone": "0580-2280000",
        "leaders": [leader.id for leader in leaders],
        "officers": [officer.id for officer in officers],
        "shifts": duty.USUAL,
        "unavailable": [],
    }
    roster = duty.compose_roster(manager, unit, context, asked)
    unit.flush()
    duty.publish_roster(manager, unit, roster)


def _book_meeting(organiser: Subject, unit: Unit, context: Context, day: date) -> Any:
    begin = datetime.combine(day, time(14), clock.BEIJING)
    asked = {
        "title": "“一证通办”改革推进会",
        "note": "议程：一、各部门进展；二、下步安排。",
        "resources": ["R1-301"],
        "starts_at": begin,
        "ends_at": begin + timedelta(minutes=90),
        "time_zone": "Asia/Shanghai",
        "attendees": [{"officer_id": None, "department": "11330900MB15A0263B", "name": ""}],
        "hold": False,
        "wait": False,
        "repeat": None,
    }
    return bookings.create_booking(organiser, unit, context, asked)
