"""A thousand further cells between the others."""

EDITOR = "writes_thousands_of_cells"
