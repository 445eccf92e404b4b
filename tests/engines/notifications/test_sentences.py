"""The table of sentences: whole in both languages, and short."""

from string import Formatter

import pytest

from engines.notifications import NEWS
from engines.notifications.news import said


@pytest.mark.parametrize("code", sorted(NEWS))
def test_every_piece_of_news_is_whole_in_both_languages(code: str) -> None:
    named = {
        name
        for words in (NEWS[code].zh, NEWS[code].en)
        for part in (words.title, words.happened, words.to_do)
        for _, name, _, _ in Formatter().parse(part)
        if name
    }
    values = {name: "2026-11-30" if name in {"day", "before"} else f"<{name}>" for name in named}
    told = said(code, values)
    assert told["zh"].keys() == told["en"].keys() == {"title", "text", "short", "to_do"}
    assert "—" not in told["zh"]["text"] + told["en"]["text"]
    # Both languages say the same things.
    for name in named - {"day", "before"}:
        assert (f"<{name}>" in told["zh"]["text"]) == (f"<{name}>" in told["en"]["text"]), name
    assert len(told["zh"]["title"]) <= 20
