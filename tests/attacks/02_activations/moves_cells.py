"""All answers are at the end."""

EDITOR = "moves_cells"
