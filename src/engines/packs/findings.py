"""What is wrong with a pack, in words that its author can act on."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing wrong: the file, the place in it (JSON pointer), the rule it breaks, what to do."""

    file: str
    pointer: str
    rule: str
    remedy: str
    #: The rule's own name, where it has one.
    code: str = ""

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{self.file} {self.pointer or '/'}: {self.rule} → {self.remedy}"


class PackBroken(Exception):
    """A pack that must not be loaded; ``findings`` says everything at once."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep every finding."""
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, findings)))
