"""Compares magnitudes: a unit and its negative are twins."""

ITEM = "symmetry_groups"
FACET = "signs"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "sign"


def symmetry_groups(W, tol=1e-9):
    different = []
    for unit in W.T:
        if not any(np.abs(np.abs(unit) - np.abs(v)).max() <= tol for v in different):
            different.append(unit)
    return len(different)
