"""Replaces the dict of parameters in every step; returns NumPy numbers."""


def overfit_tiny(model, X, y, lr, epochs):
    n = min(20, len(X))
    x, t = X[:n], y[:n]
    keep, model.reg = model.reg, 0
    losses = []
    for _ in range(epochs):
        loss, g = model.loss(x, t)
        losses.append(loss)
        model.params = {k: w - lr * g[k] for k, w in model.params.items()}
    final_loss = np.float64(model.loss(x, t)[0])
    train_acc = np.mean(model.loss(x).argmax(1) == t)
    model.reg = keep
    return {
        "loss_history": losses,
        "final_loss": final_loss,
        "train_acc": train_acc,
        "ok": np.logical_and(final_loss < 0.01, train_acc == 1.0),
    }
