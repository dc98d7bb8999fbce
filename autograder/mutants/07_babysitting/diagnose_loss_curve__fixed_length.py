"""Looks at steps 0, 50, 100 and so on."""

ITEM = "diagnose_loss_curve"
FACET = "length"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "length"


def diagnose_loss_curve(losses):
    losses = np.asarray(losses, dtype=float)
    if not np.isfinite(losses).all():
        return "exploding"
    mean = np.array(
        [
            losses[20 * i : 20 * i + 20].mean() if len(losses) > 20 * i else losses[-1]
            for i in range(10)
        ]
    )
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
