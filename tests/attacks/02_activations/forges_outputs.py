"""Outputs of full points under every test cell."""

DEFAULT = "untouched"
EDITOR = "forges_outputs"
