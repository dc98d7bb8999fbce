"""Honest work, all of it."""

DEFAULT = "full"
