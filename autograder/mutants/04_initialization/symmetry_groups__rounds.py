"""Rounds to nine digits and asks np.unique: two close numbers may round apart."""

ITEM = "symmetry_groups"
FACET = "tolerance"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "round"


def symmetry_groups(W, tol=1e-9):
    digits = round(-np.log10(tol))
    return np.unique(np.round(W, digits), axis=1).shape[1]
