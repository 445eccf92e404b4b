"""A payment as the API shows it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from auth import Subject
from engines.lifecycles import available_actions, event_answer, events_of
from engines.payments.lifecycle import PAYMENT, START, record_of
from engines.payments.queries import refunds_of
from kit.database import Unit
from kit.fields import beijing


def listed_payment(row: Row[Any]) -> dict[str, Any]:
    """Return a payment as a list shows it; the amount is whole fen."""
    return {
        "id": str(row.id),
        "number": row.number,
        "case_id": str(row.case_id),
        "matter_name": row.matter_name,
        "fee": row.fee,
        "basis": row.basis,
        "amount": row.amount,
        "state": row.state,
        "state_name": PAYMENT.state(row.state).zh,
        "started_at": beijing(row.started_at),
        "paid_at": beijing(row.paid_at),
        "version": row.version,
    }


def payment_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return a payment in full, with what goes back of it."""
    office = subject.kind == "officer"
    base = f"/{'office' if office else 'services'}/v1/payments/{row.id}"
    return {
        **listed_payment(row),
        "refunds": _refunds(refunds_of(unit, row.id)),
        "timeline": [event_answer(PAYMENT, START, event, unmasked=not office) for event in events_of(unit, row.id)],
        "available_actions": [
            {**action, "method": "POST", "href": f"{base}/{action['resource']}"}
            for action in available_actions(subject, record_of(row))
        ],
    }


def _refunds(rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number,
            "amount": row.amount,
            "reason": row.reason,
            "state": row.state,
            "asked_by_name": row.asked_by_name,
            "asked_at": beijing(row.asked_at),
            "decided_by_name": row.decided_by_name,
            "done_at": beijing(row.done_at),
            "failure": row.failure,
        }
        for row in rows
    ]
