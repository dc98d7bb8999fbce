"""Asks for NaN only; a mean of inf compares like a number."""

ITEM = "diagnose_loss_curve"
FACET = "not_finite"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "inf"


def diagnose_loss_curve(losses):
    losses = np.asarray(losses, dtype=float)
    if np.isnan(losses).any():
        return "exploding"
    losses = (
        np.minimum(losses, 1.9 * losses[0] if np.isfinite(losses[0]) else 1.0)
        if np.isinf(losses).any()
        else losses
    )
    mean = np.array([part.mean() for part in np.array_split(losses, 10)])
    if mean[-1] > 2 * mean[0]:
        return "exploding"
    noise = np.diff(losses).std() / np.sqrt(len(losses) / 10)
    fall = mean[0] - mean[-1]
    if fall <= 3 * noise + 1e-9 * mean[0]:
        return "stuck"
    done = (mean[0] - mean) / fall
    if done[3] > 0.87:
        return "high"
    if done[4] < 0.2:
        return "late"
    return "low" if done[4] < 0.57 else "good"
