"""Which news a turn is, and what is said of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row

from engines.notifications.sentences import NEWS, Said

#: Values that are days, ``2026-11-30``.
DAYS = ("day", "before")

#: Turns of which the same is said as of another.
_SAME = {
    "case.post": "case.dispatch",
    "case.deem_accepted": "case.accept",
    "licence.lift": "licence.resume",
    "licence.reinstate": "licence.resume",
    "licence.carry_over": "licence.suspend",
    "licence.cancel": "licence.revoke",
    "licence.annul": "licence.revoke",
    "licence.reissue": "licence.change",
}


def news_of(event: Row[Any]) -> str | None:
    """Return which news a turn is, or None for one that its applicant need not hear of."""
    code = f"{event.record_kind}.{event.transition}"
    if event.record_kind == "case":
        code = _news_of_case(event, code)
    code = _SAME.get(code, code)
    return code if code in NEWS else None


def _news_of_case(event: Row[Any], code: str) -> str:
    outcome = event.detail.get("outcome")
    if event.transition == "submit" and event.to_state == "signing":
        return "case.submit.signing"
    if event.to_state == "done" and event.from_state != "done":
        return f"case.decide.{outcome}"
    if event.transition == "check_commitment":
        return f"{code}.{outcome}"
    if event.transition == "dispatch" and "tracking_number" not in event.detail:
        return ""  # The number is on its way, and is told with it.
    silent = (event.transition == "review" and event.from_state == event.to_state) or (
        event.transition == "decide_extension" and outcome != "approved"
    )
    return "" if silent else code


def said(code: str, values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return a piece of news in every language, each as ``title``, ``text``, ``short`` and ``to_do``.

    ``short`` is the plain form for elder mode: the title, and what to do.
    """
    news = NEWS[code]
    chinese = {name: _day(value) if name in DAYS else value for name, value in values.items()}
    return {"zh": _filled(news.zh, _Known(chinese), "。", ""), "en": _filled(news.en, _Known(values), ".", " ")}


class _Known(dict[str, str]):
    """What is known of a turn; an older event may lack what a newer sentence says, and is told all the same."""

    def __missing__(self, _name: str) -> str:
        return "—"


def _filled(words: Said, values: Mapping[str, str], stop: str, space: str) -> dict[str, str]:
    title, happened, to_do = (part.format_map(values) for part in (words.title, words.happened, words.to_do))
    return {
        "title": title,
        "text": space.join(part for part in (happened, to_do) if part),
        "short": space.join(part for part in (title + stop, to_do) if part),
        "to_do": to_do,
    }


def _day(value: str) -> str:
    day = date.fromisoformat(value)
    return f"{day.year}年{day.month}月{day.day}日"
