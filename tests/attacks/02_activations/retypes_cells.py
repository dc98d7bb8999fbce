"""Answers became text cells."""

EDITOR = "retypes_cells"
