"""A document as OFD (GB/T 33190-2016): a zip of XML, written here, its layout taken from the typeset PDF.

docs/decisions/0010 says why it is made this way.
"""

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engines.typesetting.faces import Faces, find_faces
from engines.typesetting.ofd_pages import Ids, element, number, numbers, page_of, written
from engines.typesetting.ofd_signing import OfdSigner, signature_files
from engines.typesetting.placement import Placed, placed_pages
from engines.typesetting.printing import CHINA, moment_of, render_pdf
from engines.typesetting.seals import PNG
from engines.typesetting.sheet import Rendered, Sheet
from engines.typesetting.subsets import face_named, font_subset

#: Zip entries bear the earliest time that the format knows, so that the same sheet gives the same bytes.
ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
SIGNATURES: Final = "Doc_0/Signs/Signatures.xml"


@dataclass(frozen=True)
class OfdAttachment:
    """A file that travels inside the OFD, under its own name."""

    name: str
    content: bytes


def render_ofd(
    sheet: Sheet,
    fonts_dir: Path | None = None,
    moment: dt.datetime | None = None,
    attachments: Sequence[OfdAttachment] = (),
    signer: OfdSigner | None = None,
    *,
    slot: bool = False,
) -> Rendered:
    """Set ``sheet`` as OFD, every glyph where the PDF has it, with embedded fonts.

    With ``signer`` the file is signed: digests of all its files, and over them the value that the signer returns.
    ``slot`` without a signer leaves the digests and the place of the value, for a seal server to fill.
    """
    rendered = render_pdf(sheet, fonts_dir, moment)
    made = moment or moment_of(sheet)
    pages = placed_pages(rendered.content)
    files = _document(sheet, pages, find_faces(fonts_dir), attachments)
    signed = signer is not None or slot
    files = {"OFD.xml": _root(sheet, made, files, signed=signed), **files}
    if signed:
        files |= signature_files(files, made.astimezone(CHINA), signer)
    return Rendered(pack(files), len(pages), rendered.fallbacks)


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of ``files`` in their order, without the time of packing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _root(sheet: Sheet, made: dt.datetime, files: Mapping[str, bytes], *, signed: bool) -> bytes:
    root = element(None, "OFD", Version="1.0", DocType="OFD")
    body = element(root, "DocBody")
    info = element(body, "DocInfo")
    digest = hashlib.sha256(b"".join(files.values())).hexdigest()
    element(info, "DocID", digest[:32])
    element(info, "Title", sheet.title.replace("\n", ""))
    element(info, "Author", "、".join(organ.name for organ in sheet.organs))
    element(info, "CreationDate", f"{made.astimezone(CHINA):%Y-%m-%d}")
    element(info, "Creator", "Zhangban")
    if sheet.number:
        element(element(info, "CustomDatas"), "CustomData", sheet.number, Name="发文字号")
    element(body, "DocRoot", "Doc_0/Document.xml")
    if signed:
        element(body, "Signatures", SIGNATURES)
    return written(root)


def _document(
    sheet: Sheet, pages: Sequence[Placed], faces: Faces, attachments: Sequence[OfdAttachment]
) -> dict[str, bytes]:
    ids = Ids()
    fonts, files = _fonts(pages, faces, ids)
    pictures = _pictures(sheet, ids, files)
    used = iter(pictures)
    names = []
    for at, placed in enumerate(pages):
        names.append(ids.next())
        files[f"Doc_0/Pages/Page_{at}/Content.xml"] = page_of(placed, ids, fonts, used)
    if attachments:
        files |= _attached(attachments, ids)
    document = element(None, "Document")
    common = element(document, "CommonData")
    element(common, "MaxUnitID", str(ids.last))
    element(element(common, "PageArea"), "PhysicalBox", numbers((0, 0, pages[0].width, pages[0].height)))
    element(common, "PublicRes", "PublicRes.xml")
    if pictures:
        element(common, "DocumentRes", "DocumentRes.xml")
    listed = element(document, "Pages")
    for at, name in enumerate(names):
        element(listed, "Page", ID=name, BaseLoc=f"Pages/Page_{at}/Content.xml")
    if attachments:
        element(document, "Attachments", "Attachs/Attachments.xml")
    return {"Doc_0/Document.xml": written(document), **files}


def _fonts(pages: Sequence[Placed], faces: Faces, ids: Ids) -> tuple[dict[str, str], dict[str, bytes]]:
    used: dict[str, set[str]] = {}
    for placed in pages:
        for run in placed.runs:
            used.setdefault(run.font, set()).update(run.text)
    resources = element(None, "Res", BaseLoc="Res")
    listed = element(resources, "Fonts")
    fonts, files = {}, {}
    for at, (name, signs) in enumerate(sorted(used.items())):
        face, fonts[name] = face_named(faces, name), ids.next()
        content = font_subset(face, signs)
        file = f"Font_{at}.{'otf' if content.startswith(b'OTTO') else 'ttf'}"
        element(element(listed, "Font", ID=fonts[name], FontName=name, FamilyName=face.family), "FontFile", file)
        files[f"Doc_0/Res/{file}"] = content
    return fonts, {"Doc_0/PublicRes.xml": written(resources), **files}


def _pictures(sheet: Sheet, ids: Ids, files: dict[str, bytes]) -> list[str]:
    """Put the seals that came as PNG among the resources; drawn ones are paths on their page."""
    images = [organ.seal.image for organ in sheet.organs if organ.seal and organ.seal.image.startswith(PNG)]
    if not images or not sheet.sealed:
        return []
    resources = element(None, "Res", BaseLoc="Res")
    listed = element(resources, "MultiMedias")
    names = []
    for at, image in enumerate(images):
        names.append(ids.next())
        media = element(listed, "MultiMedia", ID=names[-1], Type="Image", Format="PNG")
        element(media, "MediaFile", f"Seal_{at}.png")
        files[f"Doc_0/Res/Seal_{at}.png"] = image
    files["Doc_0/DocumentRes.xml"] = written(resources)
    return names


def _attached(attachments: Sequence[OfdAttachment], ids: Ids) -> dict[str, bytes]:
    root, files = element(None, "Attachments"), {}
    for at, attachment in enumerate(attachments):
        extension = attachment.name.rpartition(".")[2].lower()
        extension = extension if extension.isascii() and extension.isalnum() and len(extension) <= 8 else "bin"
        file = f"File_{at}.{extension}"
        made = element(
            root,
            "Attachment",
            ID=ids.next(),
            Name=attachment.name,
            Format=extension,
            Size=number(len(attachment.content) / 1024),
        )
        element(made, "FileLoc", file)
        files[f"Doc_0/Attachs/{file}"] = attachment.content
    return {"Doc_0/Attachs/Attachments.xml": written(root), **files}
