"""Who takes part in an act of the journey in which several officers act by turns."""

from dataclasses import dataclass, field
from typing import Any

from assembly.journey_client import Client
from assembly.journey_steps import sign_in_officer, turn


@dataclass
class Cast:
    """Who takes part; each signs in once, when it is their turn for the first time."""

    client: Client
    tokens: dict[str, str | None] = field(default_factory=dict)

    def enter(self, persona: str) -> Client:
        """Let somebody act from here on."""
        if persona not in self.tokens:
            sign_in_officer(self.client, persona)
            self.tokens[persona] = self.client.token
        self.client.token = self.tokens[persona]
        return self.client

    def turn(
        self, persona: str, base: str, record_id: str, what: str, body: object, title: str, expect: int = 200
    ) -> dict[str, Any]:
        """Let somebody make a turn of a record under ``base``."""
        return turn(self.enter(persona), base, record_id, what, body, title, expect)
