"""Returns a float."""

ITEM = "symmetry_groups"
FACET = "duplicates"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "whole number"


def symmetry_groups(W, tol=1e-9):
    different = []
    for unit in W.T:
        if not any(np.abs(unit - v).max() <= tol for v in different):
            different.append(unit)
    return float(len(different))
