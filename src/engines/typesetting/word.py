"""A document as DOCX: the same parts, page and line grid as the PDF, in faces named as the standard names them.

Word draws it with whatever the reader's machine has, so it is a text to work on; the PDF and the OFD are the originals.
"""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Final

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from engines.typesetting.ofd import pack
from engines.typesetting.printing import attachment_label, foot_rows, moment_of, moved_recipients
from engines.typesetting.sheet import Rendered, Sheet, closed
from engines.typesetting.text import Block
from engines.typesetting.titles import title_lines
from engines.typesetting.word_foot import add_foot, add_page_numbers
from engines.typesetting.word_head import add_head
from engines.typesetting.word_parts import CELL, FAMILIES, node, shape, write
from engines.typesetting.word_signature import add_signature

LINE_PITCH: Final = 579  # twentieths of a point: 225 mm parted in 22 lines
#: What is taken from the pitch of 3号 (16 pt) so that 28 characters fill 156 mm, in twentieths of a point. A grid of
#: characters would say the same to Word; other programs give a letter larger than its cell two cells.
CHARACTER_SPACE: Final = -5
_LETTER_GAP: Final = 10.2


def render_docx(sheet: Sheet, fonts_dir: Path | None = None, moment: dt.datetime | None = None) -> Rendered:
    """Set ``sheet`` as DOCX; the same sheet and moment give the same bytes.

    A DOCX knows no pages, so the PDF in the faces of ``fonts_dir`` says whether the recipients move to the foot.
    """
    document, moved = Document(), moved_recipients(sheet, fonts_dir)
    _set_page(document, sheet)
    made = (moment or moment_of(sheet)).astimezone(dt.UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.title, properties.author = sheet.title.replace("\n", ""), "、".join(o.name for o in sheet.organs)
    properties.created = properties.modified = made
    add_head(document, sheet)
    _add_title(document, sheet.title, sheet)
    if sheet.recipients and not moved:
        write(shape(document.add_paragraph()), "，".join(sheet.recipients).rstrip("：:") + "：")
    _add_blocks(document, sheet.blocks)
    _add_attachment_names(document, sheet)
    for row in sheet.attendance:
        paragraph = shape(document.add_paragraph(), indent=5 * CELL, first=-3 * CELL)
        write(paragraph, f"{row.label}：", "hei")
        write(paragraph, closed(row.people))
    add_signature(document, sheet)
    if sheet.note:
        write(shape(document.add_paragraph(), first=2 * CELL), f"（{sheet.note.strip('（）()')}）")
    _add_attachments(document, sheet)
    add_foot(document, foot_rows(sheet, moved), ruled=sheet.kind != "letter")
    add_page_numbers(document, sheet)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return Rendered(pack({name: archive.read(name) for name in archive.namelist()}), 0)


def _set_page(document: Word, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(35 - 7 - 5)
    section.different_first_page_header_footer = sheet.kind == "letter"
    document.settings.odd_and_even_pages_header_footer = True
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 -- python-docx has no word for the grid
    if grid is not None:
        section._sectPr.remove(grid)  # noqa: SLF001 -- as above
    section._sectPr.append(  # noqa: SLF001 -- as above
        node("w:docGrid", w_type="lines", w_linePitch=LINE_PITCH)
    )
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    properties = normal.element.get_or_add_rPr()
    properties.insert_element_before(node("w:spacing", w_val=CHARACTER_SPACE), "w:sz")
    flow = normal.element.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        flow.insert_element_before(node(name, w_val=0), "w:snapToGrid", "w:spacing")
    fonts = properties.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FAMILIES["fangsong"])


def _add_title(document: Word, title: str, sheet: Sheet) -> None:
    if not title:
        return
    lines = title_lines(title, [organ.name for organ in sheet.organs])
    paragraph = shape(document.add_paragraph(), "center", before=2 * _LETTER_GAP, after=_LETTER_GAP, line=34.6)
    for at, line in enumerate(lines):
        run = write(paragraph, line, "biaosong", 22)
        if at < len(lines) - 1:
            run.add_break()


def _add_blocks(document: Word, blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        head, rest = block.parts()
        paragraph = shape(document.add_paragraph(), "justify", first=2 * CELL)
        if head:
            write(paragraph, head, "hei" if block.level == 1 else "kai")
        if rest:
            write(paragraph, rest)


def _add_attachment_names(document: Word, sheet: Sheet) -> None:
    names = [attachment.title for attachment in sheet.attachments]
    if not names:
        return
    shape(document.add_paragraph())
    for at, name in enumerate(names):
        label = "附件：" if at == 0 else ""
        number = f"{at + 1}." if len(names) > 1 else ""
        hang = (3 if label else 0) * CELL + (CELL if number else 0)
        paragraph = shape(document.add_paragraph(), indent=5 * CELL + (CELL if number else 0), first=-hang)
        write(paragraph, f"{label}{number}{name}")


def _add_attachments(document: Word, sheet: Sheet) -> None:
    for attachment in sheet.attachments:
        if attachment.blocks:
            paragraph = shape(document.add_paragraph())
            paragraph.paragraph_format.page_break_before = True
            write(paragraph, attachment_label(sheet, attachment), "hei")
            lines = title_lines(attachment.title, [organ.name for organ in sheet.organs])
            heading = shape(document.add_paragraph(), "center", before=_LETTER_GAP, after=_LETTER_GAP, line=34.6)
            for at, line in enumerate(lines):
                run = write(heading, line, "biaosong", 22)
                if at < len(lines) - 1:
                    run.add_break(WD_BREAK.LINE)
            _add_blocks(document, attachment.blocks)
