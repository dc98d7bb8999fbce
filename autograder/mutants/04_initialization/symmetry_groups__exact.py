"""Compares bit by bit: np.unique has no tolerance."""

ITEM = "symmetry_groups"
FACET = "tolerance"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "tol"


def symmetry_groups(W, tol=1e-9):
    return np.unique(W, axis=1).shape[1]
