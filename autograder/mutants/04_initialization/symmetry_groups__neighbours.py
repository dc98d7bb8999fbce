"""Counts the changes from one unit to the next."""

ITEM = "symmetry_groups"
FACET = "duplicates"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "neighbour"


def symmetry_groups(W, tol=1e-9):
    changes = np.abs(np.diff(W, axis=1)).max(axis=0) > tol
    return int(changes.sum()) + 1
