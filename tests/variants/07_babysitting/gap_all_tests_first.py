"""Checks every entry on its own."""


def diagnose_gap(train_acc, val_acc, n=1000, target=0.5):
    for share in [*train_acc, *val_acc]:
        if not 0 <= share <= 1:
            raise ValueError("not a share")
    t = sum(list(train_acc)[-3:]) / len(list(train_acc)[-3:])
    v = sum(list(val_acc)[-3:]) / len(list(val_acc)[-3:])
    margin = 2 * (v * (1 - v) / n) ** 0.5
    gap = t - v
    if gap < -margin:
        return "leak"
    if gap > margin and gap > 0.1:
        return "overfit"
    if t < target:
        return "underfit"
    return "fine"
