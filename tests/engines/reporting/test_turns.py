"""Every turn of a case is reported or is said not to be."""

from engines.cases import CASE, SUBMIT
from engines.reporting.turns import SERVICES_OF, UNREPORTED, services_of
from gateways.sandbox.bus import _TURNS
from tests.engines.reporting.events import Event


def test_every_turn_is_in_one_of_the_two_tables() -> None:
    turns = {turn.name for turn in CASE.transitions} | {SUBMIT.name}
    assert set(SERVICES_OF) | UNREPORTED | {"refuse_signature"} == turns
    assert not set(SERVICES_OF) & UNREPORTED


def test_every_service_is_one_of_the_bus() -> None:
    services = {service for services in SERVICES_OF.values() for service in services}
    assert services == {*_TURNS, "unicode.generate"}


def test_a_parcel_is_told_once_it_has_a_waybill() -> None:
    assert services_of(Event("dispatch", "done", "done", {"carrier": "EMS"})) == ()
    assert services_of(Event("dispatch", "done", "done", {"tracking_number": "1"})) == ("deliver",)
    assert services_of(Event("post", "done", "done", {"tracking_number": "1"})) == ("deliver",)


def test_a_case_that_waits_for_a_signature_has_a_number_and_no_more() -> None:
    assert services_of(Event("submit", None, "signing")) == ("unicode.generate",)
    assert services_of(Event("sign", "signing", "received")) == ("receive",)
    for turn in ("withdraw", "refuse_signature", "return_unanswered"):
        assert services_of(Event(turn, "signing", "withdrawn")) == ("unicode.discard",)
    assert services_of(Event("withdraw", "received", "withdrawn")) == ("finish",)
