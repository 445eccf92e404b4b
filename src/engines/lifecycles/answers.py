"""One event of a timeline as the API shows it, the same of every record."""

from typing import Any

from sqlalchemy import Row

from engines.lifecycles.declarations import Lifecycle, Transition
from kit.fields import beijing
from kit.masking import mask_name


def event_answer(lifecycle: Lifecycle, begun_by: Transition, row: Row[Any], *, unmasked: bool) -> dict[str, Any]:
    """Return an event; ``begun_by`` is the turn by which such a record comes into being.

    Persons are masked unless ``unmasked``, also those for whom somebody acted; officers act by name, organisations
    are public.
    """
    titles = {turn.name: turn.zh for turn in (begun_by, *lifecycle.transitions)}
    detail = row.detail
    whom = detail.get("on_behalf_of")
    if whom is not None:
        detail = {**detail, "on_behalf_of": {**whom, "name": shown_name(whom["kind"], whom["name"], unmasked=unmasked)}}
    return {
        "turn": row.transition,
        "title": titles.get(row.transition),
        "from_state": row.from_state or None,
        "state": row.to_state,
        "state_name": lifecycle.state(row.to_state).zh,
        "actor_kind": row.actor_kind,
        "actor_name": shown_name(row.actor_kind, row.actor_name, unmasked=unmasked),
        "opinion": row.opinion,
        "detail": detail,
        "at": beijing(row.at),
    }


def shown_name(kind: str, name: str, *, unmasked: bool) -> str:
    """Return a name as a reader sees it."""
    return name if unmasked or kind != "person" else mask_name(name)
