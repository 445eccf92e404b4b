"""Pages of an OFD as XML (GB/T 33190 sections 7 to 11): text, paths and pictures at their places, in millimetres."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engines.typesetting.placement import Colour, Picture, Placed, Run, Shape

SPACE: Final = "http://www.ofdspec.org/2016"
_OPERATORS: Final = {"m": "M", "l": "L", "c": "B", "h": "C"}
ET.register_namespace("ofd", SPACE)


@dataclass
class Ids:
    """Numbers of the objects of one document; each is given once."""

    last: int = 0

    def next(self) -> str:
        """Return the next number."""
        self.last += 1
        return str(self.last)


def element(parent: ET.Element | None, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    """Make an element of the OFD name space under ``parent``."""
    tag = f"{{{SPACE}}}{name}"
    made = ET.Element(tag, attributes) if parent is None else ET.SubElement(parent, tag, attributes)
    made.text = text
    return made


def written(root: ET.Element) -> bytes:
    """Return the bytes of an XML file."""
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def number(value: float) -> str:
    """Write millimetres with a thousandth's precision."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def numbers(values: Iterable[float]) -> str:
    """Write several numbers, parted by spaces."""
    return " ".join(number(value) for value in values)


def page_of(placed: Placed, ids: Ids, fonts: Mapping[str, str], pictures: Iterator[str]) -> bytes:
    """Return the content of a page; ``fonts`` and ``pictures`` are the numbers of the resources it uses."""
    page = element(None, "Page")
    area = element(page, "Area")
    element(area, "PhysicalBox", numbers((0, 0, placed.width, placed.height)))
    layer = element(element(page, "Content"), "Layer", Type="Body", ID=ids.next())
    for item in placed.items:
        if isinstance(item, Run):
            _text(layer, item, ids.next(), fonts[item.font])
        elif isinstance(item, Shape):
            _shape(layer, item, ids.next())
        else:
            _picture(layer, item, ids.next(), next(pictures))
    return written(page)


def _text(layer: ET.Element, run: Run, name: str, font: str) -> None:
    left, top = run.xs[0], run.y - run.size
    attributes = {"Boundary": numbers((left, top, run.width, run.size * 1.25)), "Font": font, "Size": number(run.size)}
    if abs(run.squeeze - 1) > 0.001:
        attributes["CTM"] = numbers((run.squeeze, 0, 0, 1, 0, 0))
    if run.contour:
        attributes |= {"Stroke": "true", "LineWidth": number(run.contour)}
    made = element(layer, "TextObject", ID=name, **attributes)
    _colour(made, "FillColor", run.fill)
    if run.contour:
        _colour(made, "StrokeColor", run.fill)
    code = element(made, "TextCode", run.text, X="0", Y=number(run.size))
    if len(run.xs) > 1:
        code.set("DeltaX", numbers((after - before) / run.squeeze for before, after in pairwise(run.xs)))


def _shape(layer: ET.Element, shape: Shape, name: str) -> None:
    left, top, right, bottom = shape.box()
    half = shape.width / 2 if shape.stroke else 0
    left, top, right, bottom = left - half, top - half, right + half, bottom + half
    made = element(
        layer,
        "PathObject",
        ID=name,
        Boundary=numbers((left, top, right - left, bottom - top)),
        Stroke="true" if shape.stroke else "false",
        Fill="true" if shape.fill else "false",
    )
    if shape.stroke:
        made.set("LineWidth", number(shape.width))
        _colour(made, "StrokeColor", shape.stroke)
    if shape.fill:
        _colour(made, "FillColor", shape.fill)
    if shape.alpha < 1:
        made.set("Alpha", str(round(shape.alpha * 255)))
    steps = []
    for operator, points in shape.path:
        moved = [value - (top if at % 2 else left) for at, value in enumerate(points)]
        steps.append(f"{_OPERATORS[operator]} {numbers(moved)}".strip())
    element(made, "AbbreviatedData", " ".join(steps))


def _picture(layer: ET.Element, picture: Picture, name: str, resource: str) -> None:
    box = (picture.x, picture.y, picture.width, picture.height)
    matrix = numbers((picture.width, 0, 0, picture.height, 0, 0))
    element(layer, "ImageObject", ID=name, Boundary=numbers(box), CTM=matrix, ResourceID=resource)


def _colour(parent: ET.Element, name: str, colour: Colour) -> None:
    element(parent, name, Value=" ".join(map(str, colour)))
