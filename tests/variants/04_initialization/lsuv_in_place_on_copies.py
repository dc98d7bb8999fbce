"""Scales copies of its own in place."""


def lsuv_init(weights, x, activation):
    own = [np.array(w) for w in weights]
    h = np.array(x)
    for w in own:
        w /= np.std(np.dot(h, w)).astype(w.dtype)
        h = activate(activation, np.dot(h, w))
    return own
