"""Pages as ink: rendered by PDFium, which knows nothing of how they were made, and measured in millimetres."""

from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2

from engines.typesetting.placement import Placed, Run

DOTS = 10  # per millimetre


@dataclass(frozen=True)
class Ink:
    """A page of pixels, ten to the millimetre."""

    width: int
    height: int
    stride: int
    pixels: bytes

    def box(
        self, wanted: Callable[[int, int, int], bool], left: float, top: float, right: float, bottom: float
    ) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of the wanted ink inside a part of the page."""
        columns, rows = range(int(left * DOTS), int(right * DOTS)), range(int(top * DOTS), int(bottom * DOTS))
        found = [(x, y) for y in rows for x in columns if wanted(*self.at(x, y))]
        xs, ys = [x for x, _ in found], [y for _, y in found]
        return min(xs) / DOTS, min(ys) / DOTS, (max(xs) + 1) / DOTS, (max(ys) + 1) / DOTS

    def at(self, x: int, y: int) -> tuple[int, int, int]:
        """Return red, green and blue of a pixel."""
        start = y * self.stride + x * 3
        blue, green, red = self.pixels[start : start + 3]
        return red, green, blue


def ink_of(content: bytes, page: int) -> Ink:
    """Render one page (from 0) of a PDF."""
    document = pypdfium2.PdfDocument(content)
    bitmap = document[page].render(scale=25.4 * DOTS / 25.4 * 25.4 / 72, rev_byteorder=False)
    ink = Ink(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    document.close()
    return ink


def dark(red: int, green: int, blue: int) -> bool:
    """Black ink."""
    return red < 110 and green < 110 and blue < 110


def scarlet(red: int, green: int, blue: int) -> bool:
    """Red ink."""
    return red > 150 and green < 110 and blue < 110


def run_with(placed: Placed, text: str) -> Run:
    """Return the first run that holds ``text``."""
    return next(run for run in placed.runs if text in run.text)
