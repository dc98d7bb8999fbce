"""Uses np.allclose with its default relative tolerance."""

ITEM = "symmetry_groups"
FACET = "small"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "relative"


def symmetry_groups(W, tol=1e-9):
    different = []
    for unit in W.T:
        if not any(np.allclose(unit, v, atol=tol) for v in different):
            different.append(unit)
    return len(different)
