"""All test cells are gone; the work is right."""

EDITOR = "deletes_tests"
