"""Compares every unit with the first one."""

ITEM = "symmetry_groups"
FACET = "duplicates"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "first"


def symmetry_groups(W, tol=1e-9):
    far = np.abs(W - W[:, :1]).max(axis=0) > tol
    return int(far.sum()) + 1
