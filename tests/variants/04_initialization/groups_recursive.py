"""Recursive, with lists of Python floats."""


def symmetry_groups(W, tol=1e-9):
    def count(units):
        if not units:
            return 0
        head, *tail = units
        return 1 + count([u for u in tail if any(abs(a - b) > tol for a, b in zip(u, head))])

    return count(W.T.tolist())
