"""Deadlines: which words set one, and which day they mean in a text of 1 August 2019 (a Thursday)."""

from datetime import date

import pytest

from tests.engines.proposals.city import only, read, words


@pytest.mark.parametrize(
    ("said", "day", "basis"),
    [
        ("9月底前", date(2019, 9, 30), "date"),
        ("９月底前", date(2019, 9, 30), "date"),
        ("九月底前", date(2019, 9, 30), "date"),
        ("12月底前", date(2019, 12, 31), "date"),
        ("11月中旬前", date(2019, 11, 20), "date"),
        ("8月20日前", date(2019, 8, 20), "date"),
        ("8月20日（周二）下班前", date(2019, 8, 20), "date"),
        ("8月20日17:00前", date(2019, 8, 20), "date"),
        ("6月30日前", date(2020, 6, 30), "next_year"),
        ("明年6月30日前", date(2020, 6, 30), "date"),
        ("2020年3月前", date(2020, 2, 29), "date"),
        ("二〇二〇年三月底前", date(2020, 3, 31), "date"),
        ("年底前", date(2019, 12, 31), "date"),
        ("今年底前", date(2019, 12, 31), "date"),
        ("2021年底", date(2021, 12, 31), "date"),
        ("2021年前", date(2020, 12, 31), "date"),
        ("到2022年，", date(2022, 12, 31), "date"),
        ("三季度末", date(2019, 9, 30), "date"),
        ("明年一季度末前", date(2020, 3, 31), "date"),
        ("一季度前", date(2019, 12, 31), "next_year"),
        ("下半年内", date(2019, 12, 31), "date"),
        ("8月5日至8月25日", date(2019, 8, 25), "date"),
        ("月底前", date(2019, 8, 31), "relative"),
        ("下月5日前", date(2019, 9, 5), "relative"),
        ("本周五前", date(2019, 8, 2), "relative"),
        ("下周一前", date(2019, 8, 5), "relative"),
        ("两周内", date(2019, 8, 15), "relative"),
        ("十日内", date(2019, 8, 11), "relative"),
        ("三个月内", date(2019, 11, 1), "relative"),
        ("半年内", date(2020, 2, 1), "relative"),
        ("48小时内", date(2019, 8, 3), "relative"),
        ("十个工作日内", None, "working_days"),
        ("收到通知后十日内", None, "from_event"),
        ("2月30日前", None, "impossible_date"),
    ],
)
def test_a_deadline_and_its_rule(said: str, day: date | None, basis: str) -> None:
    found = only(f"{said}完成平台改造。")
    assert (found.due_on, [rule for _, rule in words(found, "due")]) == (day, [basis])
    assert words(found, "due")[0][0] in said


@pytest.mark.parametrize(
    "said",
    [
        "每月底前报送进展。",
        "每年9月底前公布目录。",
        "清理6月30日前的存量项目。",
        "把时限压减至4个和2个工作日以内。",
        "做到受理后3个工作日内办结。",
        "建设3.0版平台。",
    ],
)
def test_what_is_no_deadline(said: str) -> None:
    assert words(only(said), "due") == []


def test_last_year_sets_no_deadline() -> None:
    assert words(only("对照去年9月底公布的清单开展核对。"), "due") == []


def test_the_year_that_is_named_goes_on() -> None:
    found = read("2021年3月底前完成试点工作，6月底前完成全面推广。").proposals
    assert [item.due_on for item in found] == [date(2021, 3, 31), date(2021, 6, 30)]


def test_two_dates_are_two_matters_each_with_its_own_clause() -> None:
    first, second = read("深化综合平台建设。9月底前，完成试点地区改造，并逐步推广。12月底前，完成全市改造。").proposals
    assert (first.title, first.due_on) == ("完成试点地区改造", date(2019, 9, 30))
    assert (second.title, second.due_on) == ("完成全市改造", date(2019, 12, 31))
    assert first.path == second.path == ("深化综合平台建设",)


def test_a_date_at_the_end_is_the_whole_sentences() -> None:
    found = only("深化监测平台应用。推行决策分析系统，支撑科学决策，并于12月底前在全市实现全覆盖。")
    assert (found.title, found.due_on, found.target) == ("深化监测平台应用", date(2019, 12, 31), "全覆盖")


def test_a_dated_sentence_stands_apart_from_what_has_no_date() -> None:
    found = read("加快视频工程建设。推进视频监控联网。9月底前，完成平台对接。推进解析平台建设。").proposals
    assert [(item.sentence, item.due_on) for item in found] == [
        ("推进视频监控联网。推进解析平台建设。", None),
        ("9月底前，完成平台对接。", date(2019, 9, 30)),
    ]
