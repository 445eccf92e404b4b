"""The indicators, each with what it counts of one matter; a group's figure is the sum over its matters.

What the city wants of them (the targets) is data of its pack; what they mean is the same everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from sqlalchemy import Row

from engines.indicators.facts import MatterFacts

Amount = tuple[Fraction | int, int]
NOTHING: Amount = (0, 0)
#: A licence that an earlier part of a joint case produced counts as a licence.
SAVED = ("licence", "shared_data")


@dataclass(frozen=True)
class Line:
    """One matter: what its revision in force says (None once withdrawn), and what its cases came to (None without)."""

    code: str
    name: str
    region: str
    department: str
    topic: str
    facts: MatterFacts | None
    usage: Row[Any] | None


@dataclass(frozen=True)
class Indicator:
    """One indicator: numerator and denominator of a matter, and how a person reads them."""

    code: str
    zh: str
    en: str
    counts: Literal["matters", "cases", "materials"]
    definition: str
    definition_en: str
    source: str
    of: Callable[[Line], Amount]


def _catalogue(holds: Callable[[MatterFacts], bool], among: Callable[[MatterFacts], bool] | None = None) -> Any:
    """Count the matters in force for which something holds, among all or some."""

    def of(line: Line) -> Amount:
        if line.facts is None or (among is not None and not among(line.facts)):
            return NOTHING
        return int(holds(line.facts)), 1

    return of


def _compression(line: Line) -> Amount:
    if line.facts is None or not line.facts.statutory.days:
        return NOTHING
    return 1 - Fraction(line.facts.promised.days, line.facts.statutory.days), 1


def _filed_online(line: Line) -> Amount:
    return NOTHING if line.usage is None else (line.usage.filed_online, line.usage.filed)


def _on_time(line: Line) -> Amount:
    return NOTHING if line.usage is None else (line.usage.on_time, line.usage.decided)


def _materials(*ways: str) -> Callable[[Line], Amount]:
    def of(line: Line) -> Amount:
        if line.usage is None:
            return NOTHING
        found = line.usage.materials
        return sum(found.get(way, 0) for way in ways), sum(found.values())

    return of


def _one_certificate(facts: MatterFacts) -> bool:
    return not facts.in_the_way()


def _strictly(facts: MatterFacts) -> bool:
    return not facts.in_the_way(strict=True)


_CATALOGUE = "GB/T 39554.1-2020、事项目录现行版本"
_CASES = "GB/T 39046-2020、近一年办件"

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "online",
        "网上可办率",
        "can be done online",
        "matters",
        "办理形式含电脑端或移动端、且网办深度达Ⅲ级以上（网上受理或全程网办）的事项数 ÷ 在用事项数。",
        "Matters that are handled on a computer or a phone to depth III or IV (accepted online, or online throughout) "
        "among all matters in force.",
        _CATALOGUE,
        _catalogue(lambda facts: facts.online),
    ),
    Indicator(
        "mobile",
        "掌上可办率",
        "can be done by phone",
        "matters",
        "办理形式含移动端、且网办深度达Ⅲ级以上的事项数 ÷ 在用事项数。",
        "Matters that are handled on a phone to depth III or IV among all matters in force.",
        _CATALOGUE,
        _catalogue(lambda facts: facts.mobile),
    ),
    Indicator(
        "one_certificate_livelihood",
        "民生事项“一证通办”率",
        "livelihood matters with one certificate alone",
        "matters",
        "全部必要材料（材料必要性为1）均可由电子证照、共享数据或告知承诺替代的民生事项数 ÷ 在用民生事项数。",
        "Livelihood matters whose every necessary material (necessity 1) can be had by licence, shared data or "
        "commitment, among all livelihood matters in force.",
        _CATALOGUE,
        _catalogue(_one_certificate, lambda facts: facts.livelihood),
    ),
    Indicator(
        "one_certificate_livelihood_strict",
        "民生事项“一证通办”率（不计告知承诺）",
        "livelihood matters with one certificate alone, without commitment",
        "matters",
        "全部必要材料均可由电子证照或共享数据替代（不计告知承诺）的民生事项数 ÷ 在用民生事项数。",
        "As above, where a commitment does not count: every necessary material by licence or shared data.",
        _CATALOGUE,
        _catalogue(_strictly, lambda facts: facts.livelihood),
    ),
    Indicator(
        "one_certificate",
        "“一证通办”率",
        "with one certificate alone",
        "matters",
        "全部必要材料均可由电子证照、共享数据或告知承诺替代的事项数 ÷ 在用事项数。",
        "Matters whose every necessary material can be had by licence, shared data or commitment, among all in force.",
        _CATALOGUE,
        _catalogue(_one_certificate),
    ),
    Indicator(
        "one_certificate_strict",
        "“一证通办”率（不计告知承诺）",
        "with one certificate alone, without commitment",
        "matters",
        "全部必要材料均可由电子证照或共享数据替代（不计告知承诺）的事项数 ÷ 在用事项数。",
        "As above, where a commitment does not count.",
        _CATALOGUE,
        _catalogue(_strictly),
    ),
    Indicator(
        "immediate",
        "即办件占比",
        "decided at once",
        "matters",
        "办件类型为即办件的事项数 ÷ 在用事项数。",
        "Immediate matters (decided at once) among all matters in force.",
        _CATALOGUE,
        _catalogue(lambda facts: facts.immediate),
    ),
    Indicator(
        "compression",
        "承诺时限压缩比",
        "promised limit against statutory",
        "matters",
        "各事项（1 − 承诺期限天数 ÷ 法定期限天数）的平均值；两者单位不同时按天数计，法定期限为0的不计。",
        "The mean over matters of 1 − promised ÷ statutory days, by number of days also where the units differ; "
        "a matter without statutory days is left out.",
        _CATALOGUE,
        _compression,
    ),
    Indicator(
        "filed_online",
        "网上申报率",
        "filed online",
        "cases",
        "近一年经移动端、电脑端、一件事和免申即享申报的办件数 ÷ 全部申报办件数（其余为窗口申报）。",
        "Cases of the last year filed by phone, on a computer, as part of a joint matter or proactively, among all "
        "filed (the others came in over the counter).",
        _CASES,
        _filed_online,
    ),
    Indicator(
        "materials_saved",
        "免提交材料占比",
        "materials saved",
        "materials",
        "近一年申报的办件中，由电子证照、共享数据或前序环节结果替代提交的材料数 ÷ 全部已满足的材料数；告知承诺另计。",
        "Materials of the last year's cases satisfied by a licence, shared data or an earlier part's result instead of "
        "being brought, among all materials satisfied; commitments are counted apart.",
        _CASES,
        _materials(*SAVED),
    ),
    Indicator(
        "materials_committed",
        "告知承诺材料占比",
        "materials replaced by commitment",
        "materials",
        "近一年申报的办件中，以告知承诺替代提交的材料数 ÷ 全部已满足的材料数。",
        "Materials of the last year's cases for which a commitment stands, among all materials satisfied.",
        _CASES,
        _materials("commitment"),
    ),
    Indicator(
        "on_time",
        "按时办结率",
        "decided on time",
        "cases",
        "近一年作出决定的办件中，决定日不晚于承诺到期日的办件数 ÷ 作出决定的办件数。只考核办理部门用时："
        "到期日已扣除补正、特别程序等非办理部门用时，并计入经批准的延期。",
        "Cases decided within the last year on or before their promised date, among all decided. Only the office's "
        "days are assessed: the date has moved by what was the applicant's or a third party's (correction, special "
        "procedures) and by approved extensions.",
        "《行政许可法》第四十二条、第四十五条；近一年办件",
        _on_time,
    ),
)
BY_CODE = {item.code: item for item in INDICATORS}
