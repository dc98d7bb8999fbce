"""Trains with the penalty."""

ITEM = "overfit_tiny"
FACET = "penalty"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "penalty"


def overfit_tiny(model, X, y, lr, epochs):
    X, y = X[:20], y[:20]
    reg = model.reg
    losses = []
    for _ in range(epochs):
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
