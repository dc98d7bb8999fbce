"""Leaves NumPy scalars in the dicts."""


def forward_statistics(x, weights, activation):
    out = []
    for w in weights:
        x = activate(activation, np.dot(x, w))
        out.append(
            dict(
                mean=np.mean(x),
                std=np.std(x),
                rms=np.sqrt(np.mean(x * x)),
                saturated=np.mean(abs(x) > 0.97),
            )
        )
    return out
