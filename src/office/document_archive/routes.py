"""The archive over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import require
from engines import documents as engine
from engines.documents import READ
from kit.pages import newest_first
from kit.web import Door, attachment, context, subject, unit
from office.document_archive import schemas as shapes

door = Door(
    "document_archive",
    audience="office",
    url_prefix="/office/v1/document_archive",
    description="公文归档: what is kept, its checks, its package.",
)
LISTING = "document_archive"
FILTERS = ("state", "record_kind", "year", "retention", "ends_before")


@door.route("")
@door.arguments(shapes.ArchiveListArgs(), location="query")
@door.response(200, shapes.ArchivePageOut())
def list_archived_documents(arguments: dict[str, Any]) -> Response:
    """List what my organ archived, newest first; also what is being checked or did not pass.

    Needs `documents.read`. Restricted documents are listed within the very organ only.
    """
    require(subject(), READ)
    wanted = engine.ArchiveFilter(**{name: arguments[name] for name in FILTERS})
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_archived(unit(), subject(), wanted, after, rows),
        lambda row: engine.listed_archive(unit(), row),
    )
    return door.answer(page)


@door.route("/<uuid:archive_id>")
@door.response(200, shapes.ArchiveOut())
@door.problems(404)
def get_archive_report(archive_id: uuid.UUID) -> Response:
    """Read an archived document's reports: 真实性, 完整性, 可用性, 安全性, each check and where it does not hold.

    A report is made at archiving, and at each check of what is kept (DA/T 70-2018); none is ever changed.
    """
    return _answer(engine.archive_of(unit(), subject(), archive_id))


@door.route("/<uuid:archive_id>/checks", methods=["POST"])
@door.arguments(shapes.ArchiveCheckIn())
@door.response(202, shapes.ArchiveOut())
@door.problems(404, 409)
def check_archived_document(_arguments: dict[str, Any], archive_id: uuid.UUID) -> Response:
    """Have what is kept of a document checked anew; its report is there a moment later.

    Needs `documents.archive` over the organ. 409 while nothing is kept.
    """
    row = engine.kept_archive_of(unit(), subject(), archive_id)
    engine.check_kept(subject(), unit(), row)
    return _answer(row, 202)


@door.route("/<uuid:archive_id>/package")
@door.response(200, content_type="application/zip")
@door.problems(404, 409)
def export_archive_package(archive_id: uuid.UUID) -> Response:
    """Take the package of an archived document, for the archive (移交): one ZIP that `sha256sum -c` verifies.

    In it: `record.json` (档号, 责任者, 保管期限), `manifest.json` (metadata, text, opinions), `document.pdf`,
    `document.ofd`, attachments, `process.json` (every step), `handover.jsonl` (the signed statements), `report.json`
    (the checks) and `SHA256SUMS`. Needs `documents.archive` over the organ; who takes it stands in the audit trail.
    """
    row = engine.kept_archive_of(unit(), subject(), archive_id)
    content = engine.archive_package(subject(), unit(), context(), row)
    return attachment(content, "application/zip", f"{row.archive_number}.zip")


def _answer(row: Row[Any], status: int = 200) -> Response:
    reports = [engine.report_answer(report) for report in engine.reports_of(unit(), row.id)]
    package = f"{door.url_prefix}/{row.id}/package" if row.state == "kept" else None
    return door.answer({**engine.listed_archive(unit(), row), "reports": reports, "package": package}, status)
