import io
import time

import pypdf

from engines.typesetting import render_pdf, watermarked
from tests.engines.typesetting.measuring import ink_of
from tests.engines.typesetting.sheets import NOTICE, ORDER

LINES = ["王海明", "舟山市大数据发展管理局", "2026-03-05 10:21"]


def test_a_watermark_is_readable_text_on_every_page_and_leaves_the_text_legible() -> None:
    content = render_pdf(NOTICE).content
    marked = watermarked(content, LINES)
    before, after = (pypdf.PdfReader(io.BytesIO(said)) for said in (content, marked))
    assert len(after.pages) == len(before.pages)
    for page, old in zip(after.pages, before.pages, strict=True):
        assert "王海明" in page.extract_text()
        assert old.extract_text()[:40] in page.extract_text()


def test_a_watermark_is_faint() -> None:
    content = render_pdf(ORDER).content
    clean, marked = ink_of(content, 0), ink_of(watermarked(content, LINES), 0)
    changed = [
        marked.at(x, y)
        for x in range(0, clean.width, 3)
        for y in range(0, clean.height, 3)
        if clean.at(x, y) == (255, 255, 255) != marked.at(x, y)
    ]
    assert len(changed) > 1000
    assert min(min(colour) for colour in changed) > 190


def test_a_watermark_is_laid_while_the_reader_waits() -> None:
    content = render_pdf(NOTICE).content
    watermarked(content, LINES)
    started = time.perf_counter()
    watermarked(content, LINES)
    assert time.perf_counter() - started < 1
