"""Takes the first unit and removes its twins until none is left."""


def symmetry_groups(W, tol=1e-9):
    rest, groups = W.copy(), 0
    while rest.shape[1]:
        twins = np.max(np.abs(rest - rest[:, :1]), axis=0) <= tol
        rest = rest[:, ~twins]
        groups = groups + 1
    return groups
