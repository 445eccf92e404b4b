"""`make journey` against a served product: every step as it should be, and a non-zero exit when one is not."""

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from assembly import journey
from assembly.commands import sync_officers
from kit.outbox import Worker
from tests.gateways.sandbox_server import Silent
from tests.product import Product


@pytest.fixture
def served(product: Product, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    assert sync_officers(product.context, dry=False) == 0
    server = make_server("127.0.0.1", 0, product.app, threaded=True, request_handler=Silent)
    worker = Worker(product.context)
    threads = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True),
        threading.Thread(target=worker.run_forever, kwargs={"idle_seconds": 0.05}, daemon=True),
    ]
    for thread in threads:
        thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("JOURNEY_URL", url)
    try:
        yield url
    finally:
        worker.stop()
        server.shutdown()
        for thread in threads:
            thread.join()
        server.server_close()


@pytest.mark.usefixtures("served")
def test_the_journey_passes_and_passes_again(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    # Once over what it left itself is enough: on SQLite.
    for _ in range(2 if request.getfixturevalue("product").context.database.dialect == "sqlite" else 1):
        assert journey.main() == 0
        said = capsys.readouterr().out
        assert "all as they should be" in said
        assert "1.2.156.3005.2." in said


@pytest.mark.usefixtures("served")
def test_a_step_that_fails_ends_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(journey, "LICENCE_RENEWAL", "没有这样的事项")
    assert journey.main() == 1
    assert "FAILED: the catalogue has no matter" in capsys.readouterr().err


def test_a_server_that_is_not_there_is_said_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JOURNEY_URL", "http://127.0.0.1:9")
    assert journey.main() == 1
    assert "make run" in capsys.readouterr().err
