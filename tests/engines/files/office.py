"""Files as office programs save them, and what may be wrong with them."""

import io
import zipfile
from collections.abc import Mapping

from docx import Document
from xlsxwriter import Workbook

TYPES = "[Content_Types].xml"
OFD = b'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.1"/>'
VBA = "application/vnd.ms-office.vbaProject"


def letter() -> bytes:
    buffer = io.BytesIO()
    Document().save(buffer)
    return buffer.getvalue()


def table() -> bytes:
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("分工").write(0, 0, "任务")
    return buffer.getvalue()


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return buffer.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


DOCX, XLSX = letter(), table()


def changed(content: bytes, **parts: bytes | None) -> bytes:
    """Return an archive with parts in place of its own, named by their last word before the dot; None takes one out."""
    found = parts_of(content)
    for name in list(found):
        given = parts.get(name.rpartition("/")[2].partition(".")[0].strip("[]"), found[name])
        if given is None:
            del found[name]
        else:
            found[name] = given
    return archive(found)


def typed(content: bytes, old: str, new: str) -> bytes:
    """Return an archive whose declared types say ``new`` where they said ``old``."""
    said = parts_of(content)[TYPES].decode()
    assert old in said
    return changed(content, Content_Types=said.replace(old, new).encode())


def with_macros(content: bytes, part: str) -> bytes:
    """Return an archive that holds a VBA project under a name."""
    found = parts_of(content)
    override = f'<Override PartName="/{part}" ContentType="{VBA}"/></Types>'
    return archive({**found, TYPES: found[TYPES].replace(b"</Types>", override.encode()), part: b"\xd0\xcf\x11\xe0"})


def named_twice(content: bytes, name: str, again: str) -> bytes:
    """Return an archive with one more member under a name that differs, if at all, in nothing that counts."""
    placeholder = "x" * len(again)
    added = archive({**parts_of(content), placeholder: b"<other/>"})
    assert name in parts_of(content)
    return added.replace(placeholder.encode(), again.encode())


def encrypted(content: bytes) -> bytes:
    """Return an archive whose members are all marked as encrypted, in their own headers and in the directory."""
    marked = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        own = [member.header_offset + 6 for member in opened.infolist()]
        place = opened.start_dir
        for member in opened.infolist():
            own.append(place + 8)
            place += 46 + len(member.filename.encode()) + len(member.extra) + len(member.comment)
    for flag in own:
        marked[flag] |= 1
    return bytes(marked)
