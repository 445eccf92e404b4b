import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.typesetting import Block, blocks_from_json, blocks_to_json, check_blocks, parse_text, text_of
from engines.typesetting.text import number_of


def test_typed_text_becomes_paragraphs_of_four_levels() -> None:
    blocks = parse_text(
        "　　为做好工作，通知如下。\n\n一、要求\n（一）目标\n1.事项\n（1）清单\r\n(二)原则\n2026年3月5日\n3.5个工作日\n"
    )
    assert [block.level for block in blocks] == [0, 1, 2, 3, 4, 2, 0, 0]
    assert blocks[0].text == "为做好工作，通知如下。"
    assert check_blocks(blocks) == ()


@pytest.mark.parametrize(
    "rest",
    [
        "9月底前完成清单。",
        "10月前建成平台。",
        "12月31日前验收。",
        "09月起试行。",
        "９月底前完成。",
        "3—5月集中整治。",
        "10月至11月抽查。",
        "2026年底前全面推开。",
        "2026—2028年分步实施。",
        "全面梳理事项。",
    ],
)
def test_a_number_before_a_date_is_a_number_of_its_paragraph(rest: str) -> None:
    for number in (1, 2, 12):
        for dot in (".", "．"):
            (block,) = parse_text(f"{number}{dot}{rest}")
            assert (block.level, number_of(block)) == (3, number)


@pytest.mark.parametrize(
    "text",
    [
        "1.9亿元资金已到位。",
        "3.5个工作日内办结。",
        "1.5个月内完成。",
        "2.5月龄以上儿童可接种。",
        "1.13月",
        "1.0月",
        "1.5年内完成。",
        "1.2026亿元。",
        "9.18事件",
        "2026.9月底前",
        "0.5天",
    ],
)
def test_a_decimal_number_is_text(text: str) -> None:
    assert parse_text(text) == (Block(0, text),)


def test_paragraphs_that_begin_with_dates_are_counted_in_turn() -> None:
    assert check_blocks(parse_text("任务如下：\n1.9月底前完成清单。\n2.10月前建成平台。\n3.2026年底前推开。")) == ()


def test_markup_is_text() -> None:
    assert parse_text("<b>一、</b> #strong[x] **重要**") == (Block(0, "<b>一、</b> #strong[x] **重要**"),)


@pytest.mark.parametrize(
    ("text", "paragraph", "code"),
    [
        ("一、要求\n1.目标", 2, "level_skipped"),
        ("一、要求\n（一）目标\n（1）清单", 3, "level_skipped"),
        ("（一）目标", 1, "level_skipped"),
        ("一、要求\n三、保障", 2, "number_out_of_turn"),
        ("正文\n一、要求\n（一）甲\n二、任务\n（二）乙", 5, "number_out_of_turn"),
        ("一、", 1, "heading_empty"),
    ],
)
def test_mistakes_of_structure_are_findings_with_the_paragraph(text: str, paragraph: int, code: str) -> None:
    (finding,) = check_blocks(parse_text(text))
    assert (finding.paragraph, finding.code) == (paragraph, code)
    assert f"第{paragraph}段" in finding.zh
    assert str(paragraph) in finding.en


def test_numbers_count_past_ten_and_start_anew_under_each_heading() -> None:
    numerals = [
        "一",
        "二",
        "三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        "十",
        "十一",
        "十二",
        "十三",
        "十四",
        "十五",
        "十六",
        "十七",
        "十八",
        "十九",
        "二十",
        "二十一",
    ]
    text = "\n".join(f"{numeral}、任务\n（一）甲\n（二）乙" for numeral in numerals)
    assert check_blocks(parse_text(text)) == ()


def test_a_heading_that_goes_on_is_a_heading_to_the_end_of_its_first_sentence() -> None:
    assert Block(2, "（一）工作目标。到年底完成。").parts() == ("（一）工作目标。", "到年底完成。")
    assert Block(1, "一、总体要求").parts() == ("一、总体要求", "")
    assert Block(3, "1.事项。清单").parts() == ("", "1.事项。清单")


@given(st.text())
def test_any_text_is_read_written_and_read_the_same(text: str) -> None:
    blocks = parse_text(text)
    assert parse_text(text_of(blocks)) == blocks
    assert blocks_from_json(blocks_to_json(blocks)) == blocks
    check_blocks(blocks)
