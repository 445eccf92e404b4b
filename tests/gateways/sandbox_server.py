"""The sandbox on a free loopback port, in a thread, for any test that signs in or fetches data."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from gateways.sandbox import create_sandbox, generate_keys
from kit.settings import load_settings

MASTER_KEY = "a master key for tests of gateways, long enough"


class Silent(WSGIRequestHandler):
    def make_environ(self) -> dict[str, Any]:
        """Let the bus's ``_api_*`` through, which werkzeug drops for their underscores."""
        named = {f"HTTP_{name.upper()}": value for name, value in self.headers.items() if name.startswith("_api_")}
        return {**super().make_environ(), **named}

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 -- the parent's name
        pass


@contextmanager
def sandbox_server(pack_dir: Path, keys: Mapping[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Serve a pack's sandbox until the block ends; yields the settings values that reach it.

    ``keys`` stand in the place of generated ones, for worked examples.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        values = {
            "ZHANGBAN_ENVIRONMENT": "test",
            "ZHANGBAN_MASTER_KEY": MASTER_KEY,
            "ZHANGBAN_PACK_DIR": str(pack_dir),
            "ZHANGBAN_SANDBOX_ENABLED": "true",
            "ZHANGBAN_SANDBOX_URL": url,
            "ZHANGBAN_SETTINGS_FILE": str(pack_dir / "none.env"),
            **generate_keys(url),
            **(keys or {}),
        }
        server = make_server(
            "127.0.0.1",
            0,
            create_sandbox(load_settings(values)),
            threaded=True,
            request_handler=Silent,
            fd=listening.fileno(),
        )
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield values
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
