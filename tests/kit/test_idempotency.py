"""Stored answers do not stay for ever."""

from datetime import timedelta

from sqlalchemy import select

from kit import clock
from kit.database import Unit
from kit.idempotency import KEPT, IdempotencyAnswer, purge_answers


def test_only_answers_past_their_time_go(unit: Unit) -> None:
    for key, age in (("old", KEPT + timedelta(minutes=1)), ("young", KEPT - timedelta(minutes=1))):
        unit.add(
            IdempotencyAnswer,
            owner="somebody",
            key=key,
            request_hash="",
            status=201,
            body="{}",
            created_at=clock.now() - age,
        )
    unit.flush()
    assert purge_answers(unit) == 1
    assert [row.key for row in unit.rows(select(IdempotencyAnswer.key))] == ["young"]
