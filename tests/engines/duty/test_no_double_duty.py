"""Nobody is on two shifts that overlap or touch: the database itself refuses it, also of two who write at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select, update

from engines.duty.models import EXCLUSION, DutyPost
from engines.duty.people import whose
from kit.database import Database, DuplicateRow, Unit
from kit.ids import new_id

NIGHT = 900


def add(unit: Unit, person: uuid.UUID, begin: int, end: int, *, active: bool = True) -> uuid.UUID:
    post_id = new_id()
    place: dict[str, Any] = {"shift_id": new_id(), "roster_id": new_id(), "role": "officer"}
    minutes = {"line_begin": begin, "line_end": end, "active": active}
    unit.add(DutyPost, id=post_id, **place, **minutes, **whose(person, "明远", ""))
    unit.flush()
    return post_id


def test_of_many_who_write_at_once_one_is_on_duty(database: Database) -> None:
    person, minutes = new_id(), [(0, NIGHT), (60, NIGHT + 60), (NIGHT, NIGHT + 5), (-10, 0), (30, 40)]

    def reach(span: tuple[int, int]) -> str:
        try:
            with database.unit() as unit:
                add(unit, person, *span)
        except DuplicateRow as refused:
            return refused.constraint
        return ""

    with ThreadPoolExecutor(len(minutes)) as threads:
        refused = [*threads.map(reach, minutes)]
    assert refused.count("") >= 1
    assert all(EXCLUSION in said for said in refused if said)
    with database.unit() as unit:
        taken = sorted((row.line_begin, row.line_end) for row in unit.rows(select(*DutyPost.__table__.c)))
    assert len(taken) == refused.count("")
    assert all(first[1] < second[0] for first, second in pairwise(taken))


def test_drafts_others_and_times_beside_stand_in_nobodys_way(database: Database) -> None:
    person = new_id()
    with database.unit() as unit:
        add(unit, person, 0, NIGHT)
        add(unit, person, NIGHT + 1, NIGHT + 1440)
        add(unit, person, -1440, -1)
        add(unit, new_id(), 0, NIGHT)
        draft = add(unit, person, 10, 20, active=False)
    with pytest.raises(DuplicateRow), database.unit() as unit:
        unit.write(update(DutyPost).where(DutyPost.id == draft).values(active=True))
    with database.unit() as unit:
        assert unit.scalar(select(func.count()).where(DutyPost.person_id == person, DutyPost.active)) == 3


@pytest.mark.parametrize("span", [(NIGHT, NIGHT + 5), (-5, 0), (-1440, 0), (NIGHT, NIGHT + 1440)])
def test_a_duty_that_only_touches_another_is_refused(database: Database, span: tuple[int, int]) -> None:
    person = new_id()
    with database.unit() as unit:
        add(unit, person, 0, NIGHT)
    with pytest.raises(DuplicateRow) as refused, database.unit() as unit:
        add(unit, person, *span)
    assert EXCLUSION in refused.value.constraint
