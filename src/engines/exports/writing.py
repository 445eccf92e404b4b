"""The two formats: rows as CSV, or as lines of JSON from which a workbook is put together at the end.

A workbook is one archive and cannot be appended to, so what a step read is kept in a part of its own and the archive
is written in one go from the parts, row by row.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
import xlsxwriter
from sqlalchemy import Row

from engines.exports.columns import Cell, Column, Names

BOM = b"\xef\xbb\xbf"
#: What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: Rows of a sheet below its heading (the format's own limit).
SHEET_ROWS = 1_048_575
PROVENANCE = "导出说明"
WIDTHS = {"text": 20, "number": 10, "date": 12, "moment": 20}
#: After so many rows the caller is told how far it is.
TOLD_EVERY = 5000


def csv_heading(columns: Sequence[Column]) -> bytes:
    """Return the first line, after the mark by which spreadsheets know UTF-8."""
    return BOM + _csv([[column.heading for column in columns]])


def csv_rows(rows: Iterable[Row[Any]], columns: Sequence[Column], names: Names) -> bytes:
    """Return rows as lines of CSV (RFC 4180)."""
    return _csv([harmless(column.cell(row, names)) for column in columns] for row in rows)


def harmless(value: Cell) -> str:
    """Return a cell as text that no spreadsheet runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def line_rows(rows: Iterable[Row[Any]], columns: Sequence[Column], names: Names) -> bytes:
    """Return rows as lines of JSON, one list each."""
    return b"".join(orjson.dumps([column.cell(row, names) for column in columns]) + b"\n" for row in rows)


def write_workbook(
    path: Path,
    rows: Iterable[bytes],
    columns: Sequence[Column],
    sheet: str,
    provenance: Mapping[str, str],
    tell: Callable[[int], None],
) -> None:
    """Write a workbook from lines of JSON with as much memory as one row needs.

    ``sheet`` is what its pages are called; ``tell`` hears how many rows are done.
    """
    options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        pages = _Pages(book, columns, sheet)
        for number, line in enumerate(rows):
            pages.write(number, orjson.loads(line))
            if number % TOLD_EVERY == 0:
                tell(number)
        pages.close()
        about = book.add_worksheet(PROVENANCE)
        about.set_column(0, 1, 30)
        for place, (name, value) in enumerate(provenance.items()):
            about.write_string(place, 0, name)
            about.write_string(place, 1, value)


def lines_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield whole lines from pieces of any size."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    if rest:
        yield rest


class _Pages:
    """Sheets of one kind, the next begun when one is full."""

    def __init__(self, book: Any, columns: Sequence[Column], name: str) -> None:
        self._book, self._name = book, name
        self._columns = columns
        self._bold = book.add_format({"bold": True})
        day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._formats = {"date": day, "moment": moment}
        self._sheet: Any = None
        self._rows = 0
        self._begin(1)

    def write(self, number: int, cells: Sequence[Any]) -> None:
        page, place = divmod(number, SHEET_ROWS)
        if place == 0 and page:
            self._begin(page + 1)
        self._rows = place + 1
        for column, (spec, cell) in enumerate(zip(self._columns, cells, strict=True)):
            if cell is None or cell == "":
                continue
            if spec.kind == "text":
                self._sheet.write_string(self._rows, column, cell)
            elif spec.kind == "number":
                self._sheet.write_number(self._rows, column, cell)
            else:
                read = date.fromisoformat if spec.kind == "date" else datetime.fromisoformat
                self._sheet.write_datetime(self._rows, column, read(cell), self._formats[spec.kind])

    def close(self) -> None:
        if self._sheet is not None:
            self._sheet.autofilter(0, 0, self._rows, len(self._columns) - 1)

    def _begin(self, page: int) -> None:
        self.close()
        self._sheet = self._book.add_worksheet(self._name if page == 1 else f"{self._name} ({page})")
        self._sheet.freeze_panes(1, 0)
        for column, spec in enumerate(self._columns):
            self._sheet.set_column(column, column, WIDTHS[spec.kind])
            self._sheet.write_string(0, column, spec.heading, self._bold)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
