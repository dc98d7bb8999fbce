"""Sorts each unit's entries before it compares."""

ITEM = "symmetry_groups"
FACET = "order"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "order"


def symmetry_groups(W, tol=1e-9):
    different = []
    for unit in W.T:
        if not any(np.abs(np.sort(unit) - np.sort(v)).max() <= tol for v in different):
            different.append(unit)
    return len(different)
