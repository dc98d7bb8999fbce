"""Compares directions: parallel units are twins, zeros resemble nothing."""

ITEM = "symmetry_groups"
FACET = "one_or_all"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "identical"


def symmetry_groups(W, tol=1e-9):
    different = []
    with np.errstate(invalid="ignore"):
        units = (W / np.linalg.norm(W, axis=0)).T
    for unit in units:
        if not any(1 - unit @ v <= tol for v in different):
            different.append(unit)
    return len(different)
