"""Documents as one file: an archive of plain members with their SHA-256 sums, the same bytes for the same content.

Members are stored, not deflated, since most are deflated already and deflate differs between versions of zlib. What
comes from outside is anybody's: names, sizes and sums are looked at before a member is read.
"""

import hashlib
import io
import re
import struct
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from engines.files import write_made
from kit.context import Context
from kit.errors import Unprocessable

SUMS = "SHA256SUMS"
#: Members of a package, and bytes of all of them together; a document has twenty attachments of 10 MB.
MOST_MEMBERS, MOST_BYTES = 40, 256 * 1024 * 1024
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
#: One folder at most, and nothing by which a name could leave it.
_NAME = re.compile(r"(?:[a-z_]+/)?[^/\\\x00-\x1f\x7f]{1,150}")
#: What a reader of archives stumbles over: an offset before the file's beginning is a ValueError to it.
_UNREADABLE = (
    *(zipfile.BadZipFile, struct.error, EOFError, OSError, RuntimeError),
    *(ValueError, KeyError, OverflowError),
)
#: The least that a ZIP can say; the moment of packing would make each one another.
_EPOCH = (1980, 1, 1, 0, 0, 0)


class PackageBroken(Unprocessable):
    """The file is not a package, or it was damaged or altered on its way."""

    code = "package-broken"
    zh = "公文包无效：{reason}。请联系发文单位重新导出。"
    en = "This is no sound package: {reason_en}. Ask its sender to export it anew."


def pack(target: IO[bytes], members: Iterable[tuple[str, bytes]]) -> None:
    """Write members and their sums (as ``sha256sum -c`` reads them)."""
    sums: list[str] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
        archive.writestr(zipfile.ZipInfo(SUMS, _EPOCH), "".join(sums))


def pack_made(context: Context, name: str, members: Iterable[tuple[str, bytes]]) -> tuple[str, int]:
    """Pack members as something that the product made, by the disk, and return the package's SHA-256 and its size."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "package.zip"
        with target.open("wb") as written:
            pack(written, members)
        write_made(context, name, target)
        return sum_of(target), target.stat().st_size


def sums_of(members: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of every member by its name, hex."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}


def sum_of(path: Path) -> str:
    """Return a file's SHA-256, hex."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def unpack(content: bytes) -> Mapping[str, bytes]:
    """Return the members of a package but for its sums, which hold. Errors: :class:`PackageBroken`."""
    return dict(members_of(io.BytesIO(content)))


def unpacked_size(content: bytes) -> int:
    """Return how many bytes an archive says it holds. Errors: BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(info.file_size for info in archive.infolist())


def members_of(source: IO[bytes], most: int = MOST_MEMBERS) -> Iterator[tuple[str, bytes]]:
    """Yield the members of a package, each held against its sum. Errors: :class:`PackageBroken`."""
    try:
        with zipfile.ZipFile(source) as archive:
            infos = _checked(archive.infolist(), most)
            sums = _sums(_read(archive, infos.pop(SUMS)))
            if sums.keys() != infos.keys():
                raise PackageBroken(reason="成员与校验清单不一致", reason_en="its members are not those of its sums")
            for name, info in infos.items():
                content = _read(archive, info)
                if hashlib.sha256(content).hexdigest() != sums[name]:
                    raise PackageBroken(reason=f"{name}的校验值不符", reason_en=f"the sum of {name} does not hold")
                yield name, content
    except _UNREADABLE as error:
        raise PackageBroken(reason="无法读取", reason_en="it cannot be read") from error


def _checked(infos: list[zipfile.ZipInfo], most: int) -> dict[str, zipfile.ZipInfo]:
    """Refuse names that lead elsewhere or stand twice, what is encrypted or deflated, and too much of anything."""
    found = {info.filename: info for info in infos}
    if len(infos) > most or sum(info.file_size for info in infos) > MOST_BYTES:
        raise PackageBroken(reason="内容过多或过大", reason_en="it holds too much")
    if len(found) != len(infos) or SUMS not in found:
        raise PackageBroken(reason="成员重复或缺少校验清单", reason_en="a member stands twice, or the sums are missing")
    for name, info in found.items():
        if _NAME.fullmatch(name) is None or ".." in name.split("/") or name.startswith("."):
            raise PackageBroken(reason="成员名称不规范", reason_en="a member has a name that is not allowed")
        # What is stored is as large as it says: there is nothing to blow up.
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 0x1 or info.compress_size != info.file_size:
            raise PackageBroken(reason="成员被压缩或加密", reason_en="a member is deflated or encrypted")
    return found


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as member:
        return member.read(info.file_size)


def _sums(content: bytes) -> dict[str, str]:
    lines = [_LINE.fullmatch(line) for line in content.decode().splitlines()]
    found = {line[2]: line[1] for line in lines if line is not None}
    if len(found) != len(lines):
        raise PackageBroken(reason="校验清单有误", reason_en="its sums cannot be read")
    return found
