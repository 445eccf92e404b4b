"""The foot (版记) of a document as DOCX, and its page numbers."""

from collections.abc import Mapping, Sequence

from docx.document import Document as Word
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.section import _Footer
from docx.shared import Mm
from docx.table import _Cell

from engines.typesetting.sheet import Sheet
from engines.typesetting.word_parts import CELL, bordered, field, node, shape, write

_POINT = 25.4 / 72
_SIZE = 14.0
_WIDTH = 155.8  # a table as wide as the text floats in Word alone
#: What the schema wants after each of our elements.
_AFTER_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
_AFTER_PLACE = ("w:tblOverlap", "w:bidiVisual", "w:tblW", "w:jc", "w:tblInd", "w:tblBorders", *_AFTER_BORDERS)


def add_foot(document: Word, rows: Sequence[Mapping[str, str]], *, ruled: bool) -> None:
    """Put the rows of the foot into a table that floats at the lower edge of the last page's type area."""
    if not rows:
        return
    table = document.add_table(rows=len(rows), cols=1)
    properties = table._tbl.tblPr  # noqa: SLF001 -- python-docx floats no table
    place = {"w_horzAnchor": "margin", "w_vertAnchor": "margin", "w_tblpXSpec": "center", "w_tblpYSpec": "bottom"}
    properties.insert_element_before(node("w:tblpPr", **place), *_AFTER_PLACE)
    table.autofit = False
    table.columns[0].width = Mm(_WIDTH)
    if ruled:
        borders = node("w:tblBorders")
        for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 6)):
            borders.append(node(f"w:{side}", w_val="single", w_sz=eighths, w_space=0, w_color="000000"))
        properties.insert_element_before(borders, *_AFTER_BORDERS)
    for row, said in zip(table.rows, rows, strict=True):
        row.cells[0].width = Mm(_WIDTH)
        _write_row(row.cells[0], said)
    # The paragraph that must follow a table at the end takes no line.
    shape(document.add_paragraph(), line=1)


def _write_row(cell: _Cell, said: Mapping[str, str]) -> None:
    inset = _SIZE * _POINT
    if said["kind"] == "list":
        paragraph = shape(cell.paragraphs[0], indent=4 * inset, first=-3 * inset, right=inset, line=25)
        write(paragraph, said["label"] + said["text"], size=_SIZE)
        return
    paragraph = shape(cell.paragraphs[0], indent=inset, right=inset, line=25)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156 - 4 - inset), alignment=WD_TAB_ALIGNMENT.RIGHT)
    write(paragraph, f"{said['label']}\t{said['text']}", size=_SIZE)


def add_page_numbers(document: Word, sheet: Sheet) -> None:
    """Write page numbers, odd at the right, even at the left; a letter's first page bears its lower rule."""
    section = document.sections[0]
    _number(section.footer, "right")
    _number(section.even_page_footer, "left")
    if sheet.kind == "letter":
        footer = section.first_page_footer
        footer.is_linked_to_previous = False
        rule = shape(footer.paragraphs[0], indent=-8, right=-6, line=6)
        bordered(rule, "bottom", "thinThickSmallGap", 36, "D9000F")


def _number(footer: _Footer, side: str) -> None:
    footer.is_linked_to_previous = False
    inset = {"indent" if side == "left" else "right": CELL}
    paragraph = shape(footer.paragraphs[0], side, line=16, **inset)
    write(paragraph, "— ", "song", _SIZE)
    field(paragraph, "PAGE", "song", _SIZE)
    write(paragraph, " —", "song", _SIZE)
