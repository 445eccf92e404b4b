"""Drawing a licence as a PDF with a QR code, by typst.

A job draws it after the decision; a reader who is quicker than the job draws it himself, with the same result.
The typeface is Noto Serif SC, installed with the product, so that a licence looks the same on every machine.
"""

import io
import json
import uuid
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import segno
import typst
from obstore.store import LocalStore
from sqlalchemy import Row

from engines.licences.queries import licence_by_id
from kit.context import Context
from kit.outbox import Job, handles

FONTS = str(pylopdf_fonts_zh_cn.serif_path().parent)
TEMPLATE = Path(__file__).with_name("licence.typ")


def licence_document(context: Context, row: Row[Any]) -> bytes:
    """Return the PDF of a licence in one edition."""
    store = _store(context)
    key = f"{row.id.hex}-{row.edition}.pdf"
    try:
        return bytes(store.get(key).bytes())
    except FileNotFoundError:
        drawn = draw(context, row)
        store.put(key, drawn)
        return drawn


def draw(context: Context, row: Row[Any]) -> bytes:
    """Draw a licence."""
    verify_url = f"{context.settings.public_url}/licences/verify/{row.verify_code}"
    code = io.BytesIO()
    segno.make(verify_url, error="m").save(code, kind="svg", border=0, dark="#1f2937")
    shown = {
        "name": row.name,
        "holder": context.vault.open(row.holder_name_sealed),
        "fields": list(context.vault.open_json(row.fields_sealed).items()),
        "identifier": row.identifier,
        "number": row.number,
        "issuer": row.issuer_name,
        "issued_on": f"{row.issued_on:%Y年%m月%d日}",
        "valid": f"至 {row.expires_on:%Y年%m月%d日}" if row.expires_on else "长期有效",
        "verify_url": verify_url,
        "qr": code.getvalue().decode(),
    }
    drawn = typst.compile(
        str(TEMPLATE), font_paths=[FONTS], sys_inputs={"licence": json.dumps(shown)}, ignore_system_fonts=True
    )
    return bytes(drawn)


@handles("licences.draw")
def draw_licence(job: Job) -> None:
    """Draw a licence ahead of its first reader."""
    licence_document(job.context, licence_by_id(job.unit, uuid.UUID(job.payload["licence_id"])))


def _store(context: Context) -> LocalStore:
    folder = context.settings.data_dir / "licences"
    return context.part("licences.store", lambda: LocalStore(folder.absolute(), mkdir=True))
