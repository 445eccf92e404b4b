import io
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from engines.typesetting import Seal, render_docx, seal_image, watermarked
from tests.engines.typesetting.sheets import CROWDED, FORMS, JOINT, LETTER, NOTICE, REQUEST


def read(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def said(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_all_its_parts(form: str) -> None:
    sheet = FORMS[form]
    document = read(render_docx(sheet).content)
    text = said(document).replace("\n", "") + document.sections[0].first_page_header.paragraphs[0].text
    for part in (*sheet.marks, sheet.number, sheet.title, *sheet.signers, sheet.note, *(b.text for b in sheet.blocks)):
        assert part in text
    assert ("印发" in text) == (form != "letter")


def test_the_page_has_the_margins_and_the_grid_of_the_standard() -> None:
    document = read(render_docx(NOTICE).content)
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert 225 / 25.4 * 1440 // int(grid.get(qn("w:linePitch"))) == 22
    normal = document.styles["Normal"].element.rPr
    pitch = (
        int(normal.find(qn("w:sz")).get(qn("w:val"))) * 10 + int(normal.find(qn("w:spacing")).get(qn("w:val")))
    ) / 20
    assert 156 / 25.4 * 72 // pitch == 28
    assert 156 / 25.4 * 72 / pitch == pytest.approx(28, abs=0.1)


def test_levels_are_set_in_the_faces_of_the_standard() -> None:
    document = read(render_docx(NOTICE).content)
    faces = {}
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            fonts = run._element.rPr.find(qn("w:rFonts"))
            faces[run.text] = (fonts.get(qn("w:eastAsia")), run.font.size.pt)
    assert faces["一、总体要求"] == ("黑体", 16)
    assert faces["（一）工作目标。"] == ("楷体_GB2312", 16)
    assert faces["各县（区）人民政府，各功能区管委会，市政府直属各单位："] == ("仿宋_GB2312", 16)
    assert faces["深化政务服务增值化改革实施方案的通知"] == ("方正小标宋简体", 22)


def test_the_foot_is_a_table_at_the_lower_edge_with_rules_of_three_weights() -> None:
    document = read(render_docx(NOTICE).content)
    foot = document.tables[-1]
    place = foot._tbl.tblPr.find(qn("w:tblpPr"))
    assert place.get(qn("w:tblpYSpec")) == "bottom"
    borders = {item.tag: int(item.get(qn("w:sz"))) for item in foot._tbl.tblPr.find(qn("w:tblBorders"))}
    assert borders[qn("w:top")] / 8 * 25.4 / 72 == pytest.approx(0.35, abs=0.01)
    assert borders[qn("w:insideH")] / 8 * 25.4 / 72 == pytest.approx(0.25, abs=0.02)
    assert foot.cell(1, 0).text == "舟山市人民政府办公室\t2026年3月6日印发"


def test_recipients_that_leave_no_body_on_the_first_page_move_to_the_foot_as_in_the_pdf() -> None:
    document = read(render_docx(replace(CROWDED, copies=("市财政局",))).content)
    assert not any("第39人民医院" in paragraph.text for paragraph in document.paragraphs)
    foot = [row.cells[0].text for row in document.tables[-1].rows]
    assert foot[0] == f"主送：{CROWDED.recipients[0]}。"
    assert foot[1] == "抄送：市财政局。"
    assert foot[2].endswith("印发")
    short = read(render_docx(replace(CROWDED, recipients=("市第1人民医院", "市第2人民医院："))).content)
    assert "市第1人民医院，市第2人民医院：" in [paragraph.text for paragraph in short.paragraphs]
    assert "主送" not in said(short)


def test_odd_and_even_pages_are_numbered_at_their_sides_and_a_letter_not_on_its_first() -> None:
    section = read(render_docx(NOTICE).content).sections[0]
    assert section.footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert section.even_page_footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.LEFT
    assert b"PAGE" in section.even_page_footer.part.blob
    letter = read(render_docx(LETTER).content).sections[0]
    assert letter.different_first_page_header_footer
    assert b"PAGE" not in letter.first_page_footer.part.blob


def test_seals_float_over_the_names_of_their_organs() -> None:
    sealed = replace(JOINT, organs=tuple(replace(o, seal=Seal(seal_image(o.name))) for o in JOINT.organs))
    document = read(render_docx(sealed).content)
    anchors = list(document.element.body.iter(qn("wp:anchor")))
    assert len(anchors) == 4
    seals = document.tables[1]._tbl
    assert seals.getnext().tag == qn("w:p")
    for anchor in anchors:
        assert int(anchor.find(qn("wp:extent")).get("cx")) == pytest.approx(42 * 36000, rel=0.01)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert render_docx(REQUEST).content == render_docx(REQUEST).content


def test_a_watermark_stands_in_every_header() -> None:
    for sheet in (NOTICE, LETTER):
        section = read(watermarked(render_docx(sheet).content, ["王海明", "2026-03-05"])).sections[0]
        assert "王海明" in section.header.paragraphs[0].text
        assert "王海明" in section.even_page_header.paragraphs[0].text
        if sheet is LETTER:
            assert "王海明" in section.first_page_header.paragraphs[0].text
            assert any(LETTER.organs[0].name in paragraph.text for paragraph in section.first_page_header.paragraphs)


ORDER_OF = {
    "pPr": ("keepNext", "pageBreakBefore", "pBdr", "tabs", "snapToGrid", "spacing", "ind", "jc", "sectPr"),
    "rPr": ("rFonts", "color", "spacing", "w", "sz"),
    "tblPr": ("tblStyle", "tblpPr", "tblW", "jc", "tblBorders", "tblLayout", "tblLook"),
}


@pytest.mark.parametrize("form", FORMS)
def test_properties_stand_in_the_order_of_the_schema(form: str) -> None:
    body = read(render_docx(FORMS[form]).content).element.body
    for name, order in ORDER_OF.items():
        for properties in body.iter(qn(f"w:{name}")):
            places = [order.index(item.tag.rpartition("}")[2]) for item in properties]
            assert places == sorted(places)


def test_the_package_is_a_sound_zip() -> None:
    with zipfile.ZipFile(io.BytesIO(render_docx(NOTICE).content)) as archive:
        assert archive.testzip() is None
