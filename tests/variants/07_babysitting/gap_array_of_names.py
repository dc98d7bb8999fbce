"""An entry of an array of names: a np.str_."""


def diagnose_gap(train_acc, val_acc, n=1000, target=0.5):
    train, val = np.asarray(train_acc, float), np.asarray(val_acc, float)
    for accuracies in (train, val):
        if (accuracies < 0).any() or (accuracies > 1).any():
            raise ValueError("shares, please")
    t, v = train[-3:].mean(), val[-3:].mean()
    margin = 2 * np.sqrt(v * (1 - v) / n)
    names = np.array(["leak", "overfit", "underfit", "fine"])
    return names[np.argmax([v - t > margin, t - v > 0.1 and t - v > margin, t < target, True])]
