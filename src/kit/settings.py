"""Settings: the environment over ``var/settings.env`` over defaults, read once and passed on as a value.

The file is what the launcher writes at first start (generated secrets); a deployment sets variables instead.
Each gateway room declares a frozen dataclass of its own and fills it with :func:`read_section`.
"""

import os
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Environment = Literal["development", "test", "production"]
MASTER_KEY_MINIMUM = 32
T = TypeVar("T")
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class SettingsError(Exception):
    """A setting is missing, unreadable or not allowed; the message names the variable and the remedy."""


@dataclass(frozen=True)
class Settings:
    """The product's own settings (variables ``ZHANGBAN_…``, ``DATABASE_URL`` and ``PORT``)."""

    environment: Environment = "development"
    database_url: str = "sqlite:///var/zhangban.db"
    master_key: str = field(default="", repr=False)
    data_dir: Path = Path("var")
    pack_dir: Path = Path("packs/zhoushan")
    public_url: str = "http://localhost:8000"
    sandbox_enabled: bool = False
    sandbox_url: str = "http://127.0.0.1:8001"
    level_up_url: str = "https://puser.zjzwfw.gov.cn/sso/mobile.do?action=realname"
    max_body_bytes: int = 20 * 1024 * 1024
    max_file_bytes: int = 10 * 1024 * 1024
    source_budget_seconds: float = 2.5
    #: Folder with the typefaces that GB/T 9704 names (仿宋, 楷体 …); Noto stands in for what is missing.
    fonts_dir: Path | None = None
    #: Jobs that one worker process carries out side by side; most of their time they wait for outside systems.
    worker_threads: int = 4
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


def load_settings(overrides: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of this process; ``overrides`` win over everything (tests use them).

    Errors: :class:`SettingsError` when a value cannot be read, the master key is missing or short, or a
    production deployment asks for the sandbox.
    """
    values: dict[str, str] = {}
    given = {**os.environ, **(overrides or {})}  # noqa: TID251 -- the one place
    file = Path(given.get("ZHANGBAN_SETTINGS_FILE", "var/settings.env"))
    if file.is_file():
        values.update(read_settings_file(file))
    values.update(given)
    settings = read_section(Settings, "ZHANGBAN", values)
    if url := values.get("DATABASE_URL"):
        settings = _replaced(settings, database_url=url)
    settings = _replaced(settings, values=values)
    _check(settings)
    return settings


def read_settings_file(path: Path) -> dict[str, str]:
    """Return the ``NAME=value`` lines of a settings file; blank lines and ``#`` comments are passed over."""
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, separator, value = text.partition("=")
        if not separator:
            message = f"{path.name} line {number}: expected NAME=value"
            raise SettingsError(message)
        found[name.strip()] = value.strip()
    return found


def read_section(cls: type[T], prefix: str, values: Mapping[str, str]) -> T:
    """Fill a frozen dataclass from variables named ``PREFIX_FIELD``; fields without default are required."""
    hints = get_type_hints(cls)
    arguments: dict[str, object] = {}
    for item in fields(cast("Any", cls)):
        name = f"{prefix}_{item.name.upper()}"
        if name in values and item.name != "values":
            arguments[item.name] = _convert(name, values[name], hints[item.name])
        elif _is_required(item):
            message = f"{name} is not set. Set it in the environment or in the settings file."
            raise SettingsError(message)
    return cls(**arguments)


def read_optional_section(cls: type[T], prefix: str, values: Mapping[str, str]) -> T | None:
    """Fill a frozen dataclass as :func:`read_section`, or return None when nothing that it requires is set.

    A city connects its systems one after another; one that is half set is an error all the same.
    """
    required = [item.name.upper() for item in fields(cast("Any", cls)) if _is_required(item)]
    return read_section(cls, prefix, values) if any(f"{prefix}_{name}" in values for name in required) else None


def _is_required(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _convert(name: str, text: str, kind: object) -> object:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
        origin = get_origin(kind)
    if origin is tuple:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if origin is Literal:
        return _one_of(name, text, get_args(kind))
    if kind is bool:
        return _boolean(name, text)
    for simple in (int, float, str, Path):
        if kind is simple:
            try:
                return simple(text)
            except ValueError:
                message = f"{name} must be a value of type {simple.__name__}."
                raise SettingsError(message) from None
    message = f"{name} has a type that settings cannot carry."
    raise SettingsError(message)


def _one_of(name: str, text: str, allowed: tuple[object, ...]) -> str:
    if text not in allowed:
        message = f"{name} must be one of {', '.join(map(str, allowed))}."
        raise SettingsError(message)
    return text


def _boolean(name: str, text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    message = f"{name} must be true or false."
    raise SettingsError(message)


def _replaced(settings: Settings, **changes: object) -> Settings:
    kept = {item.name: getattr(settings, item.name) for item in fields(settings)}
    return Settings(**{**kept, **changes})


def _check(settings: Settings) -> None:
    if len(settings.master_key) < MASTER_KEY_MINIMUM:
        message = (
            f"ZHANGBAN_MASTER_KEY must have at least {MASTER_KEY_MINIMUM} characters. "
            "`make run` generates one under var/ for a demo; a deployment sets its own."
        )
        raise SettingsError(message)
    if settings.environment == "production" and settings.sandbox_enabled:
        message = "ZHANGBAN_SANDBOX_ENABLED is refused in production: the sandbox signs anybody in."
        raise SettingsError(message)
