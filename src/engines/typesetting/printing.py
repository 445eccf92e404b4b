"""Setting a document as PDF/A-2b by typst; the same sheet and moment give the same bytes."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import typst

from engines.typesetting.faces import Faces, find_faces
from engines.typesetting.seals import PNG
from engines.typesetting.sheet import Attachment, Organ, Rendered, Seal, Sheet, chinese_date, closed
from engines.typesetting.text import Block
from engines.typesetting.titles import title_lines

TEMPLATE: Final = Path(__file__).with_name("sheet.typ")
CHINA: Final = dt.timezone(dt.timedelta(hours=8))
SHORT: Final = 4 * 28  # a last paragraph of up to four lines goes along with the signature to its page
#: How much closer, then wider, the lines may stand so that the signature has body text on its page (7.3.5.5).
SQUEEZES: Final = (1.0, 0.975, 0.95, 0.925, 1.03, 1.06)
EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def render_pdf(sheet: Sheet, fonts_dir: Path | None = None, moment: dt.datetime | None = None) -> Rendered:
    """Set ``sheet`` as PDF/A-2b.

    ``fonts_dir`` holds the city's typefaces; ``moment`` is written into the file as its creation (default: the
    beginning of the day of the document). Recipients that would leave no body text on the first page move to the foot.
    """
    faces = find_faces(fonts_dir)
    compiler, shown = _settle(sheet, faces)
    made = compiler.compile(
        sys_inputs={"sheet": json.dumps(shown, ensure_ascii=False)},
        format="pdf",
        pdf_standards="a-2b",
        timestamp=moment or moment_of(sheet),
    )
    content = made if isinstance(made, bytes) else b""
    return Rendered(content, _pages(content), faces.fallbacks)


def _settle(sheet: Sheet, faces: Faces) -> tuple[typst.Compiler, Mapping[str, Any]]:
    """Find the layout in which page 1 bears body text and the signature stands on a page with text."""
    shown = _shown(sheet, faces)
    compiler = _compiler(shown, faces)
    if _is_crowded(sheet, compiler):
        shown = _shown(replace(sheet, recipients=()), faces, moved=_recipients(sheet))
        compiler = _compiler(shown, faces)
    if _alone(compiler):
        for squeeze in SQUEEZES[1:]:
            tried = {**shown, "squeeze": squeeze}
            other = _compiler(tried, faces)
            if not _alone(other):
                return other, tried
    return compiler, shown


def moved_recipients(sheet: Sheet, fonts_dir: Path | None = None) -> str:
    """Return the recipients that stand in the foot, since they would leave no body text on page 1 (7.3.2)."""
    faces = find_faces(fonts_dir)
    return _recipients(sheet) if _is_crowded(sheet, _compiler(_shown(sheet, faces), faces)) else ""


def _is_crowded(sheet: Sheet, compiler: typst.Compiler) -> bool:
    return bool(sheet.recipients) and _page(compiler, "<body>") > 1


def _compiler(shown: Mapping[str, Any], faces: Faces) -> typst.Compiler:
    said = json.dumps(shown, ensure_ascii=False)
    return typst.Compiler(str(TEMPLATE), font_paths=faces.fonts, ignore_system_fonts=True, sys_inputs={"sheet": said})


def _alone(compiler: typst.Compiler) -> bool:
    return _page(compiler, "<signature>") > _page(compiler, "<end>")


def _page(compiler: typst.Compiler, label: str) -> int:
    return int(json.loads(compiler.query(label, field="value", one=True)))


def moment_of(sheet: Sheet) -> dt.datetime:
    """Return the beginning of the day of a document, the moment that stands in its files by default."""
    return dt.datetime.combine(sheet.date, dt.time(), CHINA) if sheet.date else EPOCH


def _pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", content))


def _shown(sheet: Sheet, faces: Faces, moved: str = "") -> dict[str, Any]:
    names = [organ.name for organ in sheet.organs] + [organ.mark for organ in sheet.organs if organ.mark]
    bodied = [attachment for attachment in sheet.attachments if attachment.blocks]
    return {
        "squeeze": 1.0,
        "faces": faces.names(),
        "light_title": faces.is_fallback("biaosong"),
        "kind": sheet.kind,
        "title": sheet.title.replace("\n", ""),
        "title_lines": title_lines(sheet.title, names),
        "marks": sheet.marks,
        "suffix": "文件" if sheet.kind == "document" and not sheet.head else "",
        "number": sheet.number,
        "urgency": sheet.urgency,
        "signers": sheet.signers,
        "recipients": _recipients(sheet),
        "blocks": _blocks(sheet.blocks),
        "short_end": bool(sheet.blocks) and len(sheet.blocks[-1].text) <= SHORT,
        "attachment_names": [attachment.title for attachment in sheet.attachments],
        "attachments": [_attachment(sheet, attachment, names) for attachment in bodied],
        "attendance": [{"label": row.label, "people": closed(row.people)} for row in sheet.attendance],
        "organs": [_organ(organ) for organ in sheet.organs],
        "sealed": sheet.sealed,
        "date": chinese_date(sheet.date),
        "order_post": sheet.order_post,
        "order_signer": sheet.order_signer,
        "note": sheet.note.strip("（）()"),
        "foot": foot_rows(sheet, moved),
    }


def foot_rows(sheet: Sheet, moved: str = "") -> list[dict[str, str]]:
    """Return the rows of the foot (版记): moved recipients, copies, printing organ and date."""
    rows = []
    if moved:
        rows.append({"kind": "list", "label": "主送：", "text": closed(moved)})
    if sheet.copies:
        rows.append({"kind": "list", "label": "抄送：", "text": closed("，".join(sheet.copies))})
    # A letter's foot bears neither the printing organ nor rules (10.1).
    if sheet.printed_by and sheet.kind != "letter":
        printed = f"{chinese_date(sheet.printed_on or sheet.date)}印发"
        rows.append({"kind": "printed", "label": sheet.printed_by, "text": printed})
    return rows


def attachment_label(sheet: Sheet, attachment: Attachment) -> str:
    """Return what stands over an attachment: 附件, with its number where there are several."""
    several = len(sheet.attachments) > 1
    return f"附件{sheet.attachments.index(attachment) + 1}" if several else "附件"


def _attachment(sheet: Sheet, attachment: Attachment, names: Iterable[str]) -> dict[str, Any]:
    return {
        "label": attachment_label(sheet, attachment),
        "title_lines": title_lines(attachment.title, names),
        "blocks": _blocks(attachment.blocks),
    }


def _recipients(sheet: Sheet) -> str:
    return "，".join(sheet.recipients).rstrip("：:，")


def _blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    shown = []
    for block in blocks:
        head, rest = block.parts()
        shown.append({"level": block.level, "head": head, "rest": rest})
    return shown


def _organ(organ: Organ) -> dict[str, Any]:
    return {"name": organ.name, "seal": _seal(organ.seal) if organ.seal else None}


def _seal(seal: Seal) -> dict[str, Any]:
    if seal.image.startswith(PNG):
        return {"diameter": seal.diameter_mm, "svg": None, "png": list(seal.image)}
    return {"diameter": seal.diameter_mm, "svg": seal.image.decode(), "png": None}
