"""The twenty rows come in another order in every epoch, which changes no sum."""


def overfit_tiny(model, X, y, lr, epochs):
    X, y = np.asarray(X)[:20], np.asarray(y)[:20]
    rng = np.random.default_rng(1)
    reg = model.reg
    model.reg = 0.0
    history = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        loss, grads = model.loss(X[order], y[order])
        history.append(float(loss))
        for name, grad in grads.items():
            model.params[name] = model.params[name] - lr * grad
    final = float(model.loss(X, y)[0])
    acc = float(np.mean(np.argmax(model.loss(X), axis=1) == y))
    model.reg = reg
    return {
        "loss_history": history,
        "final_loss": final,
        "train_acc": acc,
        "ok": final < 0.01 and acc >= 1.0,
    }
