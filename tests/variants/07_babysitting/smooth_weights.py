"""Weighs every loss explicitly."""


def smooth_losses(losses, beta=0.9):
    x = np.array(losses, dtype=float)
    out = []
    for t in range(len(x)):
        weights = np.array([beta ** (t - i) for i in range(t + 1)])
        out.append(np.sum(weights * x[: t + 1]) / np.sum(weights))
    return np.array(out, dtype=float)
