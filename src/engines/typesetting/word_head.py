"""The head (版头) of a document as DOCX, in its four forms."""

from typing import Final

from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm
from docx.table import _Cell

from engines.typesetting.sheet import Sheet
from engines.typesetting.word_parts import CELL, bordered, shape, write

RED: Final = "D9000F"
_MOST: Final = 58.0  # points of the largest mark
_POINT: Final = 25.4 / 72


def add_head(document: Word, sheet: Sheet) -> None:
    """Write mark, number, signers and red rule at the beginning of an empty document."""
    if sheet.kind == "letter":
        _add_letter_head(document, sheet)
        return
    drop = 20.0 if sheet.kind == "order" else 35.0
    urgency = shape(document.add_paragraph(), line=16)
    write(urgency, sheet.urgency, "hei")
    drop -= 16 * _POINT
    suffix = "文件" if sheet.kind == "document" and not sheet.head else ""
    if len(sheet.marks) == 1:
        _add_mark(document, sheet.marks[0] + suffix, drop)
    else:
        _add_joint_mark(document, sheet.marks, suffix, drop)
    _add_number(document, sheet)


def _fit(mark: str, width: float, most: float) -> tuple[float, float]:
    """Return the size in points and the squeeze at which a mark fills ``width`` millimetres."""
    size = min(most, 1.32 * width / len(mark) / _POINT)
    return size, min(1.0, width / (len(mark) * size * _POINT))


def _add_mark(document: Word, mark: str, drop: float) -> None:
    size, squeeze = _fit(mark, 154, _MOST)
    paragraph = shape(document.add_paragraph(), "center", before=drop, line=size * 1.05)
    write(paragraph, mark, "biaosong", size, red=True, squeeze=squeeze)


def _add_joint_mark(document: Word, marks: tuple[str, ...], suffix: str, drop: float) -> None:
    """Stack the organs in the left column of a table, each spread over its width, and 文件 in the right one."""
    shape(document.add_paragraph(), before=drop - 2, line=4)
    table = document.add_table(rows=1, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    names, word = table.rows[0].cells
    for column, cell, width in zip(table.columns, (names, word), (118, 38), strict=True):
        column.width = cell.width = Mm(width)
    word.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    most = 34.0 if len(marks) > 3 else 42.0
    size, _ = _fit(max(marks, key=len), 114, most)
    for at, mark in enumerate(marks):
        paragraph = names.paragraphs[0] if at == 0 else names.add_paragraph()
        squeeze = min(1.0, 114 / (len(mark) * size * _POINT))
        write(shape(paragraph, "spread", line=size * 1.3), mark, "biaosong", size, red=True, squeeze=squeeze)
    _write_word(word, suffix)


def _write_word(cell: _Cell, suffix: str) -> None:
    write(shape(cell.paragraphs[0], "center", line=52), suffix, "biaosong", 48, red=True)


def _add_number(document: Word, sheet: Sheet) -> None:
    gap = 2 * 10.45
    if sheet.signers:
        rows = [sheet.signers[at : at + 2] for at in range(0, len(sheet.signers), 2)]
        for at, names in enumerate(rows):
            last = at == len(rows) - 1
            paragraph = shape(document.add_paragraph(), indent=CELL, right=CELL, before=gap if at == 0 else 0)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156 - CELL * (10 if len(rows) > 1 else 8)))
            label = "签发人：" if at == 0 else "\u3000" * 4
            write(paragraph, f"{sheet.number if last else ''}\t{label}")
            write(paragraph, "\u3000".join(names), "kai")
    else:
        paragraph = shape(document.add_paragraph(), "center", before=gap)
        write(paragraph, sheet.number)
    if sheet.kind != "order":
        # Four millimetres under the number; a border keeps its distance in points.
        bordered(paragraph, "bottom", "single", 16, RED, round(4 / _POINT))
        if sheet.signers:
            paragraph.paragraph_format.left_indent = Mm(0)
            paragraph.paragraph_format.first_line_indent = Mm(CELL)
            paragraph.paragraph_format.right_indent = Mm(0)


def _add_letter_head(document: Word, sheet: Sheet) -> None:
    section = document.sections[0]
    section.header_distance = Mm(30)
    header = section.first_page_header
    header.is_linked_to_previous = False
    size, squeeze = _fit(sheet.marks[0], 154, 50)
    paragraph = shape(header.paragraphs[0], "center", line=size * 1.05)
    write(paragraph, sheet.marks[0], "biaosong", size, red=True, squeeze=squeeze)
    rule = shape(header.add_paragraph(), indent=-8, right=-6, line=6)
    bordered(rule, "bottom", "thickThinSmallGap", 36, RED, 4)
    line = shape(document.add_paragraph(), before=4.9)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(156), alignment=WD_TAB_ALIGNMENT.RIGHT)
    write(line, sheet.urgency, "hei")
    write(line, f"\t{sheet.number}")
