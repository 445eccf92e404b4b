"""Commands for the people who run the product: migrate, load the pack, publish contracts, rotate keys."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assembly.application import create_app, make_context
from assembly.demo_building import load_building
from assembly.demo_documents import load_documents
from assembly.demo_supervision import load_plan
from assembly.documents import DOCUMENTS, as_yaml, document
from assembly.lifecycle_pages import lifecycle_page
from assembly.migrating import migrate
from auth import OrganUnknown, close_client, open_client, rotate_signing_key
from engines.assessment import Tallied, read_period, recompute_and_compare
from engines.collecting import collect
from engines.directory import LossTooLarge, synchronise, unseen_departments
from engines.indicators import Part, coverage, obstacles
from engines.packs import PackBroken, load_pack
from gateways import Check, GatewayProblem, Gateways, check_gateways
from integration.document_exchange.manifest import MANIFEST as EXCHANGE_APP
from kit.context import Context
from kit.errors import Problem
from kit.fields import beijing
from kit.logs import configure_logs
from kit.outbox import backlog, retry
from kit.settings import load_settings

OPENAPI = Path("openapi")
LIFECYCLES = Path("docs/lifecycles.md")
_SAID = {True: "yes", False: "NO", None: "–"}
_MARKS = {True: "✓", False: "✗", None: " "}
_DRY = {
    "ZHANGBAN_MASTER_KEY": "only to describe the contract, never to seal",
    "ZHANGBAN_SANDBOX_ENABLED": "true",
    "DATABASE_URL": "sqlite://",
    "ZHELIBAN_ACCESS_KEY": "none",
    "ZHELIBAN_SECRET_KEY": "none",
    "ZHEZHENGDING_APP_KEY": "none",
    "ZHEZHENGDING_APP_SECRET": "none",
    "DATA_SHARING_APP_KEY": "none",
    "DATA_SHARING_APP_SECRET": "none",
}


def main(arguments: list[str] | None = None) -> int:
    """Carry out one command and return the exit status."""
    parser = argparse.ArgumentParser(prog="zhangban", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the database to the newest migration")
    commands.add_parser("load-pack", help="load the city's pack")
    commands.add_parser("load-documents", help="carry the documents of the demo pack from draft to dispatch")
    commands.add_parser("load-plan", help="register and assign the supervision matters that the demo's plan gives")
    commands.add_parser("load-building", help="fill the demo's building: a warehouse, a menu, a duty roster, a meeting")
    commands.add_parser("coverage", help="print the city's indicators against its targets")
    sync = commands.add_parser("sync-directory", help="bring officers to what the office portal's directory says")
    sync.add_argument("--dry-run", action="store_true", help="only say what would change")
    commands.add_parser("register-events", help="have the office portal call us when its directory changes")
    commands.add_parser("rotate-keys", help="make a new signing key; nobody is signed out")
    gateways = commands.add_parser("gateways", help="check: try every connected outside system and say how it answers")
    gateways.add_argument("what", choices=["check"])
    commands.add_parser("collect", help="hand over what changed in cases to the national collection")
    tallies = commands.add_parser(
        "recompute-tallies", help="make the tallies of assessment anew, and say what differed"
    )
    tallies.add_argument("--first", required=True, metavar="PERIOD", help="from this period on: 2026-01, 2026-Q1, 2026")
    tallies.add_argument("--last", required=True, metavar="PERIOD", help="up to this period, itself counted in")
    outbox = commands.add_parser("outbox", help="print what waits to be done or sent, and what was given up")
    outbox.add_argument("--retry", metavar="TOPIC", help="try what was given up of a topic anew")
    client = commands.add_parser("client-account", help="give an organ's own system an account, and print its secret")
    client.add_argument("organ", help="the organ's code in the directory")
    client.add_argument("account")
    client.add_argument("--close", action="store_true", help="close the account and end its sessions")
    openapi = commands.add_parser("openapi", help="write the published contracts, and the page of lifecycles")
    openapi.add_argument("--check", action="store_true", help="only compare them with openapi/")
    asked = parser.parse_args(arguments)
    if asked.command == "openapi":
        return publish_contracts(check=asked.check)
    # What a command prints is for a person, or for the next command.
    configure_logs(sys.stderr)
    context = make_context(load_settings())
    done: dict[str, Callable[[], int | None]] = {
        "migrate": lambda: migrate(context.database),
        "load-pack": lambda: load(context),
        "coverage": lambda: print_coverage(context),
        "load-documents": lambda: print_loaded("documents", load_documents(context)),
        "load-plan": lambda: print_loaded("supervision matters", load_plan(context)),
        "load-building": lambda: print_loaded("in the building", load_building(context)),
        "sync-directory": lambda: sync_officers(context, dry=asked.dry_run),
        "register-events": lambda: register_events(context),
        "rotate-keys": lambda: rotate_keys(context),
        "collect": lambda: collect_now(context),
        "gateways": lambda: print_checks(check_gateways(context.gateways)),
        "client-account": lambda: keep_client(context, asked.organ, asked.account, close=asked.close),
        "recompute-tallies": lambda: renew_tallies(context, asked.first, asked.last),
        "outbox": lambda: print_backlog(context, retried=asked.retry),
    }
    return done[asked.command]() or 0


def print_loaded(what: str, numbers: Sequence[str]) -> None:
    """Print what of the demo is new."""
    print(f"{what}:", f"{len(numbers)}, from {numbers[0]} to {numbers[-1]}" if numbers else "no change")


def keep_client(context: Context, organ: str, account: str, *, close: bool) -> int:
    """Give an organ's system an account for the exchange of documents, or close it; the secret is shown once."""
    try:
        with context.database.unit() as unit:
            if close:
                closed = close_client(unit, organ, account)
                print("closed" if closed else "there is no such account")
                return 0 if closed else 1
            secret = open_client(unit, organ, account, EXCHANGE_APP.permissions)
    except OrganUnknown as problem:
        print(problem.sentence("en"), file=sys.stderr)
        return 1
    print(secret)
    return 0


def renew_tallies(context: Context, first: str, last: str) -> int:
    """Make the tallies of whole months anew; the exit status is 1 when one differed: the new ones stay all the same."""
    try:
        begin, end = read_period(first).first, read_period(last).last
    except Problem as problem:
        print(problem.sentence("en"), file=sys.stderr)
        return 1
    if begin > end:
        print(f"{last} lies before {first}", file=sys.stderr)
        return 1
    before = after = wrong = 0
    with context.database.unit() as unit:
        for month in recompute_and_compare(unit, begin, end):
            before, after, wrong = before + month.before, after + month.after, wrong + len(month.differences)
            for item in month.differences:
                print("differed:", *item.key, _tally(item.before), "→", _tally(item.after))
    print(f"tallies: {before} before, {after} after, {wrong} differed")
    return 1 if wrong else 0


def _tally(found: Tallied | None) -> str:
    return "none" if found is None else f"{found.amount} of {found.entries} entries"


def print_backlog(context: Context, *, retried: str | None) -> int:
    """Print what the outbox holds; the exit status is 1 when something was given up."""
    with context.database.unit() as unit:
        if retried is not None:
            print(f"{retry(unit, retried)} messages of {retried} are tried anew")
        found = backlog(unit)
    for item in found:
        due = "" if item.oldest_due_at is None else f", due since {beijing(item.oldest_due_at)}"
        print(f"{item.topic}: {item.waiting} waiting{due}, {item.given_up} given up")
        if item.failure:
            print(f"  ↳ {item.failure}")
    if not found:
        print("nothing waits")
    return 1 if any(item.given_up for item in found) else 0


def rotate_keys(context: Context) -> None:
    """Make a new signing key and say from when on it signs."""
    with context.database.unit() as unit:
        kid = rotate_signing_key(unit, context.vault)
    print(f"new signing key {kid}: it signs in five minutes, once everybody can know it")


def load(context: Context) -> int:
    """Load the pack of the settings; print what changed, or everything that is wrong."""
    try:
        with context.database.unit() as unit:
            changed = load_pack(unit, context.settings.pack_dir)
    except PackBroken as broken:
        print(f"{context.settings.pack_dir} was not loaded:", *broken.findings, sep="\n  ", file=sys.stderr)
        return 1
    print("pack:", ", ".join(f"{number} {kind}" for kind, number in changed.items() if number) or "no change")
    return 0


def sync_officers(context: Context, *, dry: bool) -> int:
    """Sync with the office portal's directory; print what changed, or why nothing did."""
    try:
        with context.database.unit() as unit:
            outcome = synchronise(unit, context, dry=dry)
            unseen = unseen_departments(unit, context) if dry else {}
    except (LossTooLarge, GatewayProblem) as problem:
        print(problem.sentence("en"), file=sys.stderr)
        return 1
    numbers = {name: number for name, number in vars(outcome).items() if number}
    print("would change:" if dry else "directory:", ", ".join(f"{number} {name}" for name, number in numbers.items()))
    for code, name in unseen.items():
        print(f"  {code} {name} is not visible to the application", file=sys.stderr)
    return 0


def register_events(context: Context) -> int:
    """Have the office portal call us when its directory changes; print the address that it will call."""
    gateways: Gateways = context.gateways
    address = context.settings.public_url + "/integration/v1/zhezhengding/events"
    try:
        gateways.zhezhengding.directory.register_callback(address)
    except GatewayProblem as problem:
        print(problem.sentence("en"), file=sys.stderr)
        return 1
    print("the office portal calls", address)
    return 0


def collect_now(context: Context) -> int:
    """Make batches of the national collection of all that happened up to now, and name them."""
    if "NATIONAL_COLLECTION_FOLDER" not in context.settings.values:
        print("NATIONAL_COLLECTION_FOLDER is not set: say where batches are handed over.", file=sys.stderr)
        return 1
    for number in collect(context):
        print("handed over", number)
    return 0


def print_coverage(context: Context) -> None:
    """Print the indicators, the limits of the plan and what stands in the way, for a person at a terminal."""
    with context.database.unit() as unit:
        found, lacking = coverage(unit, Part(), None), obstacles(unit)
    print(
        f"{found['matters']} matters in force; cases as of {found['as_of'] or 'never (the worker counts every hour)'}"
    )
    for figure in found["figures"]:
        value = "–" if figure["value"] is None else f"{figure['value']:g} %"
        target = "" if figure["target"] is None else f"target {figure['target']:g} %"
        amount = f"{figure['numerator']:g}/{figure['denominator']}"
        print(
            f"  {value:>8}  {amount:>10}  {target:<13} {_MARKS[figure['met']]}  {figure['name']} ({figure['name_en']})"
        )
    for limit in found["limits"]:
        days = f"{limit['promised_days']} d"
        target = f"target {limit['target_days']} d"
        print(f"  {days:>8}  {'':>10}  {target:<13} {_MARKS[limit['met']]}  {limit['name']} ({limit['name_en']})")
    print("Shared data that would unlock the most matters next:")
    for item in lacking[:10]:
        holder = f"（{item['department_name']}）" if item["department_name"] else ""
        print(f"  {item['unlocks']:>3} unlocked, {item['nearer']:>3} nearer  {item['resource']}{holder}")


def print_checks(checks: Sequence[Check]) -> int:
    """Print how each outside system answered; the exit status is 1 when one needs a hand."""
    rows = [("system", "reachable", "signature accepted", "clock", "quota left", "certificate until", "address")]
    for item in checks:
        skew = "" if item.skew_seconds is None else f"{item.skew_seconds:+.1f} s"
        ends = "" if item.certificate_ends_on is None else item.certificate_ends_on.isoformat()
        rows.append((item.room, _SAID[item.reachable], _SAID[item.accepted], skew, item.quota, ends, item.address))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for place, row in enumerate(rows):
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
        if place and checks[place - 1].advice:
            print(f"  ↳ {checks[place - 1].advice}")
    return 0 if all(item.well for item in checks) else 1


def publish_contracts(*, check: bool) -> int:
    """Write ``openapi/*.yaml`` and the page of lifecycles, or say which of them is not what the code says."""
    app = create_app(load_settings(_DRY))
    texts = {OPENAPI / f"{name}.yaml": as_yaml(document(app, name)) for name in DOCUMENTS}
    texts[LIFECYCLES] = lifecycle_page()
    stale = [path for path, text in texts.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if check:
        if stale:
            print("not what the code says:", *stale, "— run `make openapi`", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.write_text(texts[path], encoding="utf-8")
        print("wrote", path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
