"""Counts the units that have an earlier twin."""

ITEM = "symmetry_groups"
FACET = "duplicates"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "twin"


def symmetry_groups(W, tol=1e-9):
    different = []
    for unit in W.T:
        if not any(np.abs(unit - v).max() <= tol for v in different):
            different.append(unit)
    return W.shape[1] - len(different)
