"""Signatures, dates and seals of a document as DOCX."""

import io
from typing import Final

from docx.document import Document as Word
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from engines.typesetting.seals import seal_png
from engines.typesetting.sheet import Organ, Seal, Sheet, chinese_date
from engines.typesetting.word_parts import CELL, floated, shape, write

_ROW: Final = 45.0  # millimetres from one row of seals to the next
_LINE: Final = 28  # characters


def add_signature(document: Word, sheet: Sheet) -> None:
    """Write who signed and when, in the manner of the form: sealed, unsealed, joint, or signed by a person."""
    if sheet.kind == "minutes" or not sheet.organs:
        return
    if sheet.kind == "order" and sheet.order_signer:
        _add_signer(document, sheet)
    elif sheet.sealed and len(sheet.organs) > 1:
        _add_joint_seals(document, sheet)
    else:
        _add_names(document, sheet)


def _add_signer(document: Word, sheet: Sheet) -> None:
    _add_blank(document, 2)
    paragraph = _kept(shape(document.add_paragraph(), "right", right=4 * CELL))
    write(paragraph, f"{sheet.order_post}\u3000\u3000")
    write(paragraph, sheet.order_signer, "kai")
    write(shape(document.add_paragraph(), "right", before=10.2, right=4 * CELL), chinese_date(sheet.date))


def _add_names(document: Word, sheet: Sheet) -> None:
    """Write the names one under the other, the date below; a single sealed name is centred over its date."""
    date = chinese_date(sheet.date)
    wide = max(_width(organ.name) for organ in sheet.organs)
    if sheet.sealed:
        middle = min(_LINE - 4 - _width(date) / 2, _LINE - wide / 2)
        starts, date_at = [middle - _width(organ.name) / 2 for organ in sheet.organs], middle - _width(date) / 2
    elif len(sheet.organs) == 1:
        start = min(_LINE - 2 - wide, _LINE - 4 - _width(date))
        starts, date_at = [start], start + 2
    else:
        middle = _LINE - 2 - max(wide, _width(date)) / 2
        starts, date_at = [middle - _width(organ.name) / 2 for organ in sheet.organs], middle - _width(date) / 2
    _add_blank(document, 2 if sheet.sealed else 1)
    for organ, start in zip(sheet.organs, starts, strict=True):
        paragraph = _kept(shape(document.add_paragraph(), indent=max(0.0, start) * CELL))
        write(paragraph, organ.name)
        if sheet.sealed and organ.seal:
            _stamp(paragraph, organ.seal, (start + _width(organ.name) / 2) * CELL, 6.3)
    write(shape(document.add_paragraph(), indent=max(0.0, date_at) * CELL), date)


def _add_joint_seals(document: Word, sheet: Sheet) -> None:
    """Stand the organs in rows of two or three, each under its seal, the date under the last."""
    abreast = 2 if max(len(organ.name) for organ in sheet.organs) > 9 else 3
    rows = [sheet.organs[at : at + abreast] for at in range(0, len(sheet.organs), abreast)]
    _kept(shape(document.add_paragraph(), line=8))
    table = document.add_table(rows=len(rows), cols=abreast)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column in table.columns:
        column.width = Mm(156 / abreast)
    for at, (row, organs) in enumerate(zip(table.rows, rows, strict=True)):
        row.height, row.height_rule = Mm(_ROW), WD_ROW_HEIGHT_RULE.EXACTLY
        for cell, organ in zip(row.cells[abreast - len(organs) :], organs, strict=True):
            is_last = at == len(rows) - 1 and organ is organs[-1]
            _write_organ(cell, organ, 156 / abreast, chinese_date(sheet.date) if is_last else "")
    # Two tables without a paragraph between them are one to Word.
    shape(document.add_paragraph(), line=1)


def _write_organ(cell: _Cell, organ: Organ, width: float, date: str) -> None:
    cell.width = Mm(width)
    paragraph = _kept(shape(cell.paragraphs[0], "center", before=17))
    write(paragraph, organ.name)
    if organ.seal:
        # The cell keeps 1.9 mm at its sides.
        _stamp(paragraph, organ.seal, width / 2 - 1.9, 21.3, base="column")
    if date:
        write(shape(cell.add_paragraph(), "center"), date)


def _stamp(paragraph: Paragraph, seal: Seal, middle: float, down: float, base: str = "margin") -> None:
    """Lay a seal over a paragraph, its centre at ``middle`` across and ``down`` below the paragraph's top."""
    size = seal.diameter_mm
    run = paragraph.add_run()
    run.add_picture(io.BytesIO(seal_png(seal)), width=Mm(size), height=Mm(size))
    floated(run, middle - size / 2, down - size / 2, base)


def _add_blank(document: Word, count: int) -> None:
    for _ in range(count):
        _kept(shape(document.add_paragraph()))


def _kept(paragraph: Paragraph) -> Paragraph:
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _width(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)
