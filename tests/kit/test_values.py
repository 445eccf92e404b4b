"""Time, ids, settings, secrets, cursors: the values that everything else is made of."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import clock
from kit.crypto import SealBroken, Vault
from kit.ids import new_id, new_ids
from kit.masking import mask_name, mask_number, mask_phone
from kit.pages import BadCursor, CursorSigner
from kit.settings import Settings, SettingsError, load_settings, read_optional_section

KEY = "k" * 40


def test_the_clock_can_be_moved_and_comes_back() -> None:
    with clock.travel(date(2026, 4, 27)):
        assert clock.today() == date(2026, 4, 27)
    assert clock.today() != date(2026, 4, 27)


def test_the_day_is_beijings() -> None:
    with clock.travel(datetime(2026, 4, 27, 0, 30, tzinfo=clock.BEIJING)):
        assert clock.now().date() == date(2026, 4, 26)
        assert clock.today() == date(2026, 4, 27)


def test_ids_are_version_7_and_grow() -> None:
    made = [*(new_id() for _ in range(10000)), *new_ids(10000), new_id()]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {item.version for item in made} == {7}
    assert {item.variant for item in made} == {uuid.RFC_4122}


@given(st.text())
def test_what_is_sealed_opens_again_and_does_not_show(text: str) -> None:
    vault = Vault(KEY)
    sealed = vault.seal(text)
    assert vault.open(sealed) == text
    assert sealed != vault.seal(text)


def test_an_altered_or_foreign_seal_is_refused() -> None:
    sealed = Vault(KEY).seal("secret")
    with pytest.raises(SealBroken):
        Vault("j" * 40).open(sealed)
    with pytest.raises(SealBroken):
        Vault(KEY).open(sealed[:-2] + ("AA" if sealed[-2:] != "AA" else "BB"))


def test_fingerprints_are_keyed_and_of_a_kind() -> None:
    one = Vault(KEY).fingerprint("resident_id", "1")
    assert one == Vault(KEY).fingerprint("resident_id", "1")
    assert one != Vault(KEY).fingerprint("passport", "1")
    assert one != Vault("j" * 40).fingerprint("resident_id", "1")


def test_masks() -> None:
    assert mask_number("110105194912310025") == "1****************5"
    assert mask_phone("13800001234") == "138****1234"
    assert mask_name("张三丰") == "张**"


@given(st.uuids(), st.integers(), st.text())
def test_a_cursor_comes_back_as_it_was(identity: uuid.UUID, number: int, text: str) -> None:
    number %= 2**63
    signer = CursorSigner(KEY)
    cursor = signer.encode("cases", identity, number, text)
    assert signer.decode("cases", cursor, (uuid.UUID, int, str)) == (identity, number, text)


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", "é", "=" * 50, "a" * 300])
def test_a_cursor_from_elsewhere_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        CursorSigner(KEY).decode("cases", cursor, (int,))


def test_a_cursor_of_another_list_is_refused() -> None:
    signer = CursorSigner(KEY)
    with pytest.raises(BadCursor):
        signer.decode("matters", signer.encode("cases", 1), (int,))


def test_settings_come_from_the_file_and_the_environment_wins(tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text(f"# demo\nZHANGBAN_MASTER_KEY={KEY}\nZHANGBAN_PUBLIC_URL=http://a\n", encoding="utf-8")
    found = load_settings({"ZHANGBAN_SETTINGS_FILE": str(file), "ZHANGBAN_PUBLIC_URL": "http://b"})
    assert (found.master_key, found.public_url) == (KEY, "http://b")


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"ZHANGBAN_MASTER_KEY": "short"}, "ZHANGBAN_MASTER_KEY"),
        ({"ZHANGBAN_ENVIRONMENT": "somewhere"}, "ZHANGBAN_ENVIRONMENT"),
        ({"ZHANGBAN_MAX_BODY_BYTES": "many"}, "ZHANGBAN_MAX_BODY_BYTES"),
        ({"ZHANGBAN_ENVIRONMENT": "production", "ZHANGBAN_SANDBOX_ENABLED": "true"}, "ZHANGBAN_SANDBOX_ENABLED"),
    ],
)
def test_a_bad_setting_is_named(values: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load_settings({"ZHANGBAN_MASTER_KEY": KEY, "ZHANGBAN_SETTINGS_FILE": "none.env", **values})


def test_a_master_key_never_shows_in_a_representation(settings: Settings) -> None:
    assert settings.master_key not in repr(settings)


@dataclass(frozen=True)
class BusSettings:
    access_key: str
    secret_key: str
    base_url: str = "https://bus"


def test_a_system_is_not_connected_or_whole() -> None:
    assert read_optional_section(BusSettings, "BUS", {"BUS_BASE_URL": "https://else"}) is None
    whole = {"BUS_ACCESS_KEY": "a", "BUS_SECRET_KEY": "b"}
    assert read_optional_section(BusSettings, "BUS", whole) == BusSettings("a", "b")
    with pytest.raises(SettingsError, match="BUS_SECRET_KEY"):
        read_optional_section(BusSettings, "BUS", {"BUS_ACCESS_KEY": "a"})
