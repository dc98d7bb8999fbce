"""An entry of an array of names, a np.str_; the noise is that of neighbouring losses."""


def diagnose_loss_curve(losses):
    losses = np.asarray(losses, dtype=float)
    if not np.isfinite(losses).all():
        return np.str_("exploding")
    mean = np.array([part.mean() for part in np.array_split(losses, 10)])
    if mean[-1] > 2 * mean[0]:
        return np.str_("exploding")
    noise = np.diff(losses).std() / np.sqrt(len(losses) / 10)
    fall = mean[0] - mean[-1]
    if fall <= 3 * noise + 1e-9 * mean[0]:
        return np.str_("stuck")
    done = (mean[0] - mean) / fall
    names = np.array(["high", "late", "low", "good"])
    return names[np.argmax([done[3] > 0.87, done[4] < 0.2, done[4] < 0.57, True])]
