"""An asset as the API shows it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import Subject, department_names
from engines.assets.handing_over import DISPOSALS
from engines.assets.lifecycle import ASSET, REGISTER, asset_record
from engines.lifecycles import available_actions, event_answer, events_of
from kit import clock
from kit.database import Unit
from kit.fields import beijing

ASSETS = "/office/v1/assets"


def listed_asset(row: Row[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return an asset as lists show it; ``names`` are the departments'."""
    warranty = row.warranty_until
    plain = ("number", "name", "category", "model", "serial_number", "price_fen", "user_name", "place", "version")
    return {
        "id": str(row.id),
        "href": f"{ASSETS}/{row.id}",
        **{name: getattr(row, name) for name in plain},
        "state": row.state,
        "state_name": ASSET.state(row.state).zh,
        "bought_on": row.bought_on.isoformat(),
        "warranty_until": warranty.isoformat() if warranty else None,
        "under_warranty": warranty is not None and clock.today() <= warranty,
        "department_code": row.department_code,
        "department_name": names.get(row.department_code, row.department_code),
        "receiver_code": row.receiver_code,
        "receiver_name": names.get(row.receiver_code, row.receiver_code) if row.receiver_code else None,
        "disposal": row.disposal,
        "disposal_name": DISPOSALS[row.disposal] if row.disposal else None,
        "disposed_at": beijing(row.disposed_at),
    }


def asset_answer(subject: Subject, unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return an asset with every step, and what its reader can do."""
    return {
        **listed_asset(row, department_names(unit)),
        "asked_reason": row.asked_reason,
        "timeline": [event_answer(ASSET, REGISTER, event, unmasked=True) for event in events_of(unit, row.id)],
        "available_actions": available_actions(subject, asset_record(row)),
    }
