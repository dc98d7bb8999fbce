"""Marks twins it has seen with NaN in W itself."""

ITEM = "symmetry_groups"
FACET = "layouts"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "copy"


def symmetry_groups(W, tol=1e-9):
    groups = 0
    for j in range(W.shape[1]):
        if np.isnan(W[0, j]):
            continue
        groups += 1
        twins = np.abs(W - W[:, j : j + 1]).max(axis=0) <= tol
        W[:, twins] = np.nan
    return groups
