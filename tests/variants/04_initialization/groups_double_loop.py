"""Counts a unit if none before it resembles it."""


def symmetry_groups(W, tol=1e-9):
    groups = 0
    for i in range(W.shape[1]):
        twin = False
        for j in range(i):
            twin = twin or bool(np.all(np.abs(W[:, i] - W[:, j]) <= tol))
        groups += not twin
    return groups
