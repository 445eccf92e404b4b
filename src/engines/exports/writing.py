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

from engines.exports.columns import COLUMNS, Cell, Names

BOM = b"\xef\xbb\xbf"
#: What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: Rows of a sheet below its heading (the format's own limit).
SHEET_ROWS = 1_048_575
SHEET = "办件"
PROVENANCE = "导出说明"
WIDTHS = {"text": 20, "date": 12, "moment": 20}
#: After so many rows the caller is told how far it is.
TOLD_EVERY = 5000


def csv_heading(columns: Sequence[str]) -> bytes:
    """Return the first line, after the mark by which spreadsheets know UTF-8."""
    return BOM + _csv([[COLUMNS[code].heading for code in columns]])


def csv_rows(cases: Iterable[Row[Any]], columns: Sequence[str], names: Names) -> bytes:
    """Return cases as lines of CSV (RFC 4180)."""
    cells = [COLUMNS[code].cell for code in columns]
    return _csv([harmless(cell(case, names)) for cell in cells] for case in cases)


def harmless(value: Cell) -> str:
    """Return a cell as text that no spreadsheet runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    text = value if isinstance(value, str) else value.isoformat()
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def line_rows(cases: Iterable[Row[Any]], columns: Sequence[str], names: Names) -> bytes:
    """Return cases as lines of JSON, one list each."""
    cells = [COLUMNS[code].cell for code in columns]
    return b"".join(orjson.dumps([cell(case, names) for cell in cells]) + b"\n" for case in cases)


def write_workbook(
    path: Path,
    rows: Iterable[bytes],
    columns: Sequence[str],
    provenance: Mapping[str, str],
    tell: Callable[[int], None],
) -> None:
    """Write a workbook from lines of JSON with as much memory as one row needs; ``tell`` hears how many are done."""
    options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        pages = _Pages(book, columns)
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

    def __init__(self, book: Any, columns: Sequence[str]) -> None:
        self._book = book
        self._columns = [COLUMNS[code] for code in columns]
        self._bold = book.add_format({"bold": True})
        day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._formats = {"text": None, "date": day, "moment": moment}
        self._sheet: Any = None
        self._rows = 0
        self._begin(1)

    def write(self, number: int, cells: Sequence[str | None]) -> None:
        page, place = divmod(number, SHEET_ROWS)
        if place == 0 and page:
            self._begin(page + 1)
        self._rows = place + 1
        for column, (spec, cell) in enumerate(zip(self._columns, cells, strict=True)):
            if not cell:
                continue
            if spec.kind == "text":
                self._sheet.write_string(self._rows, column, cell)
            else:
                read = date.fromisoformat if spec.kind == "date" else datetime.fromisoformat
                self._sheet.write_datetime(self._rows, column, read(cell), self._formats[spec.kind])

    def close(self) -> None:
        if self._sheet is not None:
            self._sheet.autofilter(0, 0, self._rows, len(self._columns) - 1)

    def _begin(self, page: int) -> None:
        self.close()
        self._sheet = self._book.add_worksheet(SHEET if page == 1 else f"{SHEET} ({page})")
        self._sheet.freeze_panes(1, 0)
        for column, spec in enumerate(self._columns):
            self._sheet.set_column(column, column, WIDTHS[spec.kind])
            self._sheet.write_string(0, column, spec.heading, self._bold)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
