"""Handed in as it was released."""

DEFAULT = "untouched"
