"""When something may ring, and by which template."""

from datetime import UTC, date, datetime

import pytest

from engines.notifications import KINDS, LANGUAGES, Quiet
from engines.notifications.ringing import released_at
from engines.visitors.texting import TEMPLATES
from gateways.sms import read_templates
from kit import clock
from tests.product import PACK

NIGHT = Quiet("21:00", "08:00")


def beijing(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=clock.BEIJING)


@pytest.mark.parametrize(
    ("moment", "until", "released"),
    [
        (beijing(25, 12), None, beijing(25, 12)),
        (beijing(25, 20, 59), None, beijing(25, 20, 59)),
        (beijing(25, 21), None, beijing(26, 8)),
        (beijing(26, 0, 30), None, beijing(26, 8)),
        (beijing(26, 8), None, beijing(26, 8)),
        # What is asked for today cannot wait for tomorrow; what is asked for tomorrow can.
        (beijing(25, 21, 30), date(2026, 11, 25), beijing(25, 21, 30)),
        (beijing(25, 21, 30), date(2026, 11, 26), beijing(26, 8)),
        (beijing(26, 0, 30), date(2026, 11, 26), beijing(26, 8)),
    ],
)
def test_quiet_hours_go_over_midnight(moment: datetime, until: date | None, released: datetime) -> None:
    assert released_at(NIGHT, moment.astimezone(UTC), until) == released
    assert released_at(None, moment, until) == moment


def test_quiet_hours_may_lie_within_a_day_or_be_none() -> None:
    noon = Quiet("12:00", "14:00")
    assert released_at(noon, beijing(25, 12, 30)) == beijing(25, 14)
    assert released_at(noon, beijing(25, 14)) == beijing(25, 14)
    assert released_at(Quiet("12:00", "12:00"), beijing(25, 12)) == beijing(25, 12)


def test_the_pack_has_a_template_for_every_kind_of_news_and_every_word_to_visitors() -> None:
    news = {f"{kind}.{language}" for kind in KINDS for language in LANGUAGES}
    assert set(read_templates(PACK)) == news | set(TEMPLATES.values())
