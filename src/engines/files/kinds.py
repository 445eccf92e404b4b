"""What files are taken, and whether their content is what their name says."""

from collections.abc import Callable
from pathlib import PurePath

from kit.errors import PayloadTooLarge, Unprocessable, UnsupportedMediaType


class FileTooLarge(PayloadTooLarge):
    """The file is over the limit."""

    code = "file-too-large"
    zh = "文件超过 {megabytes} MB 的大小限制，请压缩后重新上传。"
    en = "The file is over {megabytes} MB. Make it smaller and send it again."


class FileKindForbidden(UnsupportedMediaType):
    """The file's kind is not taken."""

    code = "file-kind-forbidden"
    zh = "不支持此类文件，请上传 PDF、JPG 或 PNG。"
    en = "This kind of file is not taken. Send a PDF, JPG or PNG."


class FileNotWhatItSays(Unprocessable):
    """The content is not what the name says, or the file is empty or cut."""

    code = "file-not-what-it-says"
    zh = "文件内容与扩展名不符或已损坏，请重新导出后上传。"
    en = "The content is not what the name says, or it is damaged. Save it anew and send it again."


def _pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]


def _jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-64:]


def _png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-16:]


_KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("application/pdf", _pdf),
    ".jpg": ("image/jpeg", _jpeg),
    ".jpeg": ("image/jpeg", _jpeg),
    ".png": ("image/png", _png),
}


def media_type_of(name: str, content: bytes) -> str:
    """Return a file's media type. Errors: :class:`FileKindForbidden`, :class:`FileNotWhatItSays`."""
    known = _KINDS.get(PurePath(name).suffix.lower())
    if known is None:
        raise FileKindForbidden
    media_type, holds = known
    if not holds(content):
        raise FileNotWhatItSays
    return media_type


def plain_name(name: str) -> str:
    """Return a name without folders or control characters, at most 120 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    cleaned = "".join(character for character in last if character.isprintable()).strip(". ")
    return cleaned[-120:] or "file"
