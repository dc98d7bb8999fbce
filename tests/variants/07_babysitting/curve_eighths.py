"""Averages over eighths, other questions."""


def diagnose_loss_curve(losses):
    losses = np.array(losses, float)
    if np.any(~np.isfinite(losses)):
        return "exploding"
    m = [p.mean() for p in np.array_split(losses, 8)]
    if m[-1] > 1.8 * m[0]:
        return "exploding"
    noise = (np.diff(losses).std() / 2**0.5) * (2 / (len(losses) / 8)) ** 0.5
    fall = m[0] - m[-1]
    if fall <= 3 * noise or fall < 1e-8 * m[0]:
        return "stuck"
    p = [(m[0] - v) / fall for v in m]
    if p[2] > 0.84:
        return "high"
    if p[3] < 0.2:
        return "late"
    return "low" if p[3] < 0.55 else "good"
