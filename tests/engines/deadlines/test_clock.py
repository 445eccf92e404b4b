"""Worked examples with the State Council's calendar of 2026 (行政许可法 第三十二、四十二、四十五、八十二条)."""

from datetime import date, timedelta

import pytest

from engines.deadlines import Extension, Limit, Pause, compute_deadline
from engines.workdays import Calendar

ACCEPTED = date(2026, 4, 27)
ARTICLE_42 = "《行政许可法》第四十二条"
EXPERT_REVIEW = Pause(date(2026, 5, 6), date(2026, 5, 12), "专家评审")


@pytest.mark.parametrize(
    ("limit", "extension", "pauses", "due"),
    [
        (5, 0, (), date(2026, 5, 7)),
        (20, 0, (), date(2026, 5, 27)),
        (20, 10, (), date(2026, 6, 10)),
        (20, 0, (EXPERT_REVIEW,), date(2026, 6, 4)),
        (20, 10, (EXPERT_REVIEW,), date(2026, 6, 18)),
    ],
    ids=["notice", "decision", "extended", "special procedure", "extended with special procedure"],
)
def test_working_days_go_by_the_notice(
    calendar: Calendar, limit: int, extension: int, pauses: tuple[Pause, ...], due: date
) -> None:
    extended = Extension(extension, statute=ARTICLE_42) if extension else None
    found = compute_deadline(Limit(limit), ACCEPTED, calendar, pauses=pauses, extension=extended)
    assert found.due_on == due
    assert not found.provisional


def test_the_explanation_tells_every_day_of_the_notice_limit(calendar: Calendar) -> None:
    spans = compute_deadline(Limit(5), ACCEPTED, calendar).explanation
    assert [(span["from"], span["to"], span["rule"], span["counted"]) for span in spans] == [
        ("2026-04-27", "2026-04-27", "start", False),
        ("2026-04-28", "2026-04-30", "workday", True),
        ("2026-05-01", "2026-05-05", "holiday", False),
        ("2026-05-06", "2026-05-07", "workday", True),
    ]
    assert [span.get("running_total") for span in spans] == [None, 3, None, 5]


def test_a_make_up_saturday_counts_and_is_named(calendar: Calendar) -> None:
    found = compute_deadline(Limit(3), date(2026, 5, 6), calendar)
    assert found.due_on == date(2026, 5, 9)
    assert found.explanation[-1]["rule"] == "makeup_workday"
    assert found.explanation[-1]["zh"] == "劳动节调休上班"


def test_a_special_procedure_gives_its_reason_and_its_article(calendar: Calendar) -> None:
    spans = compute_deadline(Limit(20), ACCEPTED, calendar, pauses=[EXPERT_REVIEW]).explanation
    left_out = [span for span in spans if span["rule"] == "special_procedure"]
    assert [(span["from"], span["to"], span["days"], span["counted"]) for span in left_out] == [
        ("2026-05-06", "2026-05-12", 7, False),
    ]
    assert left_out[0]["zh"].startswith("专家评审")
    assert "第四十五条" in left_out[0]["zh"]


def test_a_limit_of_nothing_is_the_same_day(calendar: Calendar) -> None:
    found = compute_deadline(Limit(0), ACCEPTED, calendar)
    assert found.due_on == ACCEPTED
    assert [span["rule"] for span in found.explanation] == ["same_day"]


@pytest.mark.parametrize(("start", "due"), [(date(2026, 5, 1), date(2026, 5, 6)), (date(2026, 5, 9), date(2026, 5, 9))])
def test_a_limit_of_nothing_that_starts_on_a_day_of_rest_ends_on_the_next_working_day(
    calendar: Calendar, start: date, due: date
) -> None:
    assert compute_deadline(Limit(0), start, calendar).due_on == due


def test_what_comes_in_on_a_holiday_starts_counting_on_the_next_working_day(calendar: Calendar) -> None:
    assert compute_deadline(Limit(1), date(2026, 5, 2), calendar).due_on == date(2026, 5, 6)


def test_calendar_days_pass_over_holidays_too(calendar: Calendar) -> None:
    found = compute_deadline(Limit(15, "calendar_day"), ACCEPTED, calendar)
    assert found.due_on == ACCEPTED + timedelta(days=15)
    assert [(span["rule"], span["days"]) for span in found.explanation[1:]] == [("calendar_day", 15)]


def test_calendar_days_that_end_in_a_holiday_end_on_the_next_working_day(calendar: Calendar) -> None:
    found = compute_deadline(Limit(5, "calendar_day"), ACCEPTED, calendar)
    assert found.due_on == date(2026, 5, 6)
    assert [(span["rule"], span["from"], span["counted"]) for span in found.explanation] == [
        ("start", "2026-04-27", False),
        ("calendar_day", "2026-04-28", True),
        ("holiday", "2026-05-03", False),
        ("next_working_day", "2026-05-06", False),
    ]
    assert found.explanation[-1]["basis"] == "《民法典》第二百零三条"


@pytest.mark.parametrize(("days", "due"), [(12, date(2026, 5, 9)), (13, date(2026, 5, 11)), (14, date(2026, 5, 11))])
def test_a_make_up_saturday_is_no_day_of_rest_and_the_sunday_after_it_is(
    calendar: Calendar, days: int, due: date
) -> None:
    assert compute_deadline(Limit(days, "calendar_day"), ACCEPTED, calendar).due_on == due


def test_calendar_days_stop_for_a_special_procedure(calendar: Calendar) -> None:
    found = compute_deadline(Limit(15, "calendar_day"), ACCEPTED, calendar, pauses=[EXPERT_REVIEW])
    assert found.due_on == ACCEPTED + timedelta(days=15 + 7)


def test_an_extension_counts_in_its_own_unit(calendar: Calendar) -> None:
    extended = Extension(5, "working_day", "《某条例》第九条")
    found = compute_deadline(Limit(15, "calendar_day"), ACCEPTED, calendar, extension=extended)
    assert found.due_on == date(2026, 5, 19)
    assert [(span["rule"], span["days"], span["basis"]) for span in found.explanation if span["extension"]] == [
        ("workday", 3, "《某条例》第九条"),
        ("workday", 2, "《某条例》第九条"),
    ]


@pytest.mark.parametrize(
    ("limit", "start", "provisional"),
    [
        (Limit(5), date(2026, 12, 20), False),
        (Limit(5), date(2026, 12, 28), True),
        (Limit(2, "calendar_day"), date(2026, 12, 28), False),
        (Limit(5, "calendar_day"), date(2026, 12, 28), True),
        (Limit(5), date(2027, 3, 1), True),
    ],
    ids=["within 2026", "into 2027", "calendar days within 2026", "calendar days into 2027", "within 2027"],
)
def test_a_date_that_rests_on_a_guessed_year_says_so(
    calendar: Calendar, limit: Limit, start: date, *, provisional: bool
) -> None:
    assert compute_deadline(limit, start, calendar).provisional is provisional


def test_a_date_that_counted_guessed_days_says_so_too(calendar: Calendar) -> None:
    found = compute_deadline(Limit(5), date(2024, 12, 27), calendar)
    assert found.due_on.year == 2025
    assert found.provisional


def test_the_spans_of_a_guessed_year_are_marked(calendar: Calendar) -> None:
    spans = compute_deadline(Limit(5), date(2026, 12, 28), calendar).explanation
    assert [(span["from"], span["provisional"]) for span in spans] == [
        ("2026-12-28", False),
        ("2026-12-29", False),
        ("2027-01-01", True),
        ("2027-01-02", True),
        ("2027-01-04", True),
    ]


def test_days_of_an_extension_are_told_apart_with_their_statute(calendar: Calendar) -> None:
    extended = Extension(2, statute=ARTICLE_42)
    spans = compute_deadline(Limit(3), ACCEPTED, calendar, extension=extended).explanation
    assert [(span["zh"], span["days"], span["extension"], span["basis"]) for span in spans if span["counted"]] == [
        ("工作日", 3, False, None),
        ("工作日（延长期限）", 2, True, ARTICLE_42),
    ]


def test_a_holiday_names_its_notice(calendar: Calendar) -> None:
    (holiday,) = [
        span for span in compute_deadline(Limit(5), ACCEPTED, calendar).explanation if span["rule"] == "holiday"
    ]
    assert (holiday["zh"], holiday["basis"]) == ("劳动节放假", calendar.rule(date(2026, 5, 1)).basis)
    assert "2026年部分节假日" in holiday["basis"]


def test_every_span_says_who_has_the_ball(calendar: Calendar) -> None:
    spans = compute_deadline(Limit(20), ACCEPTED, calendar, pauses=[EXPERT_REVIEW]).explanation
    assert {span["holder"] for span in spans if span["rule"] == "special_procedure"} == {"third_party"}
    assert {span["holder"] for span in spans if span["rule"] != "special_procedure"} == {"office"}
