"""Units that differ by exactly tol are no twins."""

ITEM = "symmetry_groups"
FACET = "tolerance"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "tol count as different"


def symmetry_groups(W, tol=1e-9):
    different = []
    for unit in W.T:
        if not any(np.abs(unit - v).max() < tol for v in different):
            different.append(unit)
    groups = len(different)
    return groups
