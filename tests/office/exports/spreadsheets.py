"""Reading back what was exported."""

import csv
import io
import re
import zipfile
from html import unescape

BOM = "﻿"
_ROW = re.compile(r"<row [^>]*>(.*?)</row>", re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)[0-9]+"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)
_VALUE = re.compile(r"<(?:t|v)[^>]*>(.*?)</(?:t|v)>", re.DOTALL)


def csv_of(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV file that begins with a byte order mark, its heading first."""
    text = content.decode("utf-8")
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def workbook_of(content: bytes) -> dict[str, list[dict[str, str]]]:
    """Return every sheet's rows of a workbook by the sheets' names, each a cell's text by its column's letter."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        pages = [book.read(f"xl/worksheets/sheet{number + 1}.xml").decode() for number in range(len(names))]
    return dict(zip(map(unescape, names), map(_rows, pages), strict=True))


def _rows(page: str) -> list[dict[str, str]]:
    return [
        {letter: unescape(found[1]) for letter, inner in _CELL.findall(row) if (found := _VALUE.search(inner))}
        for row in _ROW.findall(page)
    ]
