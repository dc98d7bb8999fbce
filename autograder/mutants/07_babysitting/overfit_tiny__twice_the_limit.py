"""A final loss below 0.02 is small enough."""

ITEM = "overfit_tiny"
FACET = "not_yet"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "above 0.01"


def overfit_tiny(model, X, y, lr, epochs):
    X, y = X[:20], y[:20]
    reg, model.reg = model.reg, 0.0
    losses = []
    for _ in range(epochs):
        loss, grads = model.loss(X, y)
        losses.append(float(loss))
        for name, w in model.params.items():
            model.params[name] = w - lr * grads[name]
    final = float(model.loss(X, y)[0])
    accuracy = float(np.mean(model.loss(X).argmax(axis=1) == y))
    model.reg = reg
    result = {"loss_history": losses, "final_loss": final}
    ok = final < 0.02 and accuracy == 1.0
    return result | {"train_acc": accuracy, "ok": ok}
