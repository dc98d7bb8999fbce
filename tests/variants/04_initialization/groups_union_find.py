"""Joins twins in a forest and counts its roots; returns a NumPy integer."""


def symmetry_groups(W, tol=1e-9):
    M = W.shape[1]
    root = list(range(M))

    def find(i):
        while root[i] != i:
            i = root[i]
        return i

    for i in range(M):
        for j in range(i + 1, M):
            if max(abs(a - b) for a, b in zip(W[:, i], W[:, j])) <= tol:
                root[find(j)] = find(i)
    return np.int64(len({find(i) for i in range(M)}))
