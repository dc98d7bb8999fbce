"""Goes through the twenty in batches of ten."""

ITEM = "overfit_tiny"
FACET = "same_rows"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "all of the first 20"


def overfit_tiny(model, X, y, lr, epochs):
    X, y = X[:20], y[:20]
    reg, model.reg = model.reg, 0.0
    losses = []
    for _ in range(epochs):
        losses.append(float(model.loss(X, y)[0]))
        for half in (slice(0, 10), slice(10, 20)):
            loss, grads = model.loss(X[half], y[half])
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
