"""Its test cells say full points."""

DEFAULT = "untouched"
EDITOR = "edits_tests"
