"""All pairs at once, as an (M, M) array."""


def symmetry_groups(W, tol=1e-9):
    far = np.abs(W[:, :, None] - W[:, None, :]).max(axis=0) > tol
    new = [far[i, :i].all() for i in range(W.shape[1])]
    return int(np.sum(new))
