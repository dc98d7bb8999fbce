"""Arrays throughout, np.str_ avoided."""


def diagnose_gap(train_acc, val_acc, n=1000, target=0.5):
    train, val = np.asarray(train_acc, float), np.asarray(val_acc, float)
    if np.any((train < 0) | (train > 1)) or np.any((val < 0) | (val > 1)):
        raise ValueError("percentages?")
    t, v = train[-3:].mean(), val[-3:].mean()
    two_sd = 2 * np.sqrt(v * (1 - v) / n)
    names = ["leak", "overfit", "underfit", "fine"]
    tests = [v > t + two_sd, t - v > max(0.1, two_sd), t < target, True]
    return names[tests.index(True)]
