"""Every cell of an exercise is there twice."""

EDITOR = "duplicates_cells"
