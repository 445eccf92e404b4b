"""Where everything stands on the pages of a typeset PDF, in millimetres from the upper left corner.

typst's own files are read, not any PDF: text upright, fonts of two-byte codes, colours in RGB or grey.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

MM: Final = 25.4 / 72
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Final[Matrix] = (1, 0, 0, 1, 0, 0)
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Run:
    """Glyphs on one base line: their text, the left edge of each, the base line, and how they are drawn."""

    font: str
    size: float
    text: str
    xs: tuple[float, ...]
    y: float
    width: float
    squeeze: float
    fill: Colour
    contour: float
    end: float


@dataclass(frozen=True)
class Shape:
    """A path, as operators and points, filled, stroked, or both."""

    path: tuple[tuple[str, tuple[float, ...]], ...]
    fill: Colour | None
    stroke: Colour | None
    width: float
    alpha: float

    def box(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of the path's points."""
        xs = [point for _, points in self.path for point in points[::2]]
        ys = [point for _, points in self.path for point in points[1::2]]
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True)
class Picture:
    """A raster picture and the box that it fills."""

    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass
class Placed:
    """A page: its size and what is on it, in the order of drawing."""

    width: float
    height: float
    items: list[Run | Shape | Picture] = field(default_factory=list)

    @property
    def runs(self) -> list[Run]:
        """Return the text alone."""
        return [item for item in self.items if isinstance(item, Run)]

    @property
    def shapes(self) -> list[Shape]:
        """Return the paths alone."""
        return [item for item in self.items if isinstance(item, Shape)]


@dataclass(frozen=True)
class _Font:
    name: str
    text: Mapping[int, str]
    widths: Mapping[int, float]


@dataclass(frozen=True)
class _Pen:
    """The graphics state."""

    ctm: Matrix
    fill: Colour = (0, 0, 0)
    stroke: Colour = (0, 0, 0)
    width: float = 1.0
    alpha: float = 1.0
    mode: int = 0


def placed_pages(content: bytes) -> list[Placed]:
    """Read every page of a PDF that :func:`render_pdf` made."""
    reader = PdfReader(io.BytesIO(content))
    fonts: dict[int, _Font] = {}
    return [_Reading(reader, fonts).page(page) for page in reader.pages]


class _Reading:
    def __init__(self, reader: PdfReader, fonts: dict[int, _Font]) -> None:
        self._reader = reader
        self._fonts = fonts
        self._path: list[tuple[str, tuple[float, ...]]] = []
        self._text: Matrix = IDENTITY
        self._font: tuple[_Font, float] = (_Font("", {}, {}), 1.0)

    def page(self, page: PageObject) -> Placed:
        box = page.mediabox
        placed = Placed(float(box.width) * MM, float(box.height) * MM)
        start = _Pen((MM, 0, 0, -MM, 0, placed.height))
        self._draw(page.get_contents(), page["/Resources"], start, placed)
        return placed

    def _draw(self, contents: Any, resources: Any, pen: _Pen, placed: Placed) -> None:
        kept: list[_Pen] = []
        for operands, operator in ContentStream(contents, self._reader).operations:
            name = operator.decode()
            if name == "q":
                kept.append(pen)
            elif name == "Q":
                pen = kept.pop()
            elif name in _PATH:
                self._extend(name, [float(value) for value in operands], pen.ctm)
            elif name in _PAINT:
                self._paint(name, pen, placed)
            elif name == "Do":
                self._object(str(operands[0]), resources, pen, placed)
            elif name in {"Tf", "Tm", "TJ", "Tj"}:
                self._write(name, operands, resources, pen, placed)
            else:
                pen = _changed(pen, name, operands, resources)

    def _extend(self, name: str, values: Sequence[float], ctm: Matrix) -> None:
        if name == "re":
            x, y, width, height = values
            corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
            for place, corner in enumerate(corners):
                self._path.append(("l" if place else "m", _moved(ctm, *corner)))
            self._path.append(("h", ()))
            return
        points = [_moved(ctm, values[at], values[at + 1]) for at in range(0, len(values), 2)]
        self._path.append((name, tuple(value for point in points for value in point)))

    def _paint(self, name: str, pen: _Pen, placed: Placed) -> None:
        path, self._path = tuple(self._path), []
        fill = pen.fill if name[0] in "fFBb" else None
        stroke = pen.stroke if name[0] in "SsBb" else None
        if path and (fill or stroke):
            scale = abs(pen.ctm[0] * pen.ctm[3] - pen.ctm[1] * pen.ctm[2]) ** 0.5
            placed.items.append(Shape(path, fill, stroke, pen.width * scale, pen.alpha))

    def _object(self, name: str, resources: Any, pen: _Pen, placed: Placed) -> None:
        drawn = resources["/XObject"][name].get_object()
        if drawn["/Subtype"] == "/Form":
            inner = _times(_matrix(drawn.get("/Matrix", IDENTITY)), pen.ctm)
            self._draw(drawn, drawn.get("/Resources", resources), replace(pen, ctm=inner), placed)
        else:
            (left, top), (right, bottom) = _moved(pen.ctm, 0, 1), _moved(pen.ctm, 1, 0)
            placed.items.append(Picture(name, min(left, right), min(top, bottom), abs(right - left), abs(bottom - top)))

    def _write(self, name: str, operands: Any, resources: Any, pen: _Pen, placed: Placed) -> None:
        if name == "Tf":
            self._font = self._font_of(resources["/Font"].raw_get(operands[0])), float(operands[1])
        elif name == "Tm":
            self._text = _matrix(operands)
        else:
            shown = operands[0] if name == "TJ" else [operands[0]]
            placed.items.extend(self._run(shown, pen))

    def _run(self, shown: Sequence[Any], pen: _Pen) -> Iterator[Run]:
        font, size = self._font
        matrix = _times(self._text, pen.ctm)
        x, text, xs, across = 0.0, "", [], 0.0
        for item in shown:
            if isinstance(item, int | float):
                x -= float(item) / 1000 * size
                continue
            codes = _bytes(item)
            for at in range(0, len(codes), 2):
                code = codes[at] * 256 + codes[at + 1]
                across = font.widths.get(code, 0.0) / 1000 * size
                for sign in font.text.get(code, "")[:1]:
                    text += sign
                    xs.append(x)
                x += across
        if not text:
            return
        origin = _moved(matrix, 0, 0)
        contour = pen.width * abs(pen.ctm[3]) if pen.mode == 2 else 0.0
        places = tuple(origin[0] + value * matrix[0] for value in xs)
        squeeze = abs(matrix[0] / matrix[3])
        end = origin[0] + x * matrix[0]
        yield Run(
            font.name, size * abs(matrix[3]), text, places, origin[1], end - places[0], squeeze, pen.fill, contour, end
        )

    def _font_of(self, reference: Any) -> _Font:
        key = getattr(reference, "idnum", id(reference))
        if key not in self._fonts:
            said = reference.get_object()
            below = said["/DescendantFonts"][0].get_object()
            name = re.sub(r"^/[A-Z]{6}\+|-Identity-H\Z", "", str(below["/BaseFont"]))
            self._fonts[key] = _Font(name, _characters(said["/ToUnicode"].get_data()), _widths(below["/W"]))
        return self._fonts[key]


_PATH: Final = {"m", "l", "c", "re", "h"}
_PAINT: Final = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"}


def _changed(pen: _Pen, name: str, operands: Sequence[Any], resources: Any) -> _Pen:
    match name:
        case "cm":
            changes: dict[str, Any] = {"ctm": _times(_matrix(operands), pen.ctm)}
        case "w":
            changes = {"width": float(operands[0])}
        case "Tr":
            changes = {"mode": int(operands[0])}
        case "sc" | "scn" | "rg" | "g":
            changes = {"fill": _colour(operands)}
        case "SC" | "SCN" | "RG" | "G":
            changes = {"stroke": _colour(operands)}
        case "gs":
            said = resources["/ExtGState"][operands[0]].get_object()
            changes = {"alpha": float(said.get("/ca", said.get("/CA", pen.alpha)))}
        case _:
            return pen
    return replace(pen, **changes)


def _colour(operands: Sequence[Any]) -> Colour:
    values = [round(float(value) * 255) for value in operands]
    return (values[0], values[1], values[2]) if len(values) == 3 else (values[0],) * 3


def _matrix(values: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(by: Matrix, x: float, y: float) -> tuple[float, float]:
    return x * by[0] + y * by[2] + by[4], x * by[1] + y * by[3] + by[5]


def _bytes(item: Any) -> bytes:
    return item if isinstance(item, bytes) else bytes(item.original_bytes)


def _characters(said: bytes) -> dict[int, str]:
    """Read the code-to-text table (ToUnicode) of a font."""
    table: dict[int, str] = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", said, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            table[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", said, re.DOTALL):
        for first, last, text in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            for at, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                table[code] = chr(int(text, 16) + at)
    return table


def _widths(said: Sequence[Any]) -> dict[int, float]:
    widths: dict[int, float] = {}
    items = list(said)
    while items:
        first, second = int(items.pop(0)), items.pop(0)
        if isinstance(second, list):
            widths.update({first + at: float(width) for at, width in enumerate(second)})
        else:
            width = float(items.pop(0))
            widths.update(dict.fromkeys(range(first, int(second) + 1), width))
    return widths
