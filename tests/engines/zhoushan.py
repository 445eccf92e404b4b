"""The city's real pack, which the tests read and never write."""

from pathlib import Path
from typing import Any

import orjson

PACK = Path(__file__).parents[2] / "packs" / "zhoushan"
TRAFFIC_POLICE = "11330900002600341Y"
INSPECTION_MARK = "matters/vehicles/inspection_mark.json"
DRIVING_LICENCE = "matters/vehicles/driving_licence_renewal.json"
MATTERS = len(list(PACK.glob("matters/*/*.json")))


def items_of(name: str) -> list[dict[str, Any]]:
    """Return the items of one of the pack's files."""
    found: list[dict[str, Any]] = orjson.loads((PACK / f"{name}.json").read_bytes())["items"]
    return found


def matter_of(file: str) -> dict[str, Any]:
    """Return one matter of the pack."""
    found: dict[str, Any] = orjson.loads((PACK / file).read_bytes())
    return found
