"""Pieces of WordprocessingML that python-docx has no words for: East Asian faces, grids, borders, floating parts."""

from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

RED: Final = RGBColor(0xD9, 0x00, 0x0F)
CELL: Final = 156 / 28  # millimetres of one character of the grid
FAMILIES: Final = {
    "fangsong": "仿宋_GB2312",
    "kai": "楷体_GB2312",
    "hei": "黑体",
    "biaosong": "方正小标宋简体",
    "song": "宋体",
}
EMU: Final = 36000  # per millimetre


def node(name: str, **attributes: str | int) -> Any:
    """Make an element; ``w_val=…`` sets ``w:val``, names without a prefix stay as they are."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        prefix, _, rest = key.partition("_")
        made.set(qn(f"w:{rest}") if prefix == "w" and rest else key, str(value))
    return made


def write(
    paragraph: Paragraph,
    text: str,
    face: str = "fangsong",
    size: float = 16,
    *,
    red: bool = False,
    squeeze: float = 1.0,
) -> Run:
    """Add text in one of the standard's faces."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    properties = run._element.get_or_add_rPr()  # noqa: SLF001 -- python-docx sets no East Asian face
    fonts = properties.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FAMILIES[face])
    if red:
        run.font.color.rgb = RED
    if size != 16:
        properties.insert_element_before(node("w:spacing", w_val=0), "w:sz")
    if squeeze < 1:
        properties.insert_element_before(node("w:w", w_val=round(squeeze * 100)), "w:sz")
    return run


def shape(
    paragraph: Paragraph,
    align: str = "left",
    *,
    before: float = 0,
    after: float = 0,
    indent: float = 0,
    first: float = 0,
    right: float = 0,
    line: float | None = None,
) -> Paragraph:
    """Set alignment and the spaces of a paragraph in millimetres; ``line`` is a fixed line height in points."""
    form = paragraph.paragraph_format
    form.alignment = _ALIGN[align]
    form.space_before, form.space_after = Mm(before), Mm(after)
    form.left_indent, form.first_line_indent, form.right_indent = Mm(indent), Mm(first), Mm(right)
    if line:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 -- as above
        properties.insert_element_before(node("w:snapToGrid", w_val=0), "w:spacing", "w:ind", "w:jc")
    return paragraph


def bordered(paragraph: Paragraph, side: str, kind: str, eighths: int, colour: str, space: int = 0) -> None:
    """Draw a rule at one side of a paragraph; ``eighths`` of a point thick."""
    borders = node("w:pBdr")
    borders.append(node(f"w:{side}", w_val=kind, w_sz=eighths, w_space=space, w_color=colour))
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 -- as above
        borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc"
    )


def field(paragraph: Paragraph, code: str, face: str, size: float) -> None:
    """Add a field such as PAGE."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = write(paragraph, "", face, size)._element  # noqa: SLF001 -- as above
        if kind:
            run.append(node("w:fldChar", w_fldCharType=kind))
        else:
            said = node("w:instrText")
            said.text = f" {text} "
            run.append(said)


def floated(run: Run, across: float, down: float, base: str = "margin") -> None:
    """Turn the picture in ``run`` into one before the text, ``across`` from ``base``, ``down`` from its paragraph."""
    drawing = run._element.find(qn("w:drawing"))  # noqa: SLF001 -- python-docx floats no picture
    inline = drawing[0]
    anchor = OxmlElement("wp:anchor")
    settings = {"distT": 0, "distB": 0, "distL": 0, "distR": 0, "simplePos": 0, "relativeHeight": 251659264}
    settings |= {"behindDoc": 0, "locked": 0, "layoutInCell": 1, "allowOverlap": 1}
    for key, value in settings.items():
        anchor.set(key, str(value))
    simple = OxmlElement("wp:simplePos")
    simple.set("x", "0")
    simple.set("y", "0")
    anchor.append(simple)
    for name, origin, offset in (("wp:positionH", base, across), ("wp:positionV", "paragraph", down)):
        position = OxmlElement(name)
        position.set("relativeFrom", origin)
        place = OxmlElement("wp:posOffset")
        place.text = str(round(offset * EMU))
        position.append(place)
        anchor.append(position)
    parts = list(inline)
    anchor.append(parts[0])
    anchor.append(OxmlElement("wp:wrapNone"))
    anchor.extend(parts[1:])
    drawing.replace(inline, anchor)


_ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "spread": WD_ALIGN_PARAGRAPH.DISTRIBUTE,
}
