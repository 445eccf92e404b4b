"""Labels of assets: a page holds thirty, and each has its number, what it is, whose it is, and its address."""

import io

import pypdfium2
import segno

from engines.typesetting import Label, render_labels
from kit import clock

LINES = ("笔记本电脑", "SG-H620", "舟山市大数据发展管理局")


def labels(number: int) -> list[Label]:
    drawn = io.BytesIO()
    segno.make("https://zhangban.example/office/v1/assets/1", error="m").save(drawn, kind="svg", border=1)
    code = drawn.getvalue().decode()
    return [Label(code, f"ZC2026{place:06d}", LINES, f"/office/v1/assets/{place}") for place in range(1, number + 1)]


def pages(document: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(document)
    try:
        # Chinese and Latin letters stand apart on paper, and the address may break anywhere.
        return [page.get_textpage().get_text_range().replace("\u200b", "") for page in opened]
    finally:
        opened.close()


def test_a_page_holds_thirty_labels() -> None:
    moment = clock.now()
    for number, counts in ((1, [1]), (30, [30]), (31, [30, 1]), (61, [30, 30, 1])):
        document = render_labels("资产标签", labels(number), moment)
        found = pages(document)
        assert [page.count("ZC2026") for page in found] == counts
    assert "ZC2026000061" in found[-1]
    for said in (*LINES, "/office/v1/assets/61"):
        assert said in found[-1].replace("\r\n", "")
    assert render_labels("资产标签", labels(61), moment) == document
