"""Stops as soon as all twenty are right."""

ITEM = "overfit_tiny"
FACET = "every_epoch"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "one entry per epoch"


def overfit_tiny(model, X, y, lr, epochs):
    X, y = X[:20], y[:20]
    reg, model.reg = model.reg, 0.0
    losses = []
    for _ in range(epochs):
        loss, grads = model.loss(X, y)
        losses.append(float(loss))
        for name, w in model.params.items():
            model.params[name] = w - lr * grads[name]
        if np.all(model.loss(X).argmax(axis=1) == y):
            break
    final = float(model.loss(X, y)[0])
    accuracy = float(np.mean(model.loss(X).argmax(axis=1) == y))
    model.reg = reg
    return {
        "loss_history": losses,
        "final_loss": final,
        "train_acc": accuracy,
        "ok": final < 0.01 and accuracy == 1.0,
    }
