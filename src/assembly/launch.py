"""`make run`: everything on one machine, started in order, stopped together."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from gateways.sandbox import generate_keys
from kit.settings import Settings, load_settings, read_settings_file

SANDBOX_URL = "http://127.0.0.1:8001"
PATIENCE_SECONDS = 60.0
#: Headers of the 政务总线, which gunicorn would drop for their underscores.
BUS_HEADERS = "_API_NAME,_API_VERSION,_API_ACCESS_KEY,_API_TIMESTAMP,_API_SIGNATURE"
_running: list[tuple[str, subprocess.Popen[bytes]]] = []


def main(arguments: list[str]) -> int:
    """Start the sandbox, the worker and the API, say what can be done, and wait for Ctrl-C."""
    prepare_settings()
    settings = load_settings()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    try:
        step("Sandbox of the outside systems", lambda: start_sandbox(settings))
        if "--sandbox-only" in arguments:
            print(f"  {settings.sandbox_url}/sandbox/personas")
            return _wait()
        step("Database", lambda: run("assembly.commands", "migrate"))
        step("Pack of the city", lambda: run("assembly.commands", "load-pack"))
        step("Directory of officers", lambda: run("assembly.commands", "sync-directory"))
        step("Official documents", lambda: run("assembly.commands", "load-documents"))
        step("Supervision matters of the plan", lambda: run("assembly.commands", "load-plan"))
        step("A day in the building", lambda: run("assembly.commands", "load-building"))
        step("Worker", start_worker)
        step("API", start_api)
        announce(settings)
        return _wait()
    except KeyboardInterrupt:
        print("\nStopping …")
        return 0
    finally:
        stop_all()


def prepare_settings() -> None:
    """Write ``var/settings.env`` with fresh secrets at the first start; later, add what a newer sandbox needs."""
    file = Path(os.environ.get("ZHANGBAN_SETTINGS_FILE", "var/settings.env"))  # noqa: TID251 -- before settings exist
    present = read_settings_file(file) if file.exists() else {}
    if present and present.get("ZHANGBAN_SANDBOX_ENABLED") != "true":
        return
    port = os.environ.get("PORT", "8000")  # noqa: TID251 -- as above
    values = {
        "ZHANGBAN_MASTER_KEY": secrets.token_urlsafe(48),
        "ZHANGBAN_SANDBOX_ENABLED": "true",
        "ZHANGBAN_SANDBOX_URL": SANDBOX_URL,
        "ZHANGBAN_PUBLIC_URL": f"http://localhost:{port}",
        **generate_keys(SANDBOX_URL),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    with file.open("a", encoding="utf-8") as lines:
        lines.writelines(f"{name}={value}\n" for name, value in values.items() if name not in present)


def step(title: str, work: Callable[[], object]) -> None:
    """Do one part and say that it is done and how long it took."""
    print(f"  {title} …", end="", flush=True)
    started = time.monotonic()
    work()
    print(f" ready ({time.monotonic() - started:.1f} s)")


def run(module: str, *arguments: str) -> None:
    """Run a command to its end. Errors: SystemExit when it fails."""
    done = subprocess.run([sys.executable, "-m", module, *arguments], check=False, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit(done.returncode)


def start(*command: str, **environment: str) -> None:
    """Start a part that runs until the end."""
    _running.append((" ".join(command), subprocess.Popen(command, env={**os.environ, **environment})))  # noqa: TID251 -- handed on


def start_sandbox(settings: Settings) -> None:
    """Start the sandbox and wait until it answers."""
    address = settings.sandbox_url.removeprefix("http://")
    gunicorn(address, "gateways.sandbox.serve:app", workers=1)
    wait_for(f"{settings.sandbox_url}/sandbox/personas")


def start_worker() -> None:
    """Start the worker; what it counts is added to what the API's workers do."""
    figures = emptied(Path("var/metrics"))
    start(sys.executable, "-m", "assembly.worker", PROMETHEUS_MULTIPROC_DIR=str(figures))


def start_api() -> None:
    """Start the API and wait until it is ready."""
    # Where the workers add up their figures for GET /metrics.
    gunicorn(f"0.0.0.0:{port()}", "wsgi:app", workers=2, PROMETHEUS_MULTIPROC_DIR="var/metrics")
    wait_for(f"http://127.0.0.1:{port()}/readyz")


def emptied(folder: Path) -> Path:
    """Return a folder with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def gunicorn(address: str, app: str, workers: int, **environment: str) -> None:
    """Start gunicorn with threads; its own lines go to a file under ``var/``."""
    name = app.partition(":")[0].rpartition(".")[2]
    start(
        *(sys.executable, "-m", "gunicorn", "-k", "gthread", "--threads", "8", "-w", str(workers), "-b", address),
        *("--forwarder-headers", f"SCRIPT_NAME,PATH_INFO,{BUS_HEADERS}"),
        *("--log-file", f"var/{name}.log", "--log-level", "warning", "--chdir", str(Path.cwd()), app),
        **environment,
    )


def port() -> str:
    """Return the port that was asked for."""
    return os.environ.get("PORT", "8000")  # noqa: TID251 -- a launcher's own variable


def wait_for(url: str) -> None:
    """Wait until an address answers. Errors: SystemExit when a part died or time is up."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        for command, part in _running:
            if part.poll() is not None:
                raise SystemExit(f"a part ended early ({command}); see var/*.log")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 -- our own loopback address
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{url} did not answer in {PATIENCE_SECONDS:.0f} s")


def announce(settings: Settings) -> None:
    """Print personas, documents and one curl that works."""
    with urllib.request.urlopen(f"{settings.sandbox_url}/sandbox/personas", timeout=5) as answer:  # noqa: S310 -- loopback
        personas = json.load(answer)["items"]
    base = f"http://localhost:{port()}"
    print("\nPersonas (invented):")
    for item in personas:
        print(f"  {item['persona']:<16} {item['kind']:<13} {item['name']}")
    print("\nAPI documentation:")
    for name in ("auth", "services", "office", "integration"):
        print(f"  {base}/docs/{name}/")
    print(f"\nTry:\n  curl -G '{base}/services/v1/matters' --data-urlencode 'q=公积金'")
    print("\n`make journey` walks the whole path. Ctrl-C stops.")


def stop_all() -> None:
    """Stop every part, the last started first."""
    for _, part in reversed(_running):
        if part.poll() is None:
            part.terminate()
    for _, part in _running:
        try:
            part.wait(15)
        except subprocess.TimeoutExpired:
            part.kill()


def _wait() -> int:
    while True:
        for _, part in _running:
            if part.poll() is not None:
                print("A part ended; stopping. See var/*.log", file=sys.stderr)
                return 1
        time.sleep(0.5)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
