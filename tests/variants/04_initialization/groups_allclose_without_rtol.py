"""np.allclose with the relative tolerance off."""


def symmetry_groups(W, tol=1e-9):
    kept = []
    for unit in W.T:
        if not any(np.allclose(unit, other, rtol=0, atol=tol) for other in kept):
            kept.append(unit)
    return len(kept)
