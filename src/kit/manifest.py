"""How a micro-app introduces itself; assembly finds manifests, no list is edited."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Manifest:
    """A micro-app: its code (folder, URL segment, blueprint, tests folder), titles and audience.

    ``permissions`` are those that its routes ask for; ``lifecycles`` the processes it carries
    (``engines.lifecycles.Lifecycle``).
    """

    code: str
    title_zh: str
    title_en: str
    audience: str
    permissions: tuple[str, ...] = ()
    lifecycles: tuple[object, ...] = ()
