"""Typesetting: structured text, and documents in the layout of GB/T 9704-2012 as PDF/A, DOCX and OFD."""

from engines.typesetting.charts import Bar, BarChart, Table, render_charts
from engines.typesetting.labels import Label, render_labels
from engines.typesetting.ofd import OfdAttachment, render_ofd
from engines.typesetting.ofd_signing import OfdSigner
from engines.typesetting.printing import render_pdf
from engines.typesetting.seals import seal_image
from engines.typesetting.sheet import Attachment, Attendance, Kind, Organ, Rendered, Seal, Sheet, Urgency
from engines.typesetting.text import Block, Finding, blocks_from_json, blocks_to_json, check_blocks, parse_text, text_of
from engines.typesetting.titles import title_lines
from engines.typesetting.watermarks import watermarked
from engines.typesetting.word import render_docx

__all__ = [
    "Attachment",
    "Attendance",
    "Bar",
    "BarChart",
    "Block",
    "Finding",
    "Kind",
    "Label",
    "OfdAttachment",
    "OfdSigner",
    "Organ",
    "Rendered",
    "Seal",
    "Sheet",
    "Table",
    "Urgency",
    "blocks_from_json",
    "blocks_to_json",
    "check_blocks",
    "parse_text",
    "render_charts",
    "render_docx",
    "render_labels",
    "render_ofd",
    "render_pdf",
    "seal_image",
    "text_of",
    "title_lines",
    "watermarked",
]
