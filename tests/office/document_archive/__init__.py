"""Tests of the archive of official documents."""
