"""Its own cells carry the ids of given cells and tests."""

EDITOR = "claims_cells_of_the_course"
