"""Runs many submissions: worker processes with a jail each, one submission at a time."""
