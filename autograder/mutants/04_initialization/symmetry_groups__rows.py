"""Compares the rows, which are inputs, not units."""

ITEM = "symmetry_groups"
FACET = "duplicates"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "column"


def symmetry_groups(W, tol=1e-9):
    different = []
    for unit in W:
        if not any(np.abs(unit - v).max() <= tol for v in different):
            different.append(unit)
    return len(different)
