"""Transfer to another organ, asked by the holder and accepted by the receiver; disposal, approved by another person.

Source: 《行政事业性国有资产管理条例》(国务院令第738号): idle assets are put to use elsewhere first, and none is
disposed of without approval.
"""

from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.assets.keeping import check_organ
from engines.assets.lifecycle import asset_record
from engines.assets.refusals import AssetUnfit, DisposalAskedBySelf
from engines.assets.tasks import ask_approver, ask_receiver
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from kit import clock
from kit.database import Unit
from kit.errors import Pointer

DISPOSALS = {"scrapped": "报废", "sold": "出售", "donated": "对外捐赠", "lost": "报损"}
#: What waits no longer.
_SETTLED = {"receiver_code": None, "asked_by": None, "asked_reason": None}


def offer_asset(subject: Subject, unit: Unit, row: Row[Any], receiver: str, reason: str) -> Row[Any]:
    """Offer an asset to another organ, out of use until that accepts. Errors: :class:`AssetUnfit`, 409, 412."""
    check_transition(subject, asset_record(row), "offer")
    check_organ(unit, receiver, "/receiver")
    if receiver == row.department_code:
        sentence = ("该资产已在该单位。", "This organ holds the asset already.")
        raise AssetUnfit(pointers=[Pointer("/receiver", "same", *sentence)])
    detail = {"receiver": receiver, "from": row.user_name}
    after = _asked(subject, unit, row, "offer", reason, detail, receiver_code=receiver)
    ask_receiver(subject, unit, after)
    return after


def accept_transfer(subject: Subject, unit: Unit, row: Row[Any], place: str, note: str) -> Row[Any]:
    """Accept an offered asset, which is the receiver's from then on. Errors: 409, 412."""
    changes = {**_SETTLED, "department_code": row.receiver_code, "place": place}
    detail = {"from": row.department_code, "to": row.receiver_code}
    return _settled(subject, unit, row, "accept", changes, note or None, detail)


def decline_transfer(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Decline an offered asset; it stays with its holder. Errors: 409, 412."""
    return _settled(subject, unit, row, "decline", _SETTLED, reason, {"receiver": row.receiver_code})


def withdraw_transfer(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Withdraw an offer that was not accepted yet. Errors: 409, 412."""
    return _settled(subject, unit, row, "withdraw_transfer", _SETTLED, reason, {"receiver": row.receiver_code})


def ask_disposal(subject: Subject, unit: Unit, row: Row[Any], disposal: str, reason: str) -> Row[Any]:
    """Ask for an asset to be disposed of: ``disposal`` is one of :data:`DISPOSALS`. Errors: 409, 412."""
    detail = {"disposal": disposal, "price_fen": row.price_fen, "from": row.user_name}
    after = _asked(subject, unit, row, "ask_disposal", reason, detail, disposal=disposal)
    ask_approver(subject, unit, after)
    return after


def approve_disposal(subject: Subject, unit: Unit, row: Row[Any], note: str) -> Row[Any]:
    """Approve a disposal, as another person than who asked. Errors: :class:`DisposalAskedBySelf`, 409, 412."""
    _check_other(subject, row, "dispose")
    changes = {**_SETTLED, "disposed_at": clock.now()}
    return _settled(subject, unit, row, "dispose", changes, note or None, {"disposal": row.disposal})


def refuse_disposal(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Refuse a disposal, as another person than who asked. Errors: :class:`DisposalAskedBySelf`, 409, 412."""
    _check_other(subject, row, "refuse_disposal")
    changes = {**_SETTLED, "disposal": None}
    return _settled(subject, unit, row, "refuse_disposal", changes, reason, {"disposal": row.disposal})


def withdraw_disposal(subject: Subject, unit: Unit, row: Row[Any], reason: str) -> Row[Any]:
    """Withdraw a disposal that was not decided yet. Errors: 409, 412."""
    changes = {**_SETTLED, "disposal": None}
    return _settled(subject, unit, row, "withdraw_disposal", changes, reason, {"disposal": row.disposal})


def _check_other(subject: Subject, row: Row[Any], turn: str) -> None:
    check_transition(subject, asset_record(row), turn)
    if row.asked_by in (subject.id, subject.actor.id):
        raise DisposalAskedBySelf


def _asked(
    subject: Subject, unit: Unit, row: Row[Any], turn: str, reason: str, detail: dict[str, Any], **changes: str
) -> Row[Any]:
    asked = {"user_name": None, "asked_by": subject.actor.id, "asked_reason": reason, **changes}
    return apply_transition(subject, unit, asset_record(row), turn, changes=asked, opinion=reason, detail=detail)


def _settled(
    subject: Subject,
    unit: Unit,
    row: Row[Any],
    turn: str,
    changes: dict[str, Any],
    opinion: str | None,
    detail: dict[str, Any],
) -> Row[Any]:
    after = apply_transition(subject, unit, asset_record(row), turn, changes=changes, opinion=opinion, detail=detail)
    close_tasks(subject, unit, row.id)
    return after
