import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.licences import check_identifier, licence_identifier
from engines.licences.identifiers import ALPHABET, ROOT

HANGZHOU = ("11100000000013338W009", "11330105002500287C", "2025052201", 2, "0")
HUNAN = ("11100000000013338W011", "11430000006122244L", "20230000403", 1, "U")
REAL_ESTATE = ("11100000MB03271699022", "340100", "000000016", 1, "9")
PUBLIC = [HANGZHOU, HUNAN, REAL_ESTATE]

GOOD = licence_identifier(*HANGZHOU[:4])

characters = st.sampled_from(ALPHABET)
identifiers = st.builds(
    licence_identifier,
    st.text(characters, min_size=21, max_size=21),
    st.text(characters, min_size=18, max_size=18),
    st.text(characters, min_size=9, max_size=32),
    st.integers(1, 999),
)


@pytest.mark.parametrize(("type_code", "issuer", "serial", "version", "check"), PUBLIC)
def test_public_licences_have_the_printed_check_character(
    type_code: str, issuer: str, serial: str, version: int, check: str
) -> None:
    identifier = licence_identifier(type_code, issuer, serial, version)
    assert identifier == f"1.2.156.3005.2.{type_code}.{issuer}.{serial}.{version:03d}.{check}"
    assert check_identifier(identifier)


@given(identifiers, st.data())
def test_any_one_wrong_character_is_noticed(identifier: str, data: st.DataObject) -> None:
    assert check_identifier(identifier)
    places = [i for i in range(len(ROOT) + 1, len(identifier)) if identifier[i] != "."]
    place = data.draw(st.sampled_from(places))
    wrong = data.draw(characters.filter(lambda character: character != identifier[place]))
    assert not check_identifier(identifier[:place] + wrong + identifier[place + 1 :])


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        (GOOD, ""),
        ("1.2.156", "2.156"),
        ("1.2.156", "2.2.156"),
        (".", ""),
        ("C", "c"),
        ("2025", "２０２５"),
        (".0", ".0\n"),
        (".0", ".0.0"),
        ("1.2.156", " 1.2.156"),
    ],
    ids=["empty", "cut", "other root", "no dots", "lower case", "full-width", "newline", "longer", "space"],
)
def test_what_is_no_identifier_is_refused(part: str, instead: str) -> None:
    assert part in GOOD
    assert not check_identifier(GOOD.replace(part, instead))


@pytest.mark.parametrize(
    "identifier",
    [
        f"{ROOT}.....1",
        f"{ROOT}.11100000000013338W0.09.11330105002500287C2025052201.002.0",
        f"{ROOT}.11100000000013338W009.11330105002500287C.2025052201002..0",
    ],
    ids=["nothing in it", "type cut in two", "no version"],
)
def test_an_identifier_whose_parts_have_other_lengths_is_refused(identifier: str) -> None:
    assert not check_identifier(identifier)
