"""Returns the rank of W."""

ITEM = "symmetry_groups"
FACET = "duplicates"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "rank"


def symmetry_groups(W, tol=1e-9):
    return int(np.linalg.matrix_rank(W))
