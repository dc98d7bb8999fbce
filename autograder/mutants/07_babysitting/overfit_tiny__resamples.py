"""Draws twenty other rows in every epoch."""

ITEM = "overfit_tiny"
FACET = "same_rows"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "rows"


def overfit_tiny(model, X, y, lr, epochs):
    X_all, y_all = X, y
    rng = np.random.default_rng(0)
    reg, model.reg = model.reg, 0.0
    losses = []
    for _ in range(epochs):
        rows = rng.choice(len(X_all), 20, replace=False)
        X, y = X_all[rows], y_all[rows]
        loss, grads = model.loss(X, y)
        losses.append(float(loss))
        for name, w in model.params.items():
            model.params[name] = w - lr * grads[name]
    final = float(model.loss(X, y)[0])
    accuracy = float(np.mean(model.loss(X).argmax(axis=1) == y))
    model.reg = reg
    return {
        "loss_history": losses,
        "final_loss": final,
        "train_acc": accuracy,
        "ok": final < 0.01 and accuracy == 1.0,
    }
