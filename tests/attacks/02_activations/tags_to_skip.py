"""All cells are tagged as not to be run."""

DEFAULT = "untouched"
EDITOR = "tags_to_skip"
