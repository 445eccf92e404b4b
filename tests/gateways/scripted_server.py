"""A loopback server that answers what a test dictates, byte for byte, for shapes that the sandbox never sends."""

import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Script = Callable[[int, bytes], Iterator[bytes]]


class Scripted:
    """The server's address, and how many requests it has seen."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seen: list[bytes] = []


def answer(body: bytes, status: str = "200 OK") -> bytes:
    """Return a whole HTTP answer that ends its connection."""
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def always(body: bytes, status: str = "200 OK") -> Script:
    return lambda _number, _request: iter([answer(body, status)])


def trickling(seconds: float, pieces: int) -> Script:
    """Send one byte at a time, with a pause before each."""

    def script(_number: int, _request: bytes) -> Iterator[bytes]:
        yield f"HTTP/1.1 200 OK\r\nContent-Length: {pieces}\r\n\r\n".encode()
        for _ in range(pieces):
            time.sleep(seconds)
            yield b" "

    return script


@contextmanager
def scripted_server(script: Script) -> Iterator[Scripted]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            request = _read_request(self.request)
            scripted.seen.append(request)
            try:
                for piece in script(len(scripted.seen), request):
                    self.request.sendall(piece)
            except OSError:
                return  # the client hung up, which is what some tests are about

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 64

    with Server(("127.0.0.1", 0), Handler) as server:
        scripted = Scripted(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield scripted
        finally:
            server.shutdown()
            thread.join()


def _read_request(connection: socket.socket) -> bytes:
    raw = b""
    while b"\r\n\r\n" not in raw:
        raw += _received(connection)
    head, _, body = raw.partition(b"\r\n\r\n")
    lengths = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while len(body) < sum(lengths):
        body += _received(connection)
    return head + b"\r\n\r\n" + body


def _received(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise OSError
    return piece
