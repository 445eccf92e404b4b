"""Archives of XML (DOCX and XLSX as ECMA-376 packs them, OFD as GB/T 33190 does): whether they are whole and harmless.

Anybody sends them, so nothing is unpacked beyond what is read here, and that only to a limit.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Final

import structlog
from lxml import etree

log = structlog.get_logger(__name__)

#: Where a package says what each of its parts is (ECMA-376 part 2, section 7.2.3).
CONTENT_TYPES: Final = "[Content_Types].xml"
#: Bytes of one part when unpacked: some two thousand pages; a bomb is not read to its end.
MOST_BYTES: Final = 20_000_000
_PIECE: Final = 65_536
#: Bits of a member's flags: encrypted, strongly encrypted, and with its headers masked (APPNOTE.TXT, section 4.4.4).
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
#: In types of macro-enabled documents, of VBA projects under whatever name, and of the macro sheets before them.
_MACROS: Final = ("macro", "vba")


class _Unfit(Exception):
    """The archive is not to be taken."""


class _Reading:
    """What a parser tells of a part while reading it: its root and the content types that it names; no tree is kept."""

    def __init__(self) -> None:
        self.root: str | None = None
        self.types: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.root is None:
            self.root = etree.QName(tag).localname
        if "ContentType" in attributes:
            self.types.append(attributes["ContentType"].lower())

    def doctype(self, *_said: object) -> None:
        # None of these formats has one, and entities come with nothing else.
        raise _Unfit

    def close(self) -> "_Reading":
        return self


def archive_of(part: str, root: str, *, typed: bool) -> Callable[[bytes], bool]:
    """Return a check for archives by the part that makes them what they are, and the name of its root.

    A ``typed`` one declares what its parts are. Macros, encrypted members and names that stand twice have no place.
    """

    def holds(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                _check_members(archive)
                _check_root(_read(archive, part), root)
                if typed:
                    _check_types(_read(archive, CONTENT_TYPES))
        except _Unfit:
            return False
        except Exception as error:  # noqa: BLE001 -- anybody's bytes, and whatever their readers stumble over
            log.info("files.unreadable", part=part, error=type(error).__name__)
            return False
        return True

    return holds


def _check_members(archive: zipfile.ZipFile) -> None:
    """Refuse what two programs could read differently (a name twice, in any case of letters), and what none can."""
    members = archive.infolist()
    names = {member.filename.replace("\\", "/").lstrip("/").casefold() for member in members}
    if len(names) != len(members) or any(member.flag_bits & _ENCRYPTED for member in members):
        raise _Unfit
    if any(name.endswith("vbaproject.bin") for name in names):
        raise _Unfit


def _check_root(said: _Reading, root: str) -> None:
    if said.root != root:
        raise _Unfit


def _check_types(said: _Reading) -> None:
    _check_root(said, "Types")
    if any(word in kind for kind in said.types for word in _MACROS):
        raise _Unfit


def _read(archive: zipfile.ZipFile, part: str) -> _Reading:
    """Read a part to its end, which checks its sum too."""
    parser = etree.XMLParser(target=_Reading(), resolve_entities=False, no_network=True, huge_tree=False)
    length = 0
    with archive.open(part) as opened:
        while piece := opened.read(_PIECE):
            length += len(piece)
            if length > MOST_BYTES:
                raise _Unfit
            parser.feed(piece)
    found: _Reading = parser.close()
    return found
