"""Ignores tol."""

ITEM = "symmetry_groups"
FACET = "tolerance"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "tol"


def symmetry_groups(W, tol=1e-9):
    different = []
    for unit in W.T:
        if not any(np.abs(unit - v).max() <= 1e-9 for v in different):
            different.append(unit)
    return len(different)
