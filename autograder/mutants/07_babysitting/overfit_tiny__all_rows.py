"""Trains on every row it was given."""

ITEM = "overfit_tiny"
FACET = "learns"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "first 20 rows"


def overfit_tiny(model, X, y, lr, epochs):
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
    return {
        "loss_history": losses,
        "final_loss": final,
        "train_acc": accuracy,
        "ok": final < 0.01 and accuracy == 1.0,
    }
