import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from engines.typesetting import Organ, Seal, Sheet, render_pdf, seal_image, title_lines
from tests.engines.typesetting.sheets import CROWDED, FORMS, JOINT, NOTICE, REQUEST


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_archival_and_says_all_its_parts(form: str) -> None:
    sheet = FORMS[form]
    rendered = render_pdf(sheet)
    reader = PdfReader(io.BytesIO(rendered.content))
    assert len(reader.pages) == rendered.pages
    assert b"<pdfaid:part>2</pdfaid:part>" in rendered.content
    said = "".join(page.extract_text() for page in reader.pages).replace(" ", "").replace("\n", "")
    for part in (sheet.number, sheet.title, sheet.note, *sheet.signers, sheet.printed_by, "2026年3月5日"):
        if part != "2026年3月5日" or form != "minutes":
            assert (part if form != "letter" or part != sheet.printed_by else "") in said


def test_the_same_sheet_and_moment_give_the_same_bytes() -> None:
    moment = dt.datetime(2026, 3, 5, 9, tzinfo=dt.UTC)
    assert render_pdf(REQUEST, moment=moment).content == render_pdf(REQUEST, moment=moment).content


def test_faces_that_are_missing_are_named_with_what_stands_in(tmp_path: Path) -> None:
    assert ("仿宋_GB2312", "Noto Serif SC") in render_pdf(REQUEST, tmp_path).fallbacks
    assert ("黑体", "Noto Sans SC") in render_pdf(REQUEST).fallbacks


def test_recipients_that_leave_no_body_on_the_first_page_move_to_the_foot() -> None:
    reader = PdfReader(io.BytesIO(render_pdf(CROWDED).content))
    first, last = reader.pages[0].extract_text(), reader.pages[-1].extract_text()
    assert "第39人民医院" not in first
    assert "深入贯彻" in first
    assert "主送" in last


def test_markup_in_a_sheet_is_printed_as_it_stands() -> None:
    sheet = Sheet('#panic("x") <b>*通知*</b>', (Organ("$x$"),), NOTICE.blocks, NOTICE.date)
    assert "#panic" in PdfReader(io.BytesIO(render_pdf(sheet).content)).pages[0].extract_text()


def test_seals_are_laid_on_joint_signatures() -> None:
    sealed = replace(JOINT, organs=tuple(replace(o, seal=Seal(seal_image(o.name, "演示专用"))) for o in JOINT.organs))
    assert render_pdf(sealed).pages == 2


def test_titles_break_between_words_in_trapezoid_or_diamond() -> None:
    assert title_lines("关于召开会议的通知") == ("关于召开会议的通知",)
    assert title_lines("第一行\n第二行") == ("第一行", "第二行")
    for sheet in FORMS.values():
        lines = title_lines(sheet.title, [organ.name for organ in sheet.organs])
        assert "".join(lines) == sheet.title
        assert all(len(line) <= 19 for line in lines)
        assert not any(line.startswith(("的", "、", "》")) for line in lines)
    assert title_lines(REQUEST.title) == ("舟山市人民政府关于要求", "设立舟山数字海洋产业园区的请示")
