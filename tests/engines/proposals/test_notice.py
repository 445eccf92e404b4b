"""The city's notice on digital transformation and the minutes of its meeting, as the pack has them."""

from datetime import date

from engines.proposals import Proposal, propose
from tests.engines.proposals.city import pack_body, pack_departments, pack_duties

NAMES = {item.code: item.short_name for item in pack_departments()}


def proposals(name: str) -> dict[str, Proposal]:
    found = propose(pack_body(name), base=date(2019, 8, 1), departments=pack_departments(), duties=pack_duties())
    assert len({item.title for item in found.proposals}) == len(found.proposals)
    return {item.title: item for item in found.proposals}


def test_the_notice_gives_its_matters_with_owners_and_dates() -> None:
    found = proposals("01_transformation_notice")
    owners = {title: NAMES.get(item.owner or "") for title, item in found.items()}
    assert owners["率先建成应用国际航行船舶联合登临检查系统"] == "市港航和口岸管理局"
    assert owners["企业开办全流程一日办结"] == "市市场监管局"
    assert owners["不动产交易一般登记、抵押登记分别压减至4个、2个工作日以内"] == "市自然资源和规划局"
    assert owners["推行经济运行人工智能决策分析系统"] == "市发展改革委"
    assert owners["完善人才政策"] == "市人力社保局"
    assert owners["梳理核心业务"] is None
    assert {title: item.due_on for title, item in found.items() if item.due_on} == {
        "推行经济运行人工智能决策分析系统": date(2019, 12, 31),
        "率先建成应用国际航行船舶联合登临检查系统": date(2019, 12, 31),
        "完成试点地区基层治理综合信息平台迭代完善和“掌上基层”升级改造": date(2019, 9, 30),
        "完成全市平台迭代完善": date(2019, 12, 31),
        "完成市县平台与省级公共安全视频图像信息共享总平台对接": date(2019, 9, 30),
    }
    assert found["全面实现“掌上办”"].target == "100%、90%、超过60%"
    assert found["完成全市平台迭代完善"].path == ("三、深化应用体系", "（四）社会治理")
    assert [item.cadence for item in found.values() if item.cadence] == ["weekly", "monthly"]
    assert 30 <= len(found) <= 38


def test_the_minutes_give_what_was_decided_to_whom_it_names() -> None:
    found = proposals("05_meeting_minutes")
    assert NAMES[found["建立需求、责任两张清单"].owner or ""] == "市大数据局"
    trial = found["总结经验"]
    assert (NAMES[trial.owner or ""], [NAMES[code] for code in trial.co_owners], trial.due_on) == (
        "市人力社保局",
        ["定海区政府", "普陀区政府"],
        date(2019, 12, 31),
    )
    assert found["逐项核对未达标事项"].cadence == "weekly"
