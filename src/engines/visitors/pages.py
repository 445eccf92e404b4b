"""The visitor's page: what is asked of them and why, before they consent, and their pass after that.

Source: 个人信息保护法 第十七条: who handles the data and how to reach them, for what, which data, how long they are
kept, and what rights there are; said before, in plain words.
"""

from typing import Any

from sqlalchemy import Row

from auth import department_names
from engines.lifecycles import available_actions
from engines.visitors.buildings import building_by_id
from engines.visitors.inviting import PURPOSES
from engines.visitors.lifecycle import VISIT, visit_record, visitor_of
from engines.visitors.passes import code_of, draw_pass, valid_from, visit_under
from engines.visitors.people import shown_person
from engines.visitors.refusals import ConsentMissing
from kit.context import Context
from kit.database import Unit
from kit.fields import beijing

PAGES = "/services/v1/visitor_passes"
WHY = "核对访客身份，安排本次来访的接待、通行和停车，保障办公场所安全，并在紧急疏散时确认在访人员。"
SEEN_BY = ("邀请您的工作人员", "到访办公楼的访客接待人员", "到访办公楼的安全保卫人员（姓名、号码等已作遮蔽）")
BASIS = "《中华人民共和国个人信息保护法》第十三条第一款第一项、第十四条、第十五条、第十七条、第十九条、第四十七条"
#: What is handled, what for, and whether a visit needs it.
DATA = (
    ("name", "姓名", "核对身份", True),
    ("phone", "手机号", "发送邀请和变更通知，核对身份", True),
    ("certificate", "证件类型和号码", "无法出示通行码时，由接待人员核对号码后四位", False),
    ("company", "单位", "接待安排", False),
    ("plate", "车牌号", "车辆通行和停车", False),
)
RIGHTS = (
    "您可以不同意，也可以随时在本页撤回同意，撤回后我们立即删除您的上述信息，撤回前已进行的处理不受影响；"
    "您在楼内期间的信息待您离开后删除。不同意或撤回同意的，本次来访不能成行。"
    "您有权查阅、更正、补充和删除您的信息，可在同意前于本页更正，也可拨打上述电话。"
)


def page_of_visitor(unit: Unit, context: Context, token: str) -> dict[str, Any]:
    """Return the page under a token. Errors: :class:`VisitorPageNotFound`."""
    return visitor_page(unit, context, visit_under(unit, context.vault, token), token)


def visitor_page(unit: Unit, context: Context, row: Row[Any], token: str) -> dict[str, Any]:
    """Return a visit as its visitor sees it; of what is known of them the link shows no more than they recognise."""
    building, names = building_by_id(unit, row.building_id), department_names(unit)
    known = context.vault.open_json(row.person_sealed) if row.person_sealed else None
    return {
        "number": row.number,
        "state": row.state,
        "state_name": VISIT.state(row.state).zh,
        "department_name": names.get(row.department_code, row.department_code),
        "host_name": row.host_name,
        "building_name": building.name,
        "entrance": building.entrance,
        "parking": building.parking,
        "place": row.place,
        "purpose_name": PURPOSES[row.purpose],
        "note": context.vault.open(row.note_sealed) if row.note_sealed else None,
        "starts_at": beijing(row.starts_at),
        "ends_at": beijing(row.ends_at),
        "visitor": shown_person(known, unmasked=False) if known else None,
        "notice": _notice(building, [names.get(code, code) for code in (row.department_code, row.keeper_code)]),
        "consented_at": beijing(row.consented_at),
        "erased_at": beijing(row.erased_at),
        "visitor_pass": _pass(context, row, building, token),
        "available_actions": available_actions(visitor_of(row.id), visit_record(row)),
    }


def drawn_pass(unit: Unit, context: Context, token: str, kind: str) -> bytes:
    """Return the QR code of the pass under a token, as ``svg`` or ``png``.

    Errors: :class:`VisitorPageNotFound`, :class:`ConsentMissing` where there is no pass.
    """
    row = visit_under(unit, context.vault, token)
    code = _shown_code(context, row)
    if code is None:
        raise ConsentMissing
    return draw_pass(code, kind)


def _notice(building: Row[Any], handlers: list[str]) -> dict[str, Any]:
    return {
        "handlers": [*dict.fromkeys(handlers)],
        "phone": building.phone,
        "why": WHY,
        "data": [{"code": code, "name": name, "why": why, "needed": needed} for code, name, why, needed in DATA],
        "keep_days": building.keep_days,
        "kept": f"来访结束后{building.keep_days}天自动删除；您未同意的，来访取消或过期后次日删除。",
        "seen_by": list(SEEN_BY),
        "rights": RIGHTS,
        "basis": BASIS,
    }


def _pass(context: Context, row: Row[Any], building: Row[Any], token: str) -> dict[str, Any] | None:
    code = _shown_code(context, row)
    if code is None:
        return None
    return {
        "code": code,
        "svg": f"{PAGES}/{token}/pass.svg",
        "png": f"{PAGES}/{token}/pass.png",
        "place": f"{building.name}{building.entrance}",
        "valid_from": beijing(valid_from(row)),
        "valid_until": beijing(row.ends_at),
    }


def _shown_code(context: Context, row: Row[Any]) -> str | None:
    """Return the code of a pass by which somebody comes in, or goes out again."""
    return code_of(context.vault, row) if row.state in ("confirmed", "arrived") else None
