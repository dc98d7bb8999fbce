"""Only sources are left."""

EDITOR = "loses_metadata"
