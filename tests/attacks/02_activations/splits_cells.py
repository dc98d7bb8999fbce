"""Each answer is two cells."""

EDITOR = "splits_cells"
