from dataclasses import replace
from itertools import combinations

import pytest

from engines.typesetting import Block, Seal, render_pdf, seal_image
from engines.typesetting.placement import Shape, placed_pages
from tests.engines.typesetting.measuring import dark, ink_of, run_with, scarlet
from tests.engines.typesetting.sheets import FORMS, JOINT, LETTER, NOTICE, ORDER, REQUEST

MILLIMETRE = 1.0
NEAR = 0.2


def test_a_full_page_bears_22_lines_of_28_characters_within_the_type_area() -> None:
    full = replace(NOTICE, blocks=(Block(0, "海" * 28 * 60),), attachments=())
    content = render_pdf(full).content
    page = placed_pages(content)[1]
    lines = [run for run in page.runs if run.text.startswith("海")]
    assert [len(run.text) for run in lines] == [28] * 22
    for run in lines:
        assert run.xs[0] == pytest.approx(28, abs=NEAR)
        assert run.end == pytest.approx(184, abs=NEAR)
    left, top, right, bottom = ink_of(content, 1).box(dark, 15, 15, 195, 265)
    assert (left, top) == pytest.approx((28, 37), abs=MILLIMETRE)
    assert (right, bottom) == pytest.approx((184, 262), abs=MILLIMETRE)


def test_the_head_of_a_document_stands_where_the_standard_says() -> None:
    content = render_pdf(NOTICE).content
    ink = ink_of(content, 0)
    mark = ink.box(scarlet, 20, 37, 190, 100)
    assert mark[1] == pytest.approx(37 + 35, abs=MILLIMETRE)
    assert (mark[0] + mark[2]) / 2 == pytest.approx(106, abs=MILLIMETRE)
    assert mark[0] >= 27.5
    assert mark[2] <= 184.5
    rule = ink.box(scarlet, 20, 105, 190, 130)
    assert (rule[0], rule[2]) == pytest.approx((28, 184), abs=0.5)
    number = ink.box(dark, 20, 100, 190, rule[1])
    assert rule[1] - number[3] == pytest.approx(4, abs=MILLIMETRE)
    assert (number[0] + number[2]) / 2 == pytest.approx(106, abs=MILLIMETRE)
    assert ink.box(dark, 20, 30, 190, 60)[:2] == pytest.approx((28, 37), abs=MILLIMETRE)
    title = run_with(placed_pages(content)[0], "关于印发")
    assert title.size == pytest.approx(22 * 25.4 / 72, abs=0.01)
    assert title.y - 0.84 * title.size - rule[3] == pytest.approx(2 * 10.45, abs=MILLIMETRE)


def test_page_numbers_stand_seven_millimetres_below_right_on_odd_and_left_on_even_pages() -> None:
    content = render_pdf(NOTICE).content
    odd, even = (ink_of(content, page).box(dark, 15, 263, 195, 290) for page in (0, 1))
    assert odd[2] == pytest.approx(184 - 5.57, abs=MILLIMETRE)
    assert even[0] == pytest.approx(28 + 5.57, abs=MILLIMETRE)
    for found in (odd, even):
        assert (found[1] + found[3]) / 2 == pytest.approx(262 + 7, abs=MILLIMETRE)


@pytest.mark.parametrize("form", ["notice", "request", "joint", "minutes", "order"])
def test_the_foot_ends_the_last_page_at_the_edge_of_the_type_area(form: str) -> None:
    pages = placed_pages(render_pdf(FORMS[form]).content)
    rules = [shape for shape in pages[-1].shapes if shape.stroke == (0, 0, 0)]
    assert rules[-1].box()[1] == pytest.approx(262, abs=0.5)
    assert [round(shape.width, 2) for shape in rules] == [0.35, *[0.25] * (len(rules) - 2), 0.35]
    for shape in rules:
        assert (shape.box()[0], shape.box()[2]) == pytest.approx((28, 184), abs=0.1)
    assert run_with(pages[-1], "印发").size == pytest.approx(14 * 25.4 / 72, abs=0.01)
    assert not any(shape.stroke == (0, 0, 0) for page in pages[:-1] for shape in page.shapes)


def test_an_upward_document_has_its_number_left_and_its_signer_right() -> None:
    page = placed_pages(render_pdf(REQUEST).content)[0]
    number, signer = run_with(page, "〔2026〕"), run_with(page, "王海明")
    assert number.xs[0] == pytest.approx(28 + 5.57, abs=NEAR)
    assert signer.end == pytest.approx(184 - 5.57, abs=MILLIMETRE)
    assert signer.y == pytest.approx(number.y, abs=0.1)


def test_the_last_of_several_signers_stands_beside_the_number() -> None:
    page = placed_pages(render_pdf(replace(REQUEST, signers=("王海明", "李卫国", "张建军"))).content)[0]
    assert run_with(page, "张建军").y == pytest.approx(run_with(page, "〔2026〕").y, abs=0.1)
    assert run_with(page, "王海明").xs[0] == pytest.approx(run_with(page, "张建军").xs[0], abs=0.1)


def test_a_letter_has_its_mark_and_double_rules_at_the_edges_of_the_page() -> None:
    content = render_pdf(LETTER).content
    ink = ink_of(content, 0)
    upper, lower = (ink.box(scarlet, 10, *rows) for rows in ((25, 200, 60), (270, 200, 290)))
    assert upper[1] == pytest.approx(30, abs=MILLIMETRE)
    assert lower[3] == pytest.approx(297 - 20, abs=MILLIMETRE)
    assert (lower[0], lower[2]) == pytest.approx((20, 190), abs=MILLIMETRE)
    page = placed_pages(content)[0]
    assert run_with(page, "舟数据函").end == pytest.approx(184, abs=MILLIMETRE)
    assert not any("—" in run.text and run.y > 262 for run in page.runs)


def test_the_mark_of_an_order_stands_20_millimetres_below_the_type_area() -> None:
    assert ink_of(render_pdf(ORDER).content, 0).box(scarlet, 20, 30, 190, 100)[1] == pytest.approx(57, abs=MILLIMETRE)


def test_seals_neither_touch_nor_leave_the_type_area_and_stand_close_under_the_text() -> None:
    sealed = replace(JOINT, organs=tuple(replace(o, seal=Seal(seal_image(o.name))) for o in JOINT.organs))
    page = placed_pages(render_pdf(sealed).content)[-1]
    circles = [circle.box() for circle in page.shapes if _is_seal(circle)]
    assert len(circles) == 4
    for one, other in combinations(circles, 2):
        apart = ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5
        assert apart > 42
    assert min(box[0] for box in circles) > 28
    assert max(box[2] for box in circles) < 184
    last_line = max(run.y for run in page.runs if "好做法" in run.text)
    assert 0 < min(box[1] for box in circles) - last_line < 10.45


def test_a_seal_presses_on_the_name_and_the_date_of_its_organ() -> None:
    organ = replace(NOTICE.organs[0], seal=Seal(seal_image(NOTICE.organs[0].name)))
    pages = placed_pages(render_pdf(replace(NOTICE, organs=(organ,))).content)
    page = next(page for page in pages if any(_is_seal(shape) for shape in page.shapes))
    left, top, right, bottom = next(shape for shape in page.shapes if _is_seal(shape)).box()
    date = run_with(page, "3月5日")
    assert date.end == pytest.approx(184 - 4 * 5.57, abs=MILLIMETRE)
    assert (left + right) / 2 == pytest.approx((date.xs[0] + date.end) / 2, abs=MILLIMETRE)
    assert top < date.y < bottom
    text_ends = max(run.y for run in page.runs if run.y < top)
    assert top - text_ends < 10.45


def test_an_unsealed_date_begins_two_characters_right_of_the_name() -> None:
    page = placed_pages(render_pdf(REQUEST).content)[-1]
    name = next(run for run in page.runs if run.text == "舟山市人民政府")
    assert run_with(page, "3月5日").xs[0] - name.xs[0] == pytest.approx(2 * 5.57, abs=NEAR)


def test_an_attachment_begins_a_page_with_its_label_and_its_title_on_the_third_line() -> None:
    pages = placed_pages(render_pdf(NOTICE).content)
    page = next(page for page in pages if page.runs[0].text == "附件1")
    assert page.runs[0].xs[0] == pytest.approx(28, abs=NEAR)
    assert page.runs[1].y - page.runs[1].size * 0.88 == pytest.approx(37 + 2 * 10.45, abs=MILLIMETRE)


def test_a_signature_never_stands_on_a_page_without_text() -> None:
    for length in range(40, 47):
        sheet = replace(REQUEST, blocks=(Block(0, "海" * 28 * length),), attachments=(), note="")
        page = next(
            page
            for page in placed_pages(render_pdf(sheet).content)
            if any(run.text == "舟山市人民政府" and run.size < 6 for run in page.runs)
        )
        assert any(run.text.startswith("海") for run in page.runs), length


def _is_seal(item: Shape) -> bool:
    left, top, right, bottom = item.box()
    return item.stroke is not None and right - left == pytest.approx(40.6, abs=0.1) and bottom - top > 40
