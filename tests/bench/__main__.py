"""`make bench`: ours beside the floor, over PostgreSQL with a million cases; prints a table and writes JSON."""

import argparse
import json
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import psycopg
from sqlalchemy import make_url, select

from assembly.application import make_context
from assembly.migrating import migrate
from auth.keys import KeyRing, public_keys
from auth.tokens import Tokens
from engines.matters import Matter, current_revision, revision
from engines.packs import load_pack
from gateways.sandbox import generate_keys
from kit.context import Context
from kit.settings import load_settings
from tests.bench import documents, lists
from tests.bench import world as made
from tests.bench.exporting import export_everything
from tests.bench.measuring import MOST_PER_SECOND, Line, Measured, measure
from tests.bench.serving import Server, serving
from tests.bench.world import MATTER, World, add_filers, an_id, build
from tests.postgres_server import SERVER_USER, server_folder, start_server, stop_server

GOALS = {"R1": 0.7, "R2": 0.35, "R3": 0.5, "R4": 0.5, "R5": 0.35}
GOALS |= {**dict.fromkeys(lists.TITLES, 0.5), **documents.GOALS}
TITLES = {
    "R1": "catalogue page",
    "R2": "file a case",
    "R3": "my cases",
    "R4": "one case",
    "R5": "a decision",
    **lists.TITLES,
    **documents.TITLES,
}
PARTS = {
    "hot": ("R1", "R2", "R3", "R4", "R5"),
    "list": tuple(lists.TITLES),
    "documents": tuple(documents.TITLES),
    "export": ("csv", "xlsx"),
}
WRITES = {"R2", "R5", "R6"}
FLAT = 1.2
SMALL = 10_000
READERS = 2000
MASTER_KEY = "a master key for the benchmark only, long enough"
DURABLE = "-c shared_buffers=512MB -c max_wal_size=4GB -c checkpoint_timeout=30min -c max_connections=200"


class Bench:
    """One database with its world, and the two servers on it."""

    def __init__(self, url: str, cases: int, folder: Path, need: int, *, bare: bool = False) -> None:
        """Migrate, load the pack and generate; ``need`` decisions and filings can be made at least, unless bare."""
        self.url = url
        self.values = {
            "ZHANGBAN_MASTER_KEY": MASTER_KEY,
            "ZHANGBAN_DATA_DIR": str(folder),
            "ZHANGBAN_SETTINGS_FILE": str(folder / "none.env"),
            "DATABASE_URL": url,
            **generate_keys("http://127.0.0.1:9"),
        }
        self.context: Context = make_context(load_settings(self.values))
        migrate(self.context.database)
        with self.context.database.unit() as unit:
            load_pack(unit, Path("packs/zhoushan"))
        self.world = World(cases, min(need, cases // 2), bare)
        self.need = need
        self.filers, self.ready = 0, 0
        self.raw = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(self.raw, autocommit=True) as connection:
            build(connection, self.context, self.world)
        self.tokens = Tokens(KeyRing(self.context.database, self.context.vault))
        self.tokens.ring.signing()

    @contextmanager
    def servers(self, port: int) -> Iterator[dict[str, Server]]:
        """Serve ours and the floor on two ports."""
        with self.context.database.unit() as unit:
            guide = current_revision(unit, MATTER)
            key = public_keys(unit)[0]
        content = guide.content
        described = {"revision": str(guide.id), "matter": MATTER, "name": content.name, "topic": content.topic}
        described |= {"department": content.department, "region": content.region}
        floor = {
            "FLOOR_DATABASE": self.raw,
            "FLOOR_KEY": orjson.dumps(key).decode(),
            "FLOOR_GUIDE": orjson.dumps(described).decode(),
            **self.values,
        }
        with (
            serving("wsgi:app", port, self.values) as ours,
            serving("tests.bench.floor:app", port + 1, floor) as bare,
        ):
            yield {"ours": ours, "floor": bare}

    def token(self, session: uuid.UUID, subject: uuid.UUID, audience: str) -> str:
        """Sign a fresh token of a session that was loaded."""
        kind = "officer" if audience == "office" else "person"
        return self.tokens.sign_access(subject, session, audience, kind, 3)

    def lines(self, kind: str) -> Any:
        """Return the maker of a kind's request lines."""
        makers = {
            "R1": self._catalogue,
            "R2": self._filings,
            "R3": self._mine,
            "R4": self._one,
            "R5": self._decisions,
            "R6": self._dispatches,
            "D1": self._received,
            "D2": self._receipts,
        }
        return makers[kind]() if kind in makers else self._listed(kind)

    def _received(self) -> Any:
        token = self.token(documents.ORGAN_SESSION, an_id(made.PERSON, 1 << 30), "office")
        return lambda _place, _number: [("GET", "/office/v1/incoming_documents?limit=20", token, "", "", "")]

    def _receipts(self) -> Any:
        token = self.token(documents.SENDER_SESSION, an_id(made.PERSON, 1 << 30), "office")
        address = f"/office/v1/documents/{documents.WIDE}/receipts?limit=20"
        return lambda _place, _number: [("GET", address, token, "", "", "")]

    def _dispatches(self) -> Any:
        token = self.token(documents.SENDER_SESSION, an_id(made.PERSON, 1 << 30), "office")

        def make(_place: int, number: int) -> list[Line]:
            # Loaded for each run: they are many rows, and a run uses a few of them.
            first, self.ready = self.ready, self.ready + number
            with psycopg.connect(self.raw, autocommit=True) as connection:
                documents.add_ready(connection, first, number)
            address = "/office/v1/documents/{}/dispatch"
            ids = (an_id(documents.DOCUMENT, n) for n in range(first, first + number))
            return [("POST", address.format(document_id), token, "If-Match", '"6"', "{}") for document_id in ids]

        return make

    def _listed(self, kind: str) -> Any:
        with self.context.database.unit() as unit:
            rows = unit.rows(select(Matter.code, Matter.revision_id).order_by(Matter.code))
            matters = [revision(unit, row.revision_id) for row in rows]
        officer = an_id(made.PERSON, 1 << 30)
        officers = {
            code: self.token(made.department_session(place), officer, "office")
            for place, code in enumerate(made.departments_of(matters))
        }
        chief = self.token(made.OFFICER_SESSION, officer, "office")
        once = lists.questions(kind, officers, chief, [guide.code for guide in matters], made.BEGIN.date())
        return lambda _place, _number: once

    def _catalogue(self) -> Any:
        return lambda _place, _number: [("GET", "/services/v1/matters?limit=20", "", "", "", "")]

    def _mine(self) -> Any:
        readers = min(READERS, self.world.people)
        tokens = [self.token(an_id(made.SESSION, n), an_id(made.PERSON, n), "services") for n in range(readers)]
        once: list[Line] = [("GET", "/services/v1/cases?limit=20", token, "", "", "") for token in tokens]
        return lambda _place, _number: once

    def _one(self) -> Any:
        once: list[Line] = []
        spread = max(self.world.cases // READERS, 1)
        for case in range(0, self.world.cases - self.world.decidable, spread):
            owner = self.world.owner(case)
            token = self.token(an_id(made.SESSION, owner), an_id(made.PERSON, owner), "services")
            once.append(("GET", f"/services/v1/cases/{an_id(made.CASE_ID, case)}", token, "", "", ""))
        return lambda _place, _number: once

    def _filings(self) -> Any:
        with psycopg.connect(self.raw, autocommit=True) as connection:
            add_filers(connection, self.context, self.filers, self.need)
        first, self.filers = self.filers, self.filers + self.need
        body = orjson.dumps(
            {"matter_code": MATTER, "form": made.FORM, "materials": [{"code": code} for code in made.MATERIALS]}
        ).decode()

        def make(place: int, number: int) -> list[Line]:
            people = range(first + place, min(first + place + number, self.filers))
            return [
                (
                    "POST",
                    "/services/v1/cases",
                    self.token(an_id(made.FILER_SESSION, n), an_id(made.FILER, n), "services"),
                    "Idempotency-Key",
                    f"key-{n}",
                    body,
                )
                for n in people
            ]

        return make

    def _decisions(self) -> Any:
        token = self.token(made.OFFICER_SESSION, an_id(made.PERSON, 1 << 30), "office")
        body = orjson.dumps({"outcome": "refused", "reason": "身体条件不合格"}).decode()
        first = self.world.cases - self.world.decidable

        def make(place: int, number: int) -> list[Line]:
            cases = range(first + place, min(first + place + number, self.world.cases))
            address = "/office/v1/cases/{}/decision"
            return [("POST", address.format(an_id(made.CASE_ID, n)), token, "If-Match", '"3"', body) for n in cases]

        return make


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a durable PostgreSQL of our own and yield its address without the database."""
    programs = server_folder()
    if programs is None:
        raise SystemExit("no PostgreSQL: apt install postgresql")
    folder.chmod(0o755)
    start_server(programs, folder / "d", DURABLE)
    try:
        yield f"postgresql+psycopg://{SERVER_USER}@/{{}}?host={folder}"
    finally:
        stop_server(programs, folder / "d")


def new_database(address: str, name: str) -> str:
    with psycopg.connect(address.format("postgres").replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return address.format(name)


def report(kind: str, found: dict[str, Measured]) -> dict[str, Any]:
    """Print a kind's line and return its figures."""
    ours, floor = found["ours"].summary(), found["floor"].summary()
    ratio = round(ours["requests_per_second"] / floor["requests_per_second"], 3)
    failed = ours["errors"] + floor["errors"]
    word = "FAILED REQUESTS" if failed else "reached" if ratio >= GOALS[kind] else "NOT REACHED"
    print(
        f"{kind} {TITLES[kind]:<18}{ours['requests_per_second']:>8.0f} ({ours['least']:.0f}–{ours['most']:.0f})"
        f"{floor['requests_per_second']:>8.0f} ({floor['least']:.0f}–{floor['most']:.0f})  {ratio:.2f} of {GOALS[kind]}"
        f"  p50/p95/p99 {ours['p50_ms']:.1f}/{ours['p95_ms']:.1f}/{ours['p99_ms']:.1f} ms"
        f" (floor {floor['p50_ms']:.1f}/{floor['p95_ms']:.1f}/{floor['p99_ms']:.1f})"
        f"  cpu {ours['cpu_ms']:.2f}/{floor['cpu_ms']:.2f} ms  {word}",
        flush=True,
    )
    return {"title": TITLES[kind], "ours": ours, "floor": floor, "ratio": ratio, "goal": GOALS[kind]}


def report_export(bench: Bench, kind: str) -> dict[str, Any]:
    """Export everything, print a line and return the figures."""
    found = export_everything(bench.context, bench.values, kind)
    print(
        f"export to {kind}: {found['rows']:,} rows in {found['seconds']} s, {found['rows_per_second']:,} a second,"
        f" cpu {found['cpu_seconds']} s, memory {found['memory_peak_mb']} MB at most"
        f" ({found['memory_before_mb']} MB before), {found['size_mb']} MB",
        flush=True,
    )
    return found


def main() -> int:
    """Run the benchmark; the exit status is 1 when a request failed or a goal was missed."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--warm-up", type=float, default=2)
    parser.add_argument("--only", default=",".join(PARTS), help=f"{', '.join(PARTS)}, or kinds, with commas between")
    parser.add_argument("--port", type=int, default=8300, help="the first of six ports")
    parser.add_argument("--json", type=Path, default=Path("var/bench.json"))
    asked = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt install wrk")
    span = asked.warm_up + asked.runs * asked.seconds
    kinds = [kind for part in asked.only.split(",") for kind in PARTS.get(part, (part,))]
    bare = not set(kinds) & set(PARTS["hot"])
    need = 0 if bare else int(span * sum(MOST_PER_SECOND.values()) / 3) + 20_000
    timing = {"runs": asked.runs, "seconds": asked.seconds, "warm_up": asked.warm_up}
    figures: dict[str, Any] = {"cases": asked.cases, **timing, "kinds": {}}
    with tempfile.TemporaryDirectory(prefix="zb-bench-") as place, server(Path(place)) as address:
        folder = Path(place)
        print(f"Generating {asked.cases:,} cases …", file=sys.stderr, flush=True)
        bench = Bench(new_database(address, "large"), asked.cases, folder, need, bare=bare)
        print("kind                ours req/s           floor req/s        ratio", flush=True)
        if set(kinds) & set(documents.TITLES):
            with psycopg.connect(bench.raw, autocommit=True) as connection:
                documents.build_documents(connection)
        with bench.servers(asked.port) as servers:
            for kind in [kind for kind in kinds if kind in GOALS]:
                most = documents.MOST_PER_SECOND if kind == "R6" else MOST_PER_SECOND
                found = measure(servers, bench.lines(kind), writes=kind in WRITES, most=most, **timing)
                figures["kinds"][kind] = report(kind, found)
        figures["exports"] = {kind: report_export(bench, kind) for kind in kinds if kind in PARTS["export"]}
        if "R3" in figures["kinds"]:
            small = Bench(new_database(address, "small"), SMALL, folder, 0)
            with bench.servers(asked.port + 2) as large, small.servers(asked.port + 4) as few:
                pair = {"ours": large["ours"], "floor": few["ours"]}
                figures["flat"] = _flatness(pair, bench, small, timing)
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(f"written to {asked.json}")
    missed = [kind for kind, item in figures["kinds"].items() if item["ratio"] < item["goal"] or item["ours"]["errors"]]
    return 1 if missed or figures.get("flat", {}).get("ratio", 0) > FLAT else 0


def _flatness(servers: dict[str, Server], large: Bench, small: Bench, timing: dict[str, Any]) -> dict[str, Any]:
    """Compare "my cases" over many cases with the same over few, alternating."""
    lines = {"ours": large.lines("R3"), "floor": small.lines("R3")}
    found = {
        name: measure({name: server}, lines[name], writes=False, most=MOST_PER_SECOND, **timing)[name]
        for name, server in servers.items()
    }
    many, few = found["ours"].summary(), found["floor"].summary()
    ratio = round(few["requests_per_second"] / many["requests_per_second"], 3)
    print(
        f"R3 over {large.world.cases:,} cases: {many['requests_per_second']:.0f} req/s, over {small.world.cases:,}: "
        f"{few['requests_per_second']:.0f}; {ratio:.2f} times slower ({FLAT} allowed)",
        flush=True,
    )
    return {"many": many, "few": few, "ratio": ratio}


if __name__ == "__main__":
    sys.exit(main())
