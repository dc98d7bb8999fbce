"""Compares the sums of the columns."""

ITEM = "symmetry_groups"
FACET = "sums"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "sum"


def symmetry_groups(W, tol=1e-9):
    different = []
    for total in W.sum(axis=0):
        if not any(abs(total - v) <= tol for v in different):
            different.append(total)
    return len(different)
