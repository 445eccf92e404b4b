"""Watermarks laid over a finished file, so that a page that was photographed says whose screen it was on.

The text stays text: a reader finds it, and it does not hide what is under it.
"""

import io
import itertools
import json
import math
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, cast

import docx
import typst
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from engines.typesetting.faces import find_faces
from engines.typesetting.ofd import pack
from engines.typesetting.ofd_pages import SPACE, Ids, element, number, numbers, written
from engines.typesetting.printing import EPOCH
from engines.typesetting.subsets import font_subset

TEMPLATE: Final = Path(__file__).with_name("watermark.typ")
_WIDTH, _HEIGHT = 595.2756, 841.8898


def watermarked(content: bytes, lines: Sequence[str]) -> bytes:
    """Lay ``lines`` over every page of a PDF, an OFD or a DOCX; the kind is read from the content."""
    if content.startswith(b"%PDF"):
        return watermarked_pdf(content, lines)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        is_ofd = "OFD.xml" in archive.namelist()
    return watermarked_ofd(content, lines) if is_ofd else watermarked_docx(content, lines)


def watermarked_pdf(content: bytes, lines: Sequence[str]) -> bytes:
    """Lay ``lines`` (name, unit, time) faintly and aslant over every page of a PDF."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    mark = writer._add_object(_mark(writer, lines))  # noqa: SLF001 -- pypdf has no public way to add one object once
    name = NameObject("/ZbMark")
    for page in writer.pages:
        resources = cast("DictionaryObject", page["/Resources"])
        objects = resources.setdefault(NameObject("/XObject"), DictionaryObject())
        objects.get_object()[name] = mark
        _append(writer, page, name)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _mark(writer: PdfWriter, lines: Sequence[str]) -> StreamObject:
    made = typst.compile(
        str(TEMPLATE),
        font_paths=find_faces().fonts,
        ignore_system_fonts=True,
        sys_inputs={"lines": json.dumps(list(lines))},
        timestamp=EPOCH,
        pdf_tags=False,
    )
    page = PdfReader(io.BytesIO(bytes(made))).pages[0]
    contents = page.get_contents()
    form = DecodedStreamObject()
    form.set_data(b"" if contents is None else contents.get_data())
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(page.mediabox),
            NameObject("/Resources"): page["/Resources"].clone(writer),
        }
    )
    return form.flate_encode()


def _append(writer: PdfWriter, page: PageObject, name: str) -> None:
    """Wrap what the page draws, so that its state does not reach the mark, and draw the mark after it."""
    box = page.mediabox
    fit = f"{float(box.width) / _WIDTH:.5f} 0 0 {float(box.height) / _HEIGHT:.5f} 0 0 cm"
    before, after = DecodedStreamObject(), DecodedStreamObject()
    before.set_data(b"q\n")
    after.set_data(f"\nQ q {fit} {name} Do Q\n".encode())
    drawn = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
    kept = drawn.get_object()
    parts = list(kept) if isinstance(kept, ArrayObject) else [drawn]
    edges = [writer._add_object(edge) for edge in (before, after)]  # noqa: SLF001 -- as above
    page[NameObject("/Contents")] = ArrayObject([edges[0], *parts, edges[1]])


def watermarked_ofd(content: bytes, lines: Sequence[str]) -> bytes:
    """Lay ``lines`` over every page of an OFD as text with transparency; the copy bears no signature."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if "/Signs/" not in name}
    document = _xml(files["Doc_0/Document.xml"])
    last = _found(document, "CommonData/MaxUnitID")
    ids = Ids(int(last.text or 0))
    font = ids.next()
    fonts = _xml(files["Doc_0/PublicRes.xml"])
    listed = _found(fonts, "Fonts")
    face = find_faces().of["song"]
    element(element(listed, "Font", ID=font, FontName=face.family), "FontFile", "Font_mark.otf")
    files["Doc_0/PublicRes.xml"] = written(fonts)
    files["Doc_0/Res/Font_mark.otf"] = font_subset(face, "".join(lines))
    for page in document.findall(f"{{{SPACE}}}Pages/{{{SPACE}}}Page"):
        name = f"Doc_0/{page.get('BaseLoc')}"
        files[name] = _marked_page(files[name], lines, ids, font)
    last.text = str(ids.last)
    files["Doc_0/Document.xml"] = written(document)
    root = _xml(files["OFD.xml"])
    body = _found(root, "DocBody")
    for signatures in body.findall(f"{{{SPACE}}}Signatures"):
        body.remove(signatures)
    files["OFD.xml"] = written(root)
    return pack(files)


def _marked_page(content: bytes, lines: Sequence[str], ids: Ids, font: str) -> bytes:
    page = _xml(content)
    layer = element(_found(page, "Content"), "Layer", Type="Foreground", ID=ids.next())
    turn = math.radians(-30)
    matrix = numbers((math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), 0, 25))
    for row, column in itertools.product(range(4), range(2)):
        left, top = 20 + column * 90 + row % 2 * 15, 30 + row * 66
        box = numbers((left, top, 75, 45))
        for at, line in enumerate(lines):
            made = element(
                layer, "TextObject", ID=ids.next(), Boundary=box, Font=font, Size="4.6", CTM=matrix, Alpha="56"
            )
            element(made, "FillColor", Value="110 110 110")
            code = element(made, "TextCode", line, X="4", Y=number(10 + at * 6))
            if len(line) > 1:
                code.set("DeltaX", numbers(2.6 if sign.isascii() else 4.6 for sign in line[:-1]))
    return written(page)


def _xml(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 -- files of our own making


def _found(root: ET.Element, path: str) -> ET.Element:
    found = root.find("/".join(f"{{{SPACE}}}{name}" for name in path.split("/")))
    if found is None:
        message = f"the OFD has no {path}"
        raise LookupError(message)
    return found


def watermarked_docx(content: bytes, lines: Sequence[str]) -> bytes:
    """Write ``lines`` in grey into every header of a DOCX, beside what it bears."""
    document = docx.Document(io.BytesIO(content))
    for section in document.sections:
        headers = [section.header, section.even_page_header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        for header in headers:
            header.is_linked_to_previous = False
            first = header.paragraphs[0]
            paragraph = first.insert_paragraph_before() if first.text else first
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = paragraph.add_run(" ".join(lines))
            run.font.size, run.font.color.rgb = Pt(9), RGBColor(0xA0, 0xA0, 0xA0)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
