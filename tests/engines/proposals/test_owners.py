"""Owners: who is named, everybody, or whose duty it is; and the words for it."""

import pytest

from tests.engines.proposals.city import DATA, ISLAND, POLICE, TRANSPORT, only, read, words


@pytest.mark.parametrize(
    ("text", "owner", "co_owners", "basis"),
    [
        ("由市公安局牵头，市交通运输局配合，开展联合检查。", POLICE, (TRANSPORT,), "named"),
        ("开展联合检查（市公安局牵头，市交通运输局、市大数据局配合）。", POLICE, (TRANSPORT, DATA), "named"),
        ("开展联合检查，牵头单位：市公安局；配合单位：市交通运输局。", POLICE, (TRANSPORT,), "named"),
        ("开展联合检查。（责任单位：市公安局、市交通运输局）", POLICE, (TRANSPORT,), "above"),
        ("开展联合检查（市公安局）。", POLICE, (), "named"),
        ("请市公安局会同市交通运输局拿出方案。", POLICE, (TRANSPORT,), "named"),
        ("请市公安局牵头，会同市交通运输局于本周五前拿出方案。", POLICE, (TRANSPORT,), "named"),
        ("舟山市公安局要开展专项检查。", POLICE, (), "named"),
        ("公安局、交通运输局要开展专项检查。", POLICE, (TRANSPORT,), "first_named"),
        ("市公安局：9月底前开展专项检查。", POLICE, (), "named"),
        ("岱山县要加快推进渔港建设。", ISLAND, (), "named"),
        ("各县（区）、市属各单位要开展自查。", None, (), "everybody"),
        ("在领导小组统筹下，各级各部门要建立协调机制。", None, (), "everybody"),
        ("推动全市各级政府部门基于“浙政钉”开发微应用。", None, (), "everybody"),
        ("由市财政局牵头，制定预算绩效办法。", None, (), "unknown"),
        ("市财政局、市公安局要保障经费和人员。", None, (POLICE,), "unknown"),
        ("推进视频监控联网。", POLICE, (), "duty"),
        ("加强视频监控，改造客运站，修复公路治安标识。", POLICE, (), "duty"),
    ],
)
def test_an_owner_and_the_rule(text: str, owner: str | None, co_owners: tuple[str, ...], basis: str) -> None:
    found = only(text)
    assert (found.owner, found.co_owners) == (owner, co_owners)
    assert words(found, "owner")[0][1] == basis


@pytest.mark.parametrize(
    "text",
    [
        "推动各部门业务专网迁移。",
        "建设覆盖各县（区）的指挥体系。",
        "严格按省公安局要求完成归集工作。",
        "明确相关部门负责人的责任。",
        "加强与市公安局平台的对接。",
    ],
)
def test_an_organ_in_the_middle_is_no_owner(text: str) -> None:
    assert words(only(text), "owner") == []


def test_another_citys_department_is_not_ours() -> None:
    assert [item.owner for item in read("由杭州市公安局牵头开展检查。").proposals] in ([], [None])


def test_a_tie_proposes_none_and_says_both() -> None:
    found = only("整合视频监控和数据共享资源。")
    assert found.owner is None
    assert words(found, "owner") == [("视频监控", "tie"), ("数据共享", "tie")]
    assert {ground.department for ground in found.grounds if ground.kind == "owner"} == {POLICE, DATA}


def test_a_word_lost_in_a_long_paragraph_makes_nobody_responsible() -> None:
    found = only("建设消防指挥平台。" + "汇总应急预案和灭火力量，提供辅助决策服务，" * 10 + "利用公路资料。")
    assert found.owner is None


def test_a_line_of_owners_belongs_to_the_paragraph_before_it() -> None:
    found = read("一、重点任务\n1.开展联合检查\n牵头单位：市公安局，配合单位：市财政局、市交通运输局\n2.制定管理办法")
    first, second = found.proposals
    assert (first.owner, first.co_owners, second.owner) == (POLICE, (TRANSPORT,), None)
    assert ("市财政局", "unknown") in words(first, "co_owner")
    assert [item.reason for item in found.skipped] == ["heading", "owner_line"]


def test_owners_of_a_heading_are_those_of_what_stands_below() -> None:
    first, second = read("（一）加强联网（市公安局牵头）\n1.完成平台对接。\n2.各部门要开展自查。").proposals
    assert (first.owner, words(first, "owner")) == (POLICE, [("市公安局", "above")])
    assert second.owner == POLICE
    assert first.path == ("（一）加强联网",)


def test_a_line_of_owners_below_a_heading_is_for_what_stands_below() -> None:
    found = read("（一）加强联网\n责任单位：市公安局\n1.完成平台对接。\n2.建立机制。").proposals
    assert [item.owner for item in found] == [POLICE, POLICE]


def test_brackets_in_the_heading_of_a_paragraph_name_its_owner() -> None:
    found = only("1.加强联网（市公安局牵头）。完成平台对接，建立机制。")
    assert (found.title, found.owner) == ("加强联网", POLICE)


def test_rows_of_a_pasted_table_are_matters() -> None:
    rows = "序号\t任务\t责任单位\t完成时限\n1\t完善平台方案\t市公安局、市交通运输局\t9月底前\n"
    rows += "2\t建设客运站\t市交通运输局\t年底前"
    first, second = read(rows).proposals
    assert (first.title, first.owner, first.co_owners) == ("完善平台方案", POLICE, (TRANSPORT,))
    assert (second.title, second.owner, str(second.due_on)) == ("建设客运站", TRANSPORT, "2019-12-31")


def test_two_owners_are_two_matters() -> None:
    found = read("一是市公安局要在9月底前完成对接；二是市交通运输局要完成清理。").proposals
    assert [(item.owner, item.title) for item in found] == [(POLICE, "完成对接"), (TRANSPORT, "完成清理")]


def test_the_subject_goes_on_to_the_next_sentence() -> None:
    found = only("市公安局要开展专项检查。建立长效机制。")
    assert (found.owner, found.sentence) == (POLICE, "市公安局要开展专项检查。建立长效机制。")


def test_figures_of_several_duties_are_several_matters() -> None:
    found = read("优化环境取得突破。视频监控完好率达到95%，客运站覆盖率达到90%。").proposals
    assert [(item.owner, item.target) for item in found] == [(POLICE, "达到95%"), (TRANSPORT, "达到90%")]


def test_without_a_heading_parts_of_several_duties_are_several_matters() -> None:
    found = read("推进视频监控联网；改造客运站，统一标识。").proposals
    assert [item.owner for item in found] == [POLICE, TRANSPORT]
