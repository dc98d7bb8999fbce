"""Takes a fall of less than 0.0001 for none, and 10 for an explosion."""

ITEM = "diagnose_loss_curve"
FACET = "scale"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "scale"


def diagnose_loss_curve(losses):
    losses = np.asarray(losses, dtype=float)
    if not np.isfinite(losses).all():
        return "exploding"
    mean = np.array([part.mean() for part in np.array_split(losses, 10)])
    if mean[-1] > 10:
        return "exploding"
    noise = np.diff(losses).std() / np.sqrt(len(losses) / 10)
    fall = mean[0] - mean[-1]
    if fall <= max(3 * noise, 1e-4):
        return "stuck"
    done = (mean[0] - mean) / fall
    if done[3] > 0.87:
        return "high"
    if done[4] < 0.2:
        return "late"
    return "low" if done[4] < 0.57 else "good"
