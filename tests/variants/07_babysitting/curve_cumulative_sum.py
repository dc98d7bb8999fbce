"""Means of tenths from a cumulative sum."""


def diagnose_loss_curve(losses):
    x = np.asarray(losses, dtype=np.float64)
    if not np.isfinite(x.sum()):
        return "exploding"
    total = np.concatenate([[0.0], np.cumsum(x)])
    edges = np.linspace(0, len(x), 11).astype(int)
    m = np.diff(total[edges]) / np.diff(edges)
    if m[-1] > 2 * m[0]:
        return "exploding"
    fall, wiggle = m[0] - m[-1], np.std(np.diff(x)) / np.sqrt(len(x) / 10)
    if fall <= 3 * wiggle + 1e-9 * m[0]:
        return "stuck"
    early, half = (m[0] - m[3]) / fall, (m[0] - m[4]) / fall
    return "high" if early > 0.87 else "late" if half < 0.2 else "good" if half >= 0.57 else "low"
