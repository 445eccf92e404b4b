"""Labels to be stuck on things, thirty on a page of A4, as PDF/A-2b: a code to scan, a number, and a few lines."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typst

from engines.typesetting.faces import find_faces

TEMPLATE: Final = Path(__file__).with_name("labels.typ")


@dataclass(frozen=True)
class Label:
    """One label: its QR code as SVG, its number, up to three lines, and the address that the code leads to."""

    code: str
    number: str
    lines: Sequence[str]
    address: str


def render_labels(title: str, labels: Sequence[Label], moment: dt.datetime, fonts_dir: Path | None = None) -> bytes:
    """Set labels of 64 by 27 millimetres in three columns of ten; the same labels and moment give the same bytes."""
    faces = find_faces(fonts_dir)
    said: dict[str, Any] = {
        "title": title,
        "faces": faces.names(),
        "labels": [
            {"code": item.code, "number": item.number, "lines": list(item.lines), "address": item.address}
            for item in labels
        ],
    }
    made = typst.Compiler(str(TEMPLATE), font_paths=faces.fonts, ignore_system_fonts=True).compile(
        sys_inputs={"labels": json.dumps(said, ensure_ascii=False)},
        format="pdf",
        pdf_standards="a-2b",
        timestamp=moment.replace(microsecond=0),
    )
    return made if isinstance(made, bytes) else b""
