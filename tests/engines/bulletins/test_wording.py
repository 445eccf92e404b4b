"""The text of bulletins: numerals, ties, long lists, periods in which nothing happened."""

from datetime import datetime
from typing import Any

import pytest

from engines.assessment import MEASURES
from engines.bulletins.wording import body_of, numeral
from engines.typesetting import check_blocks, parse_text
from kit.clock import BEIJING

AS_OF = datetime(2026, 11, 23, 8, 30, tzinfo=BEIJING)


def figures(points: list[str], overdue: int = 0) -> dict[str, Any]:
    """Return the figures of a week in which units got these points and so many matters were overdue."""
    ranks = [1 + sum(float(other) > float(own) for other in points) for own in points]
    named = [
        {"number": f"D{place}", "title": f"事项{place}", "department": f"单位{place}", "days": 7}
        for place in range(1, min(overdue, 20) + 1)
    ]
    return {
        "period_name": "2026年第47周",
        "first_day": "2026-11-16",
        "last_day": "2026-11-22",
        "scheme_name": "周考评",
        "departments": len(points),
        "mean": "98.00",
        "totals": [
            {"measure": code, "unit": item.unit, "amount": 0, "previous_amount": 0} for code, item in MEASURES.items()
        ],
        "board": [
            {"rank": rank, "name": f"单位{place}", "amount": own, "explanation": f"得分{own}分。"}
            for place, (rank, own) in enumerate(zip(ranks, points, strict=True), 1)
        ],
        "overdue": {"matters": overdue, "days": overdue * 7, "named": named},
        "sheets": {"issued": 0, "named": []},
    }


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一")]
)
def test_numerals_are_those_of_headings(number: int, written: str) -> None:
    assert numeral(number) == written


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (["100.00", "100.00"], "各单位得分相同，均为100.00分。"),
        (["100.00"] * 4 + ["97.00"], "4个单位得分居前，均为100.00分。"),
        (
            ["100.00", "99.00", "98.00", "90.00"],
            "得分居前的单位是：单位1（100.00分），单位2（99.00分），单位3（98.00分）。",
        ),
        (["100.00", "90.00"], "（一）单位2。第2名，得分90.00分。"),
        ([], "本期没有参加考评的单位。"),
    ],
)
def test_scores_are_told_with_their_ties(points: list[str], said: str) -> None:
    assert said in body_of(figures(points), "week", AS_OF, 7)


def test_a_long_list_says_how_much_it_leaves_out_and_is_numbered_in_turn() -> None:
    body = body_of(figures(["100.00", "90.00"], overdue=33), "week", AS_OF, 7)
    assert "本周33件事项超期，合计231天。列出其中20件：" in body
    assert "（二十）单位20。事项20（D20），超期7天。" in body
    assert not check_blocks(parse_text(body))


def test_a_quiet_week_says_so() -> None:
    body = body_of(figures(["100.00"]), "week", AS_OF, 7)
    assert ("本周没有超期事项。" in body, "本周没有发出督办单。" in body) == (True, True)
    assert "数据截至11月23日08:30" in body
