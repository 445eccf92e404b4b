"""What is handed over: a manifest of metadata, text, attachments and opinions, and its two digests.

The metadata are the eighteen of GB/T 33480-2016. Digests are of canonical JSON, so that another system gets the same.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Row

from auth import department_names
from engines.documents.kinds import KINDS, PUBLICATIONS, URGENCIES
from engines.documents.queries import attachments_of, steps_of
from engines.documents.rendering import register_of
from engines.typesetting import blocks_to_json, parse_text
from kit.database import Unit

FORMAT = "zhangban-document/1"


def manifest_of(unit: Unit, row: Row[Any]) -> dict[str, Any]:
    """Return the manifest of a document that has a number, plain JSON."""
    attachments = attachments_of(unit, row.id)
    return {
        "format": FORMAT,
        "metadata": _metadata(unit, row, attachments),
        "body": blocks_to_json(parse_text(row.body)),
        "attendance": row.attendance,
        "attachments": [
            {
                "title": item.title,
                "file_name": item.file_name,
                "media_type": item.media_type,
                "size": item.size,
                "sha256": item.sha256,
            }
            for item in attachments
        ],
        "opinions": [
            {
                "round": step.round,
                "kind": step.kind,
                "by": step.done_by_name,
                "outcome": step.outcome,
                "text": step.opinion,
            }
            for step in steps_of(unit, row.id)
            if step.outcome is not None
        ],
    }


def _metadata(unit: Unit, row: Row[Any], attachments: Sequence[Row[Any]]) -> dict[str, Any]:
    """Return the eighteen metadata of GB/T 33480 by their English names."""
    names = department_names(unit)
    register: Row[Any] | None = register_of(unit, row.register_code)
    mark = register.mark if register is not None else names.get(row.department_code, "")
    issuers = [mark, *(names.get(code, code) for code in row.joint_departments)]
    day = row.issued_on.isoformat() if row.issued_on else None
    return {
        "identifier": str(row.id),
        "kind": KINDS[row.kind],
        "copy_number": None,
        "secrecy": None,
        "urgency": URGENCIES.get(row.urgency),
        "organ_mark": issuers,
        "number": row.number,
        "signer": row.signed_by_name,
        "title": row.title,
        "main_recipients": [*row.organ_lists, *(item["name"] for item in row.main_recipients)],
        "attachment_note": [item.title for item in attachments],
        "signature": issuers,
        "issued_on": day,
        "note": row.note or None,
        "copies": [item["name"] for item in row.copies],
        "printing_organ": names.get(row.department_code, ""),
        "printed_on": day,
        "publication": PUBLICATIONS.get(row.publication),
    }


def digests_of(manifest: Mapping[str, Any]) -> tuple[str, str]:
    """Return the SHA-256 and the SM3 (GB/T 32905) of a manifest, hex."""
    content = canonical(manifest)
    return hashlib.sha256(content).hexdigest(), hashlib.new("sm3", content).hexdigest()


def canonical(value: object) -> bytes:
    """Return JSON as it is digested: UTF-8, members by name, no spaces."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
