"""Trying the outside systems: what an engineer learns on the day of connection."""

import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from werkzeug.serving import make_server

from assembly.commands import print_checks
from gateways import Check, Gateways, check_gateways, connect
from gateways.checking import certificate_end
from gateways.sandbox.application import SYSTEMS
from kit import clock
from kit.settings import load_settings
from kit.shared import SharedSecrets

Force = Callable[..., None]
ROOMS = [item.name for item in fields(Gateways)]


def by_room(gateways: Gateways) -> dict[str, Check]:
    return {item.room: item for item in check_gateways(gateways)}


def test_all_is_well(gateways: Gateways, capsys: pytest.CaptureFixture[str]) -> None:
    found = by_room(gateways)
    assert list(found) == ROOMS
    for item in found.values():
        assert (item.reachable, item.accepted, item.advice) == (True, True, ""), item
        assert item.skew_seconds is not None
        assert abs(item.skew_seconds) < 30
    capsys.readouterr()
    assert print_checks(list(found.values())) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in printed[1:]] == [[room, "yes", "yes"] for room in ROOMS]


@pytest.mark.parametrize("room", SYSTEMS)
def test_a_system_that_is_away_is_named(
    gateways: Gateways, force: Force, room: str, capsys: pytest.CaptureFixture[str]
) -> None:
    force(room, "down", 10)
    found = by_room(gateways)
    assert found[room].reachable is False
    assert found[room].accepted is None
    assert print_checks(list(found.values())) == 1
    assert "look at the address" in capsys.readouterr().out


@pytest.mark.parametrize("room", SYSTEMS)
def test_a_refused_signature_is_named(gateways: Gateways, force: Force, room: str) -> None:
    force(room, "bad-signature", 10)
    found = by_room(gateways)[room]
    assert (found.reachable, found.accepted, found.well) == (True, False, False)
    assert "keys" in found.advice


@pytest.mark.parametrize("room", SYSTEMS)
def test_an_answer_of_something_else_is_named(gateways: Gateways, force: Force, room: str) -> None:
    force(room, "nonsense", 10)
    found = by_room(gateways)[room]
    assert (found.reachable, found.accepted) == (True, None)
    assert "not what the protocol says" in found.advice


def test_clocks_that_are_apart_are_measured(gateways: Gateways) -> None:
    with clock.travel(datetime.now(UTC) - timedelta(minutes=3)):
        skew = by_room(gateways)["zhezhengding"].skew_seconds
    assert skew is not None
    assert 170 < skew < 190


def test_what_is_not_connected_needs_no_hand(sandbox_values: dict[str, str], secrets: SharedSecrets) -> None:
    required = ("ZHANGBAN_", "ZHELIBAN_", "ZHEZHENGDING_", "DATA_SHARING_")
    few = {name: value for name, value in sandbox_values.items() if name.startswith(required)}
    checks = check_gateways(connect(load_settings(few), secrets))
    bare = [item for item in checks if item.reachable is None]
    assert "government_bus" in {item.room for item in bare}
    assert {item.advice for item in bare} == {"not connected: its keys are not set"}
    assert all(item.well for item in checks)


@pytest.fixture
def https(tmp_path: Path) -> Iterator[tuple[str, ssl.SSLContext]]:
    """Serve TLS with a certificate that ends on 2031-05-06 in Beijing; yields the address and who trusts it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2031, 5, 5, 20, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    file = tmp_path / "both.pem"
    plain = serialization.NoEncryption()
    file.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain) + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [], ssl_context=context)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{server.server_port}", ssl.create_default_context(cadata=pem.decode())
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_end_of_a_certificate_is_read_where_it_is_trusted(https: tuple[str, ssl.SSLContext]) -> None:
    address, trusting = https
    assert certificate_end(address, trusting) == date(2031, 5, 6)
    assert certificate_end(address) is None
    assert certificate_end("http://127.0.0.1:1") is None
    assert certificate_end("https://127.0.0.1:1") is None
