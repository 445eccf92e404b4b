"""An export as the API shows it, and its file."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from auth import Subject, require
from engines.audit import record_act
from engines.exports.lifecycle import EXPORT, record_of
from engines.exports.listings import LISTINGS
from engines.files import read_made
from engines.lifecycles import available_actions
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Conflict, Forbidden
from kit.fields import beijing
from kit.pages import BadCursor

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LINK = "export-file"
LINK_LIFE = timedelta(minutes=10)
ALMOST = 99


class ExportNotReady(Conflict):
    """There is no file: not yet, or no longer."""

    code = "export-not-ready"
    zh = "导出文件尚未生成或已清除，当前状态为“{state_zh}”。"
    en = "There is no file: the export is {state_en}."


class LinkExpired(Forbidden):
    """The address was not given out to this officer, or is too old."""

    code = "link-expired"
    zh = "下载地址无效或已过期，请重新打开导出任务获取。"
    en = "This address is not valid any more. Read the export again for a fresh one."


@dataclass(frozen=True)
class ExportFile:
    """A file to be sent piece by piece; ``ascii_name`` for who cannot read the other."""

    name: str
    ascii_name: str
    content_type: str
    size: int
    pieces: Iterator[bytes]


def export_answer(subject: Subject, context: Context, export: Row[Any]) -> dict[str, Any]:
    """Return an export with its progress, what can be done, and where its file can be fetched for a while."""
    state, base = EXPORT.state(export.state), f"/office/v1/exports/{export.id}"
    return {
        "id": str(export.id),
        "of": export.of,
        "of_name": LISTINGS[export.of].title,
        "format": export.format,
        "columns": export.columns,
        "filters": {name: value for name, value in export.filters.items() if value},
        "reason": export.reason,
        "state": export.state,
        "state_name": state.zh,
        "rows_done": export.rows_done,
        "rows_estimated": export.rows_estimated,
        "percent": _percent(export),
        "size": export.size if export.state == "done" else None,
        "failure": export.failure,
        "requested_at": beijing(export.requested_at),
        "finished_at": beijing(export.finished_at),
        "expires_at": beijing(export.expires_at),
        "available_actions": [
            {**action, "method": "POST", "href": f"{base}/{action['resource']}"}
            for action in available_actions(subject, record_of(export))
        ],
        "download": _link(subject, context, export, base) if export.state == "done" else None,
        "version": export.version,
    }


def export_file(subject: Subject, unit: Unit, context: Context, export: Row[Any], signature: str) -> ExportFile:
    """Return the file of an export to the officer who asked for it; the audit trail has a line of it.

    Errors: 403 without its listing's permission, :class:`LinkExpired`, :class:`ExportNotReady`.
    """
    listing = LISTINGS[export.of]
    require(subject, listing.permission)
    _check_link(subject, context, export.id, signature)
    if export.state != "done":
        state = EXPORT.state(export.state)
        raise ExportNotReady(state_zh=state.zh, state_en=state.en)
    record_act(subject, unit, "exports.download", "export", export.id, rows=export.rows_done)
    day = clock.local(export.requested_at).date()
    pieces = (piece for part in export.parts for piece in read_made(context, part))
    return ExportFile(
        f"{listing.title}-{day:%Y%m%d}.{export.format}",
        f"{listing.code}.{export.format}",
        FORMATS[export.format],
        export.size,
        pieces,
    )


def _link(subject: Subject, context: Context, export: Row[Any], base: str) -> dict[str, Any]:
    until = clock.now() + LINK_LIFE
    signature = context.cursors.encode(LINK, export.id, subject.id, until)
    return {"href": f"{base}/file?signature={signature}", "until": beijing(until)}


def _check_link(subject: Subject, context: Context, export_id: uuid.UUID, signature: str) -> None:
    try:
        named, owner, until = context.cursors.decode(LINK, signature, (uuid.UUID, uuid.UUID, datetime))
    except BadCursor:
        raise LinkExpired from None
    if (named, owner) != (export_id, subject.id) or until < clock.now():
        raise LinkExpired


def _percent(export: Row[Any]) -> int:
    """Return how far it is; a workbook is half done when everything is read."""
    if export.state == "done":
        return 100
    if not export.rows_estimated:
        return 0
    done, halves = (export.rows_done + export.rows_written, 2) if export.format == "xlsx" else (export.rows_done, 1)
    return min(ALMOST, int(100 * done / (halves * export.rows_estimated)))
