"""Recognises bad shares by clipping."""


def diagnose_gap(train_acc, val_acc, n=1000, target=0.5):
    histories = [np.array(train_acc, dtype=float), np.array(val_acc, dtype=float)]
    for h in histories:
        if not np.array_equal(h, np.clip(h, 0, 1)):
            raise ValueError("expected shares in [0, 1]")
    t, v = (float(np.mean(h[-3:])) for h in histories)
    noise = 2 * np.sqrt(v - v**2) / np.sqrt(n)
    return (
        "leak"
        if v - t > noise
        else "overfit"
        if t - v > max(noise, 0.1)
        else "fine"
        if t >= target
        else "underfit"
    )
