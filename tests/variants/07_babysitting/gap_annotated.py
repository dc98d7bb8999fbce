"""With types and a nested function."""

from collections.abc import Sequence


def diagnose_gap(
    train_acc: Sequence[float], val_acc: Sequence[float], n: int = 1000, target: float = 0.5
) -> str:
    def level(history):
        if min(history) < 0.0 or max(history) > 1.0:
            raise ValueError(f"{max(history)} is no share")
        tail = history[-3:]
        return float(np.average(tail))

    train, val = level(train_acc), level(val_acc)
    margin = 2.0 * np.sqrt(val * (1.0 - val) / n)
    if abs(train - val) <= margin or 0 <= train - val <= 0.1:
        return "underfit" if train < target else "fine"
    return "overfit" if train > val else "leak"
