"""Puts the pieces together; only ``wsgi.py``, commands and tests import it."""
