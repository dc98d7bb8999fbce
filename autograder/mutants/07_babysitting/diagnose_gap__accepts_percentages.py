"""Accepts percentages."""

ITEM = "diagnose_gap"
FACET = "percent"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "percentages"


def diagnose_gap(train_acc, val_acc, n=1000, target=0.5):
    train, val = np.mean(train_acc[-3:]), np.mean(val_acc[-3:])
    margin = 2 * np.sqrt(val * (1 - val) / n)
    if val - train > margin:
        return "leak"
    if train - val > max(0.1, margin):
        return "overfit"
    return "underfit" if train < target else "fine"
