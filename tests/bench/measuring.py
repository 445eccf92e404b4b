"""Closed load by wrk from core 1: sixteen connections, the requests of a file in order."""

import json
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.serving import Server

SCRIPT = Path(__file__).with_name("load.lua")
CONNECTIONS = 16
#: How long a request may take before it counts as failed: one that is slow shows in the percentiles.
PATIENCE = "10s"
#: More requests per second than either side can answer: how many lines a run is given.
MOST_PER_SECOND = {"ours": 2500, "floor": 5000}

Line = tuple[str, str, str, str, str, str]
#: Gives so many lines from a place on; reads give the same lines always, and the load sends them round and round.
Lines = Callable[[int, int], Sequence[Line]]


@dataclass
class Measured:
    """The runs of one kind of request against one server."""

    runs: list[dict[str, Any]] = field(default_factory=list)

    def rates(self) -> list[float]:
        """Return requests per second, a figure per run."""
        return [run["requests"] / run["seconds"] for run in self.runs]

    def summary(self) -> dict[str, Any]:
        """Return medians over the runs, and the range of the rate."""
        rates = self.rates()
        middle = {name: statistics.median(run[name] for run in self.runs) for name in ("p50", "p95", "p99", "cpu_ms")}
        return {
            "requests_per_second": round(statistics.median(rates), 1),
            "least": round(min(rates), 1),
            "most": round(max(rates), 1),
            **{f"{name}_ms" if name != "cpu_ms" else name: round(value, 3) for name, value in middle.items()},
            "errors": sum(run["errors"] for run in self.runs),
            "requests": sum(run["requests"] for run in self.runs),
        }


def load(server: Server, lines: Sequence[Line], seconds: float) -> dict[str, Any]:
    """Load a server for some seconds and return what wrk counted, with the processor time per request."""
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as file:
        file.writelines("\t".join(line) + "\n" for line in lines)
        file.flush()
        before = server.cpu_seconds()
        command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", PATIENCE]
        done = subprocess.run(
            [*command, "-s", str(SCRIPT), server.url, "--", file.name], capture_output=True, text=True, check=True
        )
    found: dict[str, Any] = json.loads(next(line[7:] for line in done.stdout.splitlines() if line.startswith("RESULT")))
    found["cpu_ms"] = (server.cpu_seconds() - before) * 1000 / max(found["requests"], 1)
    return found


def measure(
    servers: dict[str, Server],
    lines: Lines,
    *,
    runs: int,
    seconds: float,
    warm_up: float,
    writes: bool,
    most: Mapping[str, int],
) -> dict[str, Measured]:
    """Alternate the servers, after a warm-up each; every write is sent once, of at most ``most`` a second."""
    measured = {name: Measured() for name in servers}
    place = 0
    for turn in range(runs + 1):
        for name, server in servers.items():
            span = warm_up if turn == 0 else seconds
            prepared = int(most[name] * span)
            found = load(server, lines(place, prepared + CONNECTIONS), span)
            if writes and found["requests"] > prepared:
                raise SystemExit(f"{prepared} prepared requests were too few for {span:g} s")
            if writes:
                place += found["requests"] + CONNECTIONS
            if turn:
                measured[name].runs.append(found)
    return measured
