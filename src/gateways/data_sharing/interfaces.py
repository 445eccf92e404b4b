"""How each interface wants to be called, as the pack says: a fact of the platform, not of what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

Call = Literal["form", "query", "json"]


@dataclass(frozen=True)
class Interface:
    """How one interface is called, and where it hangs; empty: as the settings say."""

    call: Call = "form"
    catalogue: str = ""
    segment: str = ""


def read_interfaces(pack_dir: Path) -> dict[str, Interface]:
    """Return the interfaces of a pack's ``data_resources.json`` that are not called in the usual way, by code."""
    file = pack_dir / "data_resources.json"
    items: list[dict[str, Any]] = orjson.loads(file.read_bytes())["items"] if file.is_file() else []
    return {code: _interface(item) for item in items if "interface" in item for code in _codes(item)}


def _interface(item: Mapping[str, Any]) -> Interface:
    stated: Mapping[str, Any] = item["interface"]
    return Interface(stated.get("call", "form"), stated.get("catalogue", ""), stated.get("segment", ""))


def _codes(item: Mapping[str, Any]) -> list[str]:
    return [item[name] for name in ("gateway_code", "list_gateway_code") if name in item]
