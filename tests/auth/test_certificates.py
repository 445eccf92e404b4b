"""Numbers of every certificate kind (GB 11643, GB 32100); these tests move to ``tests/auth`` when there is one."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auth import KINDS, CertificateInvalid, check_certificate, resident_check_digit, uscc_check_digit
from auth.certificates import USCC_ALPHABET, normalise
from kit import clock
from tests.engines.zhoushan import items_of

FULL_WIDTH = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}
RESIDENT = "11010519491231002X"
SHIPPING = "91350100M000100Y43"


def dated(body: str) -> str:
    """Return 17 digits with their check character, so that whatever else is wrong is the only thing wrong."""
    return body + resident_check_digit(body)


GOOD = {
    "resident_id": [RESIDENT, "440524188001010014"],
    "hmt_residence_permit": [dated("81000019900101001"), dated("82000019900101001"), dated("83000019900101001")],
    "hm_travel_permit": ["H12345678", "M1234567801"],
    "taiwan_travel_permit": ["12345678", "1234567801"],
    "passport": ["E12345678", "EA1234567", "12345"],
    "foreign_permanent_residence": ["ABC123456789012", "911124198108030024"],
    "uscc": [SHIPPING, "11370800MB28559184", "11100000MB03271699"],
}
BAD = {
    "resident_id": [
        "",
        RESIDENT[:-1],
        RESIDENT + "0",
        dated("01010519491231002"),
        dated("11010519490231002"),
        dated("11010518491231002"),
        dated("81000019900101001"),
        "1101051949123100２X",
    ],
    "hmt_residence_permit": [RESIDENT, "81000019900101001", dated("84000019900101001"), dated("81000019901301001")],
    "hm_travel_permit": ["A12345678", "H1234567", "H123456789", "H１2345678"],
    "taiwan_travel_permit": ["1234567", "123456789", "A1234567", "１２３４５６７８"],
    "passport": ["E123", "E-1234567", "护照12345", "E" * 18],
    "foreign_permanent_residence": ["AB1234567890123", "ABC12345678901", RESIDENT, "911124198108030025"],
    "uscc": ["", SHIPPING[:-1], SHIPPING + "0", SHIPPING.replace("M", "I"), SHIPPING.replace("Y", "O")],
}


def holds(kind: str, number: str) -> bool:
    try:
        check_certificate(kind, number)
    except CertificateInvalid:
        return False
    return True


@st.composite
def residents(draw: st.DrawFn) -> str:
    """Draw a resident ID: a division, a date of birth, a serial, the check digit."""
    division = draw(st.integers(110000, 659999))
    born = draw(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
    return dated(f"{division}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}")


@st.composite
def codes(draw: st.DrawFn) -> str:
    """Draw a unified social credit code."""
    body = draw(st.text(st.sampled_from(USCC_ALPHABET), min_size=17, max_size=17))
    return body + uscc_check_digit(body)


def every_neighbour(number: str, alphabet: str) -> list[str]:
    return [
        number[:place] + other + number[place + 1 :]
        for place, character in enumerate(number)
        for other in alphabet
        if other != character
    ]


@pytest.mark.parametrize(("kind", "number"), [(kind, number) for kind in GOOD for number in GOOD[kind]])
def test_a_good_number_is_returned_as_it_is(kind: str, number: str) -> None:
    assert check_certificate(kind, number) == number


@pytest.mark.parametrize(("kind", "number"), [(kind, number) for kind in BAD for number in BAD[kind]])
def test_a_bad_number_is_refused_with_a_pointer_and_never_repeated(kind: str, number: str) -> None:
    with pytest.raises(CertificateInvalid) as caught:
        check_certificate(kind, number, "/form/number")
    assert [item.pointer for item in caught.value.pointers] == ["/form/number"]
    assert KINDS[kind].zh in caught.value.sentence("zh")
    assert not number or number not in str(caught.value.body("zh"))


def test_every_kind_is_tried_above_and_an_unknown_one_is_refused() -> None:
    assert set(GOOD) == set(BAD) == set(KINDS)
    assert not holds("library_card", RESIDENT)


def test_the_worked_examples_have_the_published_check_characters() -> None:
    assert resident_check_digit("11010519491231002") == "X"
    assert uscc_check_digit("91350100M000100Y4") == "3"


@given(residents())
def test_any_one_changed_digit_of_a_resident_id_is_refused(number: str) -> None:
    assert holds("resident_id", number)
    assert [wrong for wrong in every_neighbour(number, "0123456789X") if holds("resident_id", wrong)] == []


@given(codes())
def test_any_one_changed_character_of_a_credit_code_is_refused(number: str) -> None:
    assert holds("uscc", number)
    assert [wrong for wrong in every_neighbour(number, USCC_ALPHABET) if holds("uscc", wrong)] == []


@given(residents(), st.integers(0, 15))
def test_two_neighbours_swapped_are_refused(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert not holds("resident_id", swapped)


@given(st.one_of(residents().map(lambda n: ("resident_id", n)), codes().map(lambda n: ("uscc", n))), st.data())
def test_a_full_width_digit_is_refused(found: tuple[str, str], data: st.DataObject) -> None:
    kind, number = found
    place = data.draw(st.sampled_from([i for i, character in enumerate(number) if character in "0123456789"] or [0]))
    wide = number[:place] + number[place].translate(FULL_WIDTH) + number[place + 1 :]
    assume(wide != number)
    assert not holds(kind, wide)


@pytest.mark.parametrize(("kind", "number"), [(kind, number) for kind in GOOD for number in GOOD[kind]])
@pytest.mark.parametrize("tail", ["\n", " ", "\x00", "\u200b"], ids=["newline", "space", "nul", "zero width"])
def test_no_kind_takes_anything_after_its_number(kind: str, number: str, tail: str) -> None:
    assert KINDS[kind].holds(number)
    assert not KINDS[kind].holds(number + tail)


@pytest.mark.parametrize("typed", [" 110105 19491231 002x ", "11010519491231002X\n", "11010519491231002x"])
def test_spaces_line_breaks_and_case_are_brought_to_one_form(typed: str) -> None:
    assert check_certificate("resident_id", typed) == RESIDENT


@given(st.text())
def test_the_normal_form_is_final(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("born", "held"), [(date(2026, 4, 27), True), (date(2026, 4, 28), False)], ids=["today", "tomorrow"]
)
def test_nobody_is_born_tomorrow(born: date, *, held: bool) -> None:
    with clock.travel(date(2026, 4, 27)):
        assert holds("resident_id", dated(f"330902{born:%Y%m%d}001")) is held


def test_an_abolished_division_is_no_ground_for_refusal() -> None:
    assert holds("resident_id", "440524188001010014")


def test_every_department_and_person_of_the_city_has_a_good_number() -> None:
    assert [item["uscc"] for item in items_of("departments") if not holds("uscc", item["uscc"])] == []
    certificates = [item["certificate"] for item in items_of("personas") if "certificate" in item]
    assert len(certificates) > 3
    assert [item["number"] for item in certificates if not holds(item["kind"], item["number"])] == []


def test_a_foreigners_card_is_no_resident_id() -> None:
    assert not holds("resident_id", "911124198108030024")
