"""What attachments say as plain text, so that they are found by it; what cannot be read is left out."""

import io
import zipfile
from collections.abc import Callable, Iterator

import structlog
from lxml import etree
from pypdf import PdfReader

log = structlog.get_logger(__name__)

#: Characters of one attachment by which it is found.
MOST_CHARACTERS = 1_000_000
#: Bytes of one part of an archive when unpacked; a bomb is not read to its end.
MOST_BYTES = 20_000_000


def text_of(name: str, content: bytes) -> str:
    """Return what a file says; nothing for pictures and for what is damaged."""
    read = _READERS.get(name.rpartition(".")[2].lower())
    if read is None:
        return ""
    pieces, length = [], 0
    try:
        for piece in read(content):
            pieces.append(piece)
            length += len(piece)
            if length > MOST_CHARACTERS:
                break
    except Exception as error:  # noqa: BLE001 -- anybody's file, and whatever its reader stumbles over
        log.info("documents.unreadable", kind=name.rpartition(".")[2].lower(), error=type(error).__name__)
    return "\n".join(pieces)[:MOST_CHARACTERS]


def _pdf(content: bytes) -> Iterator[str]:
    for page in PdfReader(io.BytesIO(content)).pages:
        yield page.extract_text()


def _plain(content: bytes) -> Iterator[str]:
    try:
        yield content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield content.decode("gb18030", errors="replace")


def _archive(*wanted: str, tag: str, ends: str) -> Callable[[bytes], Iterator[str]]:
    """Return a reader of archives of XML: the texts of ``tag``, a new line after each ``ends``."""

    def read(content: bytes) -> Iterator[str]:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in sorted(archive.namelist()):
                if name.startswith(wanted) and name.endswith(".xml"):
                    with archive.open(name) as part:
                        yield from _texts(part.read(MOST_BYTES), tag, ends)

    return read


def _texts(content: bytes, tag: str, ends: str) -> Iterator[str]:
    # No entities, no network: the file is anybody's.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    line: list[str] = []
    root = etree.fromstring(content, parser)
    for _, element in etree.iterwalk(root, events=("end",)):
        local = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if local == tag and element.text:
            line.append(element.text)
        elif local == ends and line:
            yield "".join(line)
            line = []
    if line:
        yield "".join(line)


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "pdf": _pdf,
    "txt": _plain,
    "docx": _archive("word/", tag="t", ends="p"),
    "xlsx": _archive("xl/sharedStrings", "xl/worksheets/", tag="t", ends="si"),
    "ofd": _archive("Doc_", tag="TextCode", ends="TextObject"),
}
