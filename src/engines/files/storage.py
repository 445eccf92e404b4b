"""Where contents lie: a folder below ``ZHANGBAN_DATA_DIR``, through a store that could be another.

A content is written before its row commits, so there is no row without content; an upload that was undone leaves its
content behind. What the product makes itself (exports) lies apart from what people uploaded, under a name.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path

from obstore.store import LocalStore

from kit.context import Context

MADE = "made"


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


def write_made(context: Context, name: str, content: bytes | Path) -> None:
    """Write something that the product made, from memory or, piece by piece, from a local file."""
    _store(context).put(f"{MADE}/{name}", content)


def read_made(context: Context, name: str) -> Iterator[bytes]:
    """Yield something that the product made, piece by piece. Errors: FileNotFoundError."""
    yield from _store(context).get(f"{MADE}/{name}").stream()


def is_made(context: Context, name: str) -> bool:
    """Tell whether something lies under a name."""
    try:
        _store(context).head(f"{MADE}/{name}")
    except FileNotFoundError:
        return False
    return True


def delete_made(context: Context, folder: str) -> None:
    """Delete everything that the product made under a name."""
    for found in _store(context).list(f"{MADE}/{folder}"):
        _store(context).delete([item["path"] for item in found])


def _key(file_id: uuid.UUID) -> str:
    # The last digits of a UUIDv7 are random and spread files evenly; the first ones are its time.
    text = file_id.hex
    return f"{text[-2:]}/{text}"
