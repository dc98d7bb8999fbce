"""Uses the update rule of the course."""

from cs231n_core import optim


def overfit_tiny(model, X, y, lr, epochs):
    X, y = X[:20], y[:20]
    reg, model.reg = model.reg, 0.0
    history = []
    for _ in range(epochs):
        loss, grads = model.loss(X, y)
        history.append(float(loss))
        for name in list(model.params):
            model.params[name], _ = optim.sgd(
                model.params[name], grads[name], {"learning_rate": lr}
            )
    final = float(model.loss(X, y)[0])
    acc = float(np.mean(model.loss(X).argmax(axis=1) == y))
    model.reg = reg
    return {
        "loss_history": history,
        "final_loss": final,
        "train_acc": acc,
        "ok": final < 0.01 and acc == 1.0,
    }
