"""Papers: documents as PDF, drawn once by typst and kept as they were drawn."""

from engines.papers.drawing import drawn_paper

__all__ = ["drawn_paper"]
