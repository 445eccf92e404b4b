"""The picture of a round seal for demonstrations: the name along the arc, a star, a note below.

It is drawn from the outlines of glyphs, so that it looks the same in every renderer. A real seal comes from the
seal service of the government; this one is for organs of a demo city and says so in its note.
"""

import io
import math
import threading
from functools import cache, lru_cache

import typst
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from engines.typesetting.faces import NOTO
from engines.typesetting.sheet import Seal

PNG = b"\x89PNG"
RED = "#d9000f"
_CENTRE = 21.0
_STAR_RADIUS = 7.0
_NAME_RADIUS = 15.7
_NAME_HEIGHT = 6.2
_WIDEST_STEP = 30.0
_SPAN = 262.0


def seal_image(organ_name: str, note: str = "演示专用") -> bytes:
    """Return an SVG of 42 mm by 42 mm: the round red seal of ``organ_name``, with ``note`` under its star."""
    drawn = "".join((*_arc(organ_name), _star(), *_note(note)))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="42mm" height="42mm" viewBox="0 0 42 42">'
        f'<g fill="{RED}" fill-opacity="0.88"><circle cx="21" cy="21" r="20.3" fill="none" stroke="{RED}" '
        f'stroke-opacity="0.88" stroke-width="1.1"/>{drawn}</g></svg>'
    ).encode()


@lru_cache(maxsize=64)
def seal_png(seal: Seal) -> bytes:
    """Return the picture of a seal as PNG with a clear ground, for formats that know no SVG."""
    if seal.image.startswith(PNG):
        return seal.image
    drawn = "".join(
        (
            "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n",
            f'#image(bytes(sys.inputs.seal), format: "svg", width: {seal.diameter_mm}mm)',
        )
    )
    made = typst.compile(drawn.encode(), format="png", ppi=300, sys_inputs={"seal": seal.image.decode()})
    return bytes(made)


def _arc(name: str) -> list[str]:
    step = min(_WIDEST_STEP, _SPAN / max(1, len(name) - 1))
    width = min(_NAME_HEIGHT, 2 * math.pi * _NAME_RADIUS * step / 360 * 0.9)
    first = -step * (len(name) - 1) / 2
    signs = []
    for place, sign in enumerate(name):
        turn = f"rotate({first + place * step:.3f} 21 21) translate(21 {_CENTRE - _NAME_RADIUS:.3f})"
        signs.append(_glyph(sign, turn, width, _NAME_HEIGHT))
    return signs


def _note(note: str) -> list[str]:
    width = min(3.6, 22 / max(1, len(note)))
    first = _CENTRE - width * (len(note) - 1) / 2
    return [_glyph(sign, f"translate({first + at * width:.3f} 33.2)", width, 3.6) for at, sign in enumerate(note)]


def _star() -> str:
    points = []
    for corner in range(10):
        radius = _STAR_RADIUS if corner % 2 == 0 else _STAR_RADIUS * 0.382
        angle = math.radians(corner * 36 - 90)
        points.append(f"{_CENTRE + radius * math.cos(angle):.3f},{_CENTRE + radius * math.sin(angle):.3f}")
    return f'<polygon points="{" ".join(points)}"/>'


def _glyph(sign: str, turn: str, width: float, height: float) -> str:
    """Draw one glyph in a box of ``width`` by ``height`` around the origin that ``turn`` sets."""
    outline, units = _outline(sign)
    across, down = width / units, height / units
    # The em box of a Chinese glyph reaches from 0.88 above the base line to 0.12 below it.
    return (
        f'<path transform="{turn} scale({across:.6f} {-down:.6f}) translate({-units / 2:.1f} {-0.38 * units:.1f})" '
        f'd="{outline}"/>'
    )


@cache
def _font() -> TTFont:
    return TTFont(io.BytesIO((NOTO / "NotoSerifSC-Regular.otf").read_bytes()), lazy=True)


#: A font reads its tables as they are asked for, and is broken for good when two threads ask at once.
_reading = threading.Lock()


@cache
def _outline(sign: str) -> tuple[str, int]:
    with _reading:
        font = _font()
        glyphs = font.getGlyphSet()
        pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:g}")
        glyphs[font.getBestCmap().get(ord(sign), ".notdef")].draw(pen)
        return pen.getCommands(), int(font["head"].unitsPerEm)
