"""Own powers and lent ones: permission and reach of one never mix with those of another."""

from dataclasses import replace

from auth import DataScope, LentPowers, Subject
from kit.ids import new_id
from tests.engines.subjects import officer

HERE, THERE = "here", "there"


def lent(permission: str, department: str) -> LentPowers:
    return LentPowers(
        new_id(), new_id(), "应晓峰", frozenset({permission}), DataScope(departments=frozenset({department}))
    )


def deputy(*powers: LentPowers) -> Subject:
    return replace(officer("cases.review", departments=(HERE,)), lent=powers)


def test_a_lent_permission_reaches_as_far_as_its_lender_and_no_further() -> None:
    subject = deputy(lent("cases.decide", THERE))
    assert subject.holds("cases.decide", THERE)
    assert subject.holds("cases.review", HERE)
    assert not subject.holds("cases.decide", HERE)
    assert not subject.holds("cases.review", THERE)


def test_two_lenders_do_not_add_up() -> None:
    subject = deputy(lent("cases.decide", THERE), lent("cases.accept", "elsewhere"))
    assert not subject.holds("cases.decide", "elsewhere")
    assert not subject.holds("cases.accept", THERE)


def test_on_whose_powers_something_rests() -> None:
    theirs = lent("cases.review", HERE)
    other = lent("cases.decide", HERE)
    subject = deputy(theirs, other)
    assert subject.lender("cases.review", [HERE], None) is None
    assert subject.lender("cases.review", [HERE], subject.id) is None
    assert subject.lender("cases.review", [HERE], theirs.officer_id) == theirs
    assert subject.lender("cases.decide", [HERE], None) == other
    assert subject.lender("cases.decide", [THERE], None) is None
