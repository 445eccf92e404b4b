"""Whatever is pasted: nothing is raised, nothing is lost, every word is the text's own, and it ends quickly."""

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from engines.proposals import propose
from tests.engines.proposals.city import DEPARTMENTS, DUTIES, read

PHRASES = (
    *(
        "完成平台改造",
        "9月底前",
        "年底前",
        "2月30日前",
        "两周内",
        "十个工作日内",
        "最多90天",
        "100%",
        "９",
        "每周",
        "周通报",
        "月度",
    ),
    *(
        "市公安局",
        "岱山县",
        "各部门",
        "牵头",
        "配合",
        "由",
        "请",
        "会同",
        "牵头单位：",
        "责任单位：",
        "（市公安局牵头）",
        "视频监控",
    ),
    *(
        "（",
        "）",
        "，",
        "、",
        "；",
        "。",
        "：",
        "\n",
        "\r\n",
        "\t",
        " ",
        "\u3000",
        "“",
        "”",
        "[bookmark: x]",
        "a",
        "\x00",
        "𠮷",
    ),
    *(
        "一、",
        "（一）",
        "1.",
        "①",
        "一是",
        "二是",
        "会议要求",
        "回头看",
        "存在的问题",
        "已完成",
        "了",
        "为",
        "推进",
        "加快",
        "坚持",
    ),
    *("目标", "背景", "是关键抓手", "数据共享"),
)
TEXTS = st.lists(st.sampled_from(PHRASES), max_size=40).map("".join) | st.text(max_size=60)
#: What numbers a paragraph, and blanks, are no sentence.
NUMBERING = re.compile(
    r"(?:\[bookmark:[^\]\n]*\]|[\s\x00-\x1f\x85\xa0第章部分篇（）()、.．0-9０-９一二三四五六七八九十百①-⑳])*"
)


@settings(max_examples=400, deadline=None, database=None, derandomize=True)
@given(text=TEXTS, base=st.dates())
def test_nothing_is_lost_and_every_word_is_the_texts_own(text: str, base: date) -> None:
    found = propose(text, base=base, departments=DEPARTMENTS, duties=DUTIES)
    places = [span for item in found.proposals for span in item.spans]
    places += [(item.start, item.end) for item in found.skipped]
    end = 0
    for start, following in sorted(places):
        assert start >= end
        assert NUMBERING.fullmatch(text, end, start)
        end = following
    assert NUMBERING.fullmatch(text, end)
    for item in found.proposals:
        assert 0 < len(item.title) <= 60
        assert item.sentence == "".join(text[start:end] for start, end in item.spans)
        assert all(ground.words == text[ground.start : ground.end] != "" for ground in item.grounds)
    assert all(item.sentence == text[item.start : item.end] for item in found.skipped)


def test_two_hundred_thousand_characters() -> None:
    text = (
        "（一）推进应用。\n深化平台建设。9月底前，完成视频监控改造，覆盖率达到90%以上。由市公安局牵头，建立机制。\n"
        * 4000
    )
    found = read(text[:200_000])
    assert len(found.proposals) > 7_000
