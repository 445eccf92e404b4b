"""What files are taken, and whether their content is what their name says."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath

from engines.files.archives import archive_of
from kit.errors import PayloadTooLarge, Unprocessable, UnsupportedMediaType


class FileTooLarge(PayloadTooLarge):
    """The file is over the limit."""

    code = "file-too-large"
    zh = "文件超过 {megabytes} MB 的大小限制，请压缩后重新上传。"
    en = "The file is over {megabytes} MB. Make it smaller and send it again."


class FileKindForbidden(UnsupportedMediaType):
    """The file's kind is not taken."""

    code = "file-kind-forbidden"
    zh = "不支持此类文件，请上传 {kinds}。"
    en = "This kind of file is not taken. Send one of these: {kinds_en}."


class FileNotWhatItSays(Unprocessable):
    """The content is not what the name says, or the file is empty, cut, encrypted or with macros."""

    code = "file-not-what-it-says"
    zh = "文件内容与扩展名不符，或者文件为空、已损坏、已加密、含有宏，请重新导出后上传。"
    en = (
        "The content is not what the name says, or it is empty, damaged, encrypted or has macros. "
        "Save it anew and send it again."
    )


def _pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]


def _jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-64:]


def _png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-16:]


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def _plain(content: bytes) -> bool:
    """Tell whether a content is text as phones (UTF-8) or older programs (GB 18030) write it, and says something."""
    for coding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        return bool(text.strip()) and _CONTROL.search(text) is None
    return False


Kinds = Mapping[str, tuple[str, Callable[[bytes], bool]]]
#: What a phone takes, by the ending of its name.
PICTURES: Kinds = {
    ".jpg": ("image/jpeg", _jpeg),
    ".jpeg": ("image/jpeg", _jpeg),
    ".png": ("image/png", _png),
}
#: What anybody may upload.
PICTURES_AND_PAGES: Kinds = {".pdf": ("application/pdf", _pdf), **PICTURES}
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
#: What an official document may have attached besides, OFD being GB/T 33190.
OFFICE_FILES: Kinds = {
    **PICTURES_AND_PAGES,
    ".docx": (f"{_OPEN_XML}.wordprocessingml.document", archive_of("word/document.xml", "document", typed=True)),
    ".xlsx": (f"{_OPEN_XML}.spreadsheetml.sheet", archive_of("xl/workbook.xml", "workbook", typed=True)),
    ".ofd": ("application/ofd", archive_of("OFD.xml", "OFD", typed=False)),
    ".txt": ("text/plain", _plain),
}


def media_type_of(name: str, content: bytes, kinds: Kinds = PICTURES_AND_PAGES) -> str:
    """Return a file's media type. Errors: :class:`FileKindForbidden`, :class:`FileNotWhatItSays`."""
    known = kinds.get(PurePath(name).suffix.lower())
    if known is None:
        taken = [ending[1:].upper() for ending in kinds if ending != ".jpeg"]
        raise FileKindForbidden(kinds="、".join(taken), kinds_en=", ".join(taken))
    media_type, holds = known
    if not holds(content):
        raise FileNotWhatItSays
    return media_type


def plain_name(name: str) -> str:
    """Return a name without folders or control characters, at most 120 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    cleaned = "".join(character for character in last if character.isprintable()).strip(". ")
    return cleaned[-120:] or "file"
