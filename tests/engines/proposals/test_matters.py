"""What is a matter and what is not; titles, paths, rhythms and targets."""

import pytest

from engines.proposals import BASES, REASONS
from tests.engines.proposals.city import only, read, words


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("一、存在的主要问题\n二是数据共享仍需加强。", "problems"),
        ("目前宣传工作存在力度不够的问题。", "problems"),
        ("一、背景和意义\n加快推进数字化转型。", "background"),
        ("推进转型，是落实战略部署的关键抓手。", "background"),
        ("会议指出，这项工作是硬任务。", "background"),
        ("2018年12月28日，省政府印发了总体方案。", "past"),
        ("会议听取了工作汇报，讨论了有关问题。", "past"),
        ("上半年，全市已完成改造项目12个。", "past"),
        ("一、上半年工作回顾\n完善工作机制。", "past"),
        ("现将有关事项通知如下：", "opening"),
        ("各县（区）人民政府，市政府各部门：", "opening"),
        ("要深入贯彻会议精神，切实提高政治站位。", "slogan"),
        ("一、工作目标\n聚焦改革，推进转型，确保取得实质性突破。", "slogan"),
        ("会议强调，要压实责任，做到守土有责。", "slogan"),
        ("阅。", "no_action"),
        ("联系人：王五。", "no_action"),
        ("关于推进转型工作的通知", "heading"),
    ],
)
def test_what_is_passed_over_and_why(text: str, reason: str) -> None:
    found = read(text)
    assert found.proposals == ()
    assert found.skipped[-1].reason == reason
    assert found.skipped[-1].sentence == text.rpartition("\n")[2]


def test_every_code_has_its_sentences() -> None:
    texts = "完善机制。\n由市财政局牵头，各部门配合，两周内完成治安检查，每周通报。\n"
    texts += "阅。\n各单位要在3个工作日内报送，覆盖率达到90%。"
    found = read(texts)
    assert {ground.basis for item in found.proposals for ground in item.grounds} <= set(BASES)
    assert {item.reason for item in found.skipped} <= set(REASONS)
    assert all(sentences.zh and sentences.en for sentences in (*BASES.values(), *REASONS.values()))


def test_headings_are_the_path_and_the_first_sentence_the_title() -> None:
    headings = "一、 [bookmark: _GoBack]举措\n（二）深化应用体系。\n2. 推进监管应用。\n"
    text = f"{headings}推广监管平台。围绕目标，做到规范监管。"
    found = only(text)
    assert found.path == ("一、 举措", "（二）深化应用体系", "2. 推进监管应用")
    assert (found.title, found.sentence, found.paragraph) == (
        "推广监管平台",
        "推广监管平台。围绕目标，做到规范监管。",
        4,
    )
    assert [item.sentence for item in read(text).skipped] == headings.splitlines()


def test_a_numbered_line_with_nothing_below_is_a_matter() -> None:
    found = read("一、任务\n1.完成系统对接\n2.制定管理办法\n3.开展培训\n请各单位于9月底前报送总结。").proposals
    assert [item.title for item in found] == ["完成系统对接", "制定管理办法", "开展培训", "报送总结"]


def test_a_topic_is_no_title() -> None:
    found = only("（一）经济调节。推行决策分析系统，实现预警。")
    assert (found.title, found.path) == ("推行决策分析系统", ("（一）经济调节",))


def test_counted_parts_are_matters_of_their_own() -> None:
    found = read("完善制度体系：一是修订管理办法；二是出台实施细则。").proposals
    assert [(item.title, item.path) for item in found] == [
        ("修订管理办法", ("完善制度体系",)),
        ("出台实施细则", ("完善制度体系",)),
    ]


def test_a_title_is_short() -> None:
    assert len(only("建设" + "一体化智能化" * 30 + "平台。").title) == 60


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("实现100％ 的事项网上可办，90%掌上可办。", "100%、90%"),
        ("申报材料减少50% 以上。", "减少50%以上"),
        ("审批最多90 天。", "最多90天"),
        ("时限分别压减至4个和2个工作日以内。", "压减至4个和2个工作日以内"),
        ("实现企业开办一日办结。", "一日办结"),
        ("办理时间不超过90天。", "不超过90天"),
        ("新增公共泊位3000个以上。", "新增公共泊位3000个以上"),
        ("系统覆盖市政府全部直属部门。", "覆盖市政府全部直属部门"),
    ],
)
def test_a_goal_with_a_figure_is_a_matter_with_its_target(text: str, target: str) -> None:
    assert only(f"二、工作目标\n{text}").target == target


def test_weekly_and_monthly_bulletins_and_looking_back_are_three_matters() -> None:
    text = "建立指标周通报制度、月度工作汇总通报制度，加强动态检查，特别是对之前完成的工作开展“回头看”。"
    weekly, monthly, back = read(f"五、工作要求\n（四）落实督查机制。{text}").proposals
    assert [item.cadence for item in (weekly, monthly, back)] == ["weekly", "monthly", None]
    assert [item.title for item in (weekly, monthly, back)] == [
        "建立指标周通报制度",
        "月度工作汇总通报制度",
        "对之前完成的工作开展“回头看”",
    ]
    assert (words(weekly, "cadence"), words(monthly, "cadence")) == ([("周通报", "weekly")], [("月度", "monthly")])
    assert ("回头看", "verb") in words(back, "action")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("会议决定，从9月1日起，全市公交车实行免费乘车。", "全市公交车实行免费乘车"),
        ("请市公安局认真研究，切实做好校园安全工作。", "切实做好校园安全工作"),
        ("要及时转移群众。", "及时转移群众"),
        ("应用支撑。完善数据交换系统。", "完善数据交换系统"),
        ("督促各县（区）于9月底前完成物资储备。", "督促完成物资储备"),
        ("对未按时整改的单位，约谈主要负责人。", "约谈主要负责人"),
    ],
)
def test_a_title_says_what_is_to_be_done(text: str, title: str) -> None:
    assert only(text).title == title


def test_what_only_describes_belongs_to_the_matter_below_its_heading_alone() -> None:
    below = only("推进溯源平台建设。平台对全流程留有记录。建立机制。")
    assert below.sentence == "推进溯源平台建设。平台对全流程留有记录。建立机制。"
    alone = read("当前形势严峻。要加强值班值守，排查隐患。")
    assert [item.sentence for item in alone.proposals] == ["要加强值班值守，排查隐患。"]
    assert [(item.sentence, item.reason) for item in alone.skipped] == [("当前形势严峻。", "no_action")]


def test_the_words_of_the_action() -> None:
    found = only("推进平台建设。对设备运行数据进行汇总，加快完善机制，按照省里统一部署，为决策提供支撑。")
    assert words(found, "action") == [("推进", "heading"), ("进行", "verb"), ("完善", "verb")]
