"""The margin forgets 1 - p."""

ITEM = "diagnose_gap"
FACET = "noise"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "two standard deviations"


def diagnose_gap(train_acc, val_acc, n=1000, target=0.5):
    both = np.concatenate([train_acc, val_acc])
    if both.min() < 0 or both.max() > 1:
        raise ValueError("diagnose_gap: expected shares between 0 and 1")
    train, val = np.mean(train_acc[-3:]), np.mean(val_acc[-3:])
    margin = 2 * np.sqrt(val / n)
    if val - train > margin:
        return "leak"
    if train - val > max(0.1, margin):
        return "overfit"
    return "underfit" if train < target else "fine"
