"""The house's rules that a linter cannot know."""

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assembly.discovery import AREAS, find_micro_apps
from assembly.tables import every_table
from kit import outbox

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
ROOMS = ("kit", "gateways", "auth", "engines", "services", "office", "integration", "assembly")
MICRO_APP_FILES = {
    "__init__.py",
    "manifest.py",
    "models.py",
    "queries.py",
    "rules.py",
    "actions.py",
    "schemas.py",
    "routes.py",
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "misc", "constants", "service"}
LONGEST_FILE = 400


def _sources() -> Iterator[Path]:
    for folder in (SRC, ROOT / "tests"):
        yield from sorted(folder.rglob("*.py"))


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_a_micro_app_has_the_agreed_files_and_no_others() -> None:
    for app in find_micro_apps():
        folder = SRC.joinpath(*app.package.split("."))
        names = {path.name for path in folder.iterdir() if path.name != "__pycache__"}
        assert names <= MICRO_APP_FILES, app.package


def test_one_name_in_every_place() -> None:
    for app in find_micro_apps():
        area, name = app.package.split(".")
        assert app.manifest.code == name
        assert app.door.name.removeprefix(f"{area}_") == name
        assert app.manifest.audience == app.door.audience, app.package


def test_the_start_of_a_micro_app_is_a_paragraph_without_code() -> None:
    for app in find_micro_apps():
        tree = ast.parse((SRC.joinpath(*app.package.split(".")) / "__init__.py").read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), app.package
        assert len(tree.body) == 1, app.package


@pytest.mark.parametrize(
    ("file", "forbidden"),
    [
        ("manifest.py", {"flask", "sqlalchemy"}),
        ("rules.py", {"flask", "sqlalchemy"}),
        ("actions.py", {"flask"}),
        ("queries.py", {"flask"}),
        ("schemas.py", {"sqlalchemy", "flask"}),
    ],
)
def test_files_of_a_micro_app_keep_to_their_verb(file: str, forbidden: set[str]) -> None:
    for app in find_micro_apps():
        path = SRC.joinpath(*app.package.split(".")) / file
        if path.exists():
            roots = {name.partition(".")[0] for name in _imports(path)}
            assert not roots & forbidden, path


def test_routes_never_try() -> None:
    for app in find_micro_apps():
        tree = ast.parse((SRC.joinpath(*app.package.split(".")) / "routes.py").read_text(encoding="utf-8"))
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.Try)], app.package


def test_an_engine_is_used_through_its_front_page() -> None:
    inner = re.compile(r"engines\.(\w+)\.")
    for area in (*AREAS, "engines"):
        for path in (SRC / area).rglob("*.py"):
            own = path.relative_to(SRC).parts[1] if area == "engines" else None
            through = {found[1] for name in _imports(path) if (found := inner.match(name))}
            assert through <= {own}, path


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not [path for path in _sources() if path.stem in FORBIDDEN_NAMES]


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _sources()}
    assert {path: lines for path, lines in long.items() if lines > LONGEST_FILE} == {}


def test_every_tests_folder_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert not [folder for folder in folders if not (folder / "__init__.py").exists()]


def test_our_packages_win_over_others_of_the_same_name() -> None:
    for name in ROOMS:
        assert Path(str(importlib.import_module(name).__file__)).is_relative_to(SRC)


def test_history_is_one_line_and_the_head_file_names_its_end() -> None:
    revisions = sorted(path.stem for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    assert [name[:4] for name in revisions] == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    assert (ROOT / "migrations" / "HEAD").read_text(encoding="utf-8").strip() == revisions[-1][:4]


def test_every_job_has_a_handler() -> None:
    every_table()
    enqueued = set()
    for path in SRC.rglob("*.py"):
        enqueued |= set(re.findall(r'enqueue\(\s*unit,\s*"([a-z_.]+)"', path.read_text(encoding="utf-8")))
    assert enqueued
    assert enqueued <= outbox.topics()


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("src/kit/planted.py", "from engines.cases import CASE"),
        ("src/auth/planted.py", "from engines.cases import CASE"),
        ("src/engines/cases/planted.py", "from services.cases.schemas import FilingIn"),
        ("src/services/files/planted.py", "from services.cases.schemas import FilingIn"),
    ],
)
def test_a_planted_import_that_points_up_turns_the_build_red(tmp_path: Path, file: str, line: str) -> None:
    copy = tmp_path / "house"
    copy.mkdir(exist_ok=True)
    subprocess.run(["cp", "-r", str(SRC), str(copy)], check=True)
    (copy / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (copy / file).write_text(f"{line}\n", encoding="utf-8")
    found = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=copy,
        env={"PYTHONPATH": "src", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1, found.stdout + found.stderr
    assert "BROKEN" in found.stdout
