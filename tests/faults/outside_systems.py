"""The outside systems as one sandbox that can go away and come back knowing what it knew."""

import socket
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from werkzeug.serving import BaseWSGIServer, make_server

from gateways.sandbox import create_sandbox, generate_keys
from kit.settings import load_settings
from tests.gateways.sandbox_server import MASTER_KEY, Silent


class OutsideSystems:
    """One sandbox on one loopback port, there or away."""

    def __init__(self, pack_dir: Path) -> None:
        """Take a free port and stay away."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self._port = int(probe.getsockname()[1])
        url = f"http://127.0.0.1:{self._port}"
        self.values = {
            "ZHANGBAN_ENVIRONMENT": "test",
            "ZHANGBAN_MASTER_KEY": MASTER_KEY,
            "ZHANGBAN_PACK_DIR": str(pack_dir),
            "ZHANGBAN_SANDBOX_ENABLED": "true",
            "ZHANGBAN_SANDBOX_URL": url,
            "ZHANGBAN_SETTINGS_FILE": str(pack_dir / "none.env"),
            **generate_keys(url),
        }
        self._app = create_sandbox(load_settings(self.values))
        self._running: tuple[BaseWSGIServer, threading.Thread] | None = None

    def come(self) -> None:
        """Listen and answer."""
        server = make_server("127.0.0.1", self._port, self._answer, threaded=True, request_handler=Silent)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        self._running = (server, thread)

    def go(self) -> None:
        """Close the port; whoever is still connected is hung up on at the next word."""
        running, self._running = self._running, None
        if running is not None:
            server, thread = running
            server.shutdown()
            thread.join()
            server.server_close()

    def seen(self, path: str) -> list[dict[str, Any]]:
        """Return what one of the systems took in, whether or not it is there."""
        items: list[dict[str, Any]] = self._app.test_client().get(path).get_json()["items"]
        return items

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self._running is None:
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return self._app(environ, start_response)
