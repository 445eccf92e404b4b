"""Showing a form to somebody without a stated reason: fields of grade L3 and L4 are masked."""

from collections.abc import Mapping
from typing import Any

from kit.masking import mask_name, mask_number, mask_phone, mask_text

MASKED_GRADES = {"L3", "L4"}
_MASKS = {"certificate": mask_number, "phone": mask_phone, "name": mask_name}


def masked_form(schema: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with every field masked whose ``x-ui.grade`` is L3 or L4."""
    shown = dict(values)
    for name, rules in schema.get("properties", {}).items():
        ui = rules.get("x-ui", {})
        if ui.get("grade") in MASKED_GRADES and isinstance(shown.get(name), str):
            shown[name] = _MASKS.get(ui.get("mask", ""), mask_text)(shown[name])
    return shown
