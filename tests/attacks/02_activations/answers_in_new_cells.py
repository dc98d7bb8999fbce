"""The answers are in cells of their own."""

EDITOR = "answers_in_new_cells"
