"""Where contents lie: a folder below ``ZHANGBAN_DATA_DIR``, through a store that could be another.

A content is written before its row commits, so there is no row without content; an upload that was undone leaves its
content behind.
"""

import uuid

from obstore.store import LocalStore

from kit.context import Context


def _store(context: Context) -> LocalStore:
    folder = context.settings.data_dir / "files"
    return context.part("files.store", lambda: LocalStore(folder.absolute(), mkdir=True))


def write_content(context: Context, file_id: uuid.UUID, content: bytes) -> None:
    """Write a content under its file's id; an id is written once."""
    _store(context).put(_key(file_id), content, mode="create")


def open_file(context: Context, file_id: uuid.UUID) -> bytes:
    """Return a content. Errors: FileNotFoundError."""
    return bytes(_store(context).get(_key(file_id)).bytes())


def delete_content(context: Context, file_id: uuid.UUID) -> None:
    """Delete a content, if it is there."""
    _store(context).delete(_key(file_id))


def _key(file_id: uuid.UUID) -> str:
    # The last digits of a UUIDv7 are random and spread files evenly; the first ones are its time.
    text = file_id.hex
    return f"{text[-2:]}/{text}"
