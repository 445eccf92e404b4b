"""The list (接待清单) of what a reception really was, its review and signature (审签), and its settlement."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.costs import Cost, record_costs
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.receptions.lifecycle import RECEPTION, record_of
from engines.receptions.limits import KINDS, Approved, host_costs, list_breaches
from engines.receptions.queries import hold_receptions, invoices_listed, meals_by_letter
from engines.receptions.refusals import ReceptionToCome, refuse
from engines.receptions.requesting import check_other, need_reason, plain_items
from engines.receptions.standards import standards_of
from engines.receptions.tasks import ask_for_list, ask_settlers, tell_requester
from engines.receptions.terms import list_term
from kit import clock
from kit.database import Unit
from kit.fields import beijing


def file_reception_list(subject: Subject, unit: Unit, row: Row[Any], given: Mapping[str, Any]) -> Row[Any]:
    """File who came, what was done, who accompanied them and what it cost, with the invoices.

    ``given``: ``guests``, ``leader``, ``accompanying``, ``items`` as in a plan, ``activities`` (``name, at, place``),
    ``invoices`` (``number, amount_fen``), ``nothing_forbidden`` and ``over_reason``, which a list that costs the host
    more than was approved must have.
    Errors: :class:`ReceptionToCome`, :class:`ReceptionUnfit` with every breach, 403, 409.
    """
    check_transition(subject, record_of(row), "file_list")
    now = clock.now()
    if now < row.ends_at:
        raise ReceptionToCome
    hold_receptions(unit, row.department_code)
    meals_given = meals_by_letter(unit, row.department_code, row.organ, row.letter_number, row.id)
    invoices = invoices_listed(unit, row.department_code, row.id)
    approved = Approved(row.starts_at, row.estimate_fen, meals_given, invoices)
    refuse(list_breaches(given, standards_of(unit), now, approved))
    cost_fen = sum(host_costs(given["items"]).values())
    changes = {
        "filed": {
            **given,
            "items": plain_items(given["items"]),
            "activities": [{**activity, "at": beijing(activity["at"])} for activity in given["activities"]],
        },
        "cost_fen": cost_fen,
        "guest_count": len(given["guests"]),
        "accompanying_count": len(given["accompanying"]),
        "listed_at": now,
        "next_turn_at": None,
    }
    detail = {"cost_fen": cost_fen, "estimate_fen": row.estimate_fen}
    after = apply_transition(
        subject, unit, record_of(row), "file_list", changes=changes, opinion=given["over_reason"] or None, detail=detail
    )
    close_tasks(subject, unit, row.id)
    over = "，超出批准的预算" if cost_fen > row.estimate_fen else ""
    ask_settlers(unit, after, f"接待清单待审签结算{over}")
    return after


def settle_reception(subject: Subject, unit: Unit, row: Row[Any], opinion: str, *, settled: bool) -> Row[Any]:
    """Review and sign a list and settle it, or return it with the reason, as somebody else than its requester.

    What the host pays becomes the department's cost of the day of settlement, once, by kind.
    Errors: :class:`ReceptionDecidedByAnother`, :class:`ReceptionUnfit` for a return without reason, 403, 409.
    """
    turn = "settle" if settled else "return_list"
    check_transition(subject, record_of(row), turn)
    check_other(subject, row)
    return _settle(subject, unit, row, opinion) if settled else _return(subject, unit, row, opinion)


def _settle(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    changes = {
        "settler_name": subject.actor.name,
        "settled_at": clock.now(),
        "month": clock.today().replace(day=1),
    }
    detail = {"cost_fen": row.cost_fen}
    after = apply_transition(
        subject, unit, record_of(row), "settle", changes=changes, opinion=opinion or None, detail=detail
    )
    close_tasks(subject, unit, row.id)
    record_costs(unit, [_cost(after, kind, fen) for kind, fen in host_costs(after.filed["items"]).items()])
    tell_requester(unit, after, "已审签结算")
    return after


def _return(subject: Subject, unit: Unit, row: Row[Any], opinion: str) -> Row[Any]:
    need_reason(opinion)
    changes = list_term(unit, clock.today())
    after = apply_transition(subject, unit, record_of(row), "return_list", changes=changes, opinion=opinion)
    close_tasks(subject, unit, row.id)
    ask_for_list(unit, after, f"接待清单被退回：{opinion}")
    return after


def _cost(row: Row[Any], kind: str, amount_fen: int) -> Cost:
    return Cost(
        key=f"{row.id}:{kind}",
        department_code=row.department_code,
        kind="reception",
        day=clock.local(row.settled_at).date(),
        amount_fen=amount_fen,
        record_kind=RECEPTION.code,
        record_id=row.id,
        record_number=row.number,
        title=f"接待{row.organ} {KINDS[kind]}",
    )
