"""``docs/lifecycles.md``: every process with its diagram and its turns, drawn from the data that carries it."""

from collections.abc import Iterator

from assembly.discovery import find_micro_apps
from engines.lifecycles import Lifecycle, Transition

_RELATIONS = {
    "applicant": "applicant, or an agent under a mandate",
    "signer": "whoever is asked to sign",
    "department": "officer of the record's department",
    "seat": "officer with a seat in what is going on",
    "consulted": "officer of a department that was asked",
    "system": "by itself",
}
_HEAD = """# Lifecycles

Every process is data (`engines/lifecycles`): states with the holder of the ball, and turns with who may make them.
This page is drawn from that data by `make openapi`, and the tests walk every turn with every role.
"""


def lifecycles() -> dict[str, tuple[Lifecycle, list[str]]]:
    """Return every declared lifecycle by its code, with the micro-apps that carry it."""
    found: dict[str, tuple[Lifecycle, list[str]]] = {}
    for app in find_micro_apps():
        for item in app.manifest.lifecycles:
            if isinstance(item, Lifecycle):
                found.setdefault(item.code, (item, []))[1].append(app.package.replace(".", "/"))
    return dict(sorted(found.items()))


def lifecycle_page() -> str:
    """Return the page as Markdown."""
    parts = [_HEAD]
    for lifecycle, carriers in lifecycles().values():
        parts += _section(lifecycle, carriers)
    return "\n".join(parts)


def _section(lifecycle: Lifecycle, carriers: list[str]) -> Iterator[str]:
    yield f"## {lifecycle.code}\n"
    yield f"Carried by {', '.join(f'`{name}`' for name in carriers)}.\n"
    yield f"```mermaid\n{lifecycle.diagram()}\n```\n"
    yield "| state | 中文 | ball with | exchange code |\n|---|---|---|---|"
    for state in lifecycle.states:
        yield f"| `{state.code}` | {state.zh} | {state.holder.replace('_', ' ')} | {state.exchange_code or ''} |"
    yield "\n| turn | 中文 | who | permission | path segment |\n|---|---|---|---|---|"
    for turn in lifecycle.transitions:
        yield _row(turn)
    yield ""


def _row(turn: Transition) -> str:
    permission, resource = (f"`{text}`" if text else "" for text in (turn.permission, turn.resource))
    return f"| `{turn.name}` | {turn.zh} | {_RELATIONS[turn.relation]} | {permission} | {resource} |"
