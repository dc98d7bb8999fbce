"""Looks at the first and the last loss only."""

ITEM = "diagnose_loss_curve"
FACET = "clean"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "is called"


def diagnose_loss_curve(losses):
    losses = np.asarray(losses, dtype=float)
    if not np.isfinite(losses).all() or losses[-1] > 2 * losses[0]:
        return "exploding"
    left = losses[-1] / losses[0]
    if left > 0.999:
        return "stuck"
    if left > 0.65:
        return "low"
    return "high" if left > 0.4 else "good"
