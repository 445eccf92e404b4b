"""Cutting text into tokens that find Chinese words of any length: single characters and pairs.

PostgreSQL's trigrams scan for words of two characters and SQLite's lose them, so both databases get the same
tokens of our own.
"""

from kit.words import runs_of

MOST_TOKENS = 12


def tokens_of(*texts: str) -> set[str]:
    """Return every token that a text can be found by."""
    found: set[str] = set()
    for text in texts:
        for run in runs_of(text):
            if run.isascii():
                found.add(run)
            else:
                found.update(run)
                found.update(run[i : i + 2] for i in range(len(run) - 1))
    return found


def tokens_sought(text: str) -> list[str]:
    """Return the tokens that all must be there for a query: pairs of a longer word, the character of a short one."""
    sought: list[str] = []
    for run in runs_of(text):
        if run.isascii() or len(run) == 1:
            sought.append(run)
        else:
            sought += [run[i : i + 2] for i in range(len(run) - 1)]
    return list(dict.fromkeys(sought))[:MOST_TOKENS]
