"""Files over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.files import delete_file as remove_file
from engines.files import file_of, keep_in_locker, open_file, store_file
from engines.files import list_files as files_of
from kit.fields import beijing
from kit.pages import newest_first
from kit.web import Door, attachment, context, subject, unit
from services.files.schemas import FileIn, FileListArgs, FileOut, FilePageOut, LockerIn

door = Door(
    "files", audience="services", url_prefix="/services/v1/files", description="材料库: uploads and the locker."
)
LISTING = "files"


@door.route("", methods=["POST"])
@door.arguments(FileIn(), location="files")
@door.response(201, FileOut())
def upload_file(arguments: dict[str, Any]) -> dict[str, Any]:
    """Upload a file.

    PDF, JPG or PNG; the content must be what the name says. Use its id in `materials` when filing.
    """
    given = arguments["file"]
    content = given.stream.read(context().settings.max_file_bytes + 1)
    return _shown(store_file(subject(), unit(), context(), content, given.filename or ""))


@door.route("")
@door.arguments(FileListArgs(), location="query")
@door.response(200, FilePageOut())
def list_files(arguments: dict[str, Any]) -> dict[str, Any]:
    """List my files, newest first."""
    return newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: files_of(unit(), subject(), locker_only=arguments["locker"], after=after, rows=rows),
        _shown,
    )


@door.route("/<uuid:file_id>")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_file(file_id: uuid.UUID) -> Response:
    """Download a file of mine."""
    row = file_of(unit(), subject(), file_id)
    return attachment(open_file(context(), row.id), row.media_type, row.name)


@door.route("/<uuid:file_id>/locker", methods=["PUT"])
@door.arguments(LockerIn())
@door.response(200, FileOut())
@door.problems(404)
def keep_file(arguments: dict[str, Any], file_id: uuid.UUID) -> dict[str, Any]:
    """Keep a file in the locker under a material's name, so that no matter asks for it again."""
    keep_in_locker(subject(), unit(), file_id, arguments["material"], arguments["expires_on"])
    return _shown(file_of(unit(), subject(), file_id))


@door.route("/<uuid:file_id>", methods=["DELETE"])
@door.response(204)
@door.problems(404, 409)
def delete_file(file_id: uuid.UUID) -> tuple[str, int]:
    """Delete a file that no case uses."""
    remove_file(subject(), unit(), context(), file_id)
    return "", 204


def _shown(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "sha256": row.sha256,
        "material": row.material,
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "stored_at": beijing(row.stored_at),
    }
