"""One gunicorn of two workers on core 0, for ours and for the floor alike."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import urllib3

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60
SERVER = ("-k", "gthread", "-w", "2", "--threads", "8", "--keep-alive", "30", "--log-level", "warning")


@dataclass(frozen=True)
class Server:
    """A running gunicorn."""

    url: str
    process: subprocess.Popen[bytes]

    def cpu_seconds(self) -> float:
        """Return the processor time that its workers have used so far."""
        ticks = 0
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        for pid in children.split():
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(app: str, port: int, environment: Mapping[str, str]) -> Iterator[Server]:
    """Serve ``app`` until the block ends."""
    process = subprocess.Popen(
        ["taskset", "-c", "0", sys.executable, "-m", "gunicorn", *SERVER, "-b", f"127.0.0.1:{port}", app],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/services/v1/matters", process)
        yield Server(url, process)
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    with urllib3.PoolManager(retries=False) as pool:
        while time.monotonic() < ends:
            if process.poll() is not None:
                raise SystemExit("a server ended early")
            try:
                if pool.request("GET", url, timeout=5).status == 200:
                    return
            except urllib3.exceptions.HTTPError:
                pass
            time.sleep(0.2)
    raise SystemExit(f"{url} did not answer")
