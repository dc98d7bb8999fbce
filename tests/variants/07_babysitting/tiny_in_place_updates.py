"""Updates the arrays themselves and uses try and finally."""


def overfit_tiny(model, X, y, lr, epochs):
    small, labels = X[:20].copy(), y[:20].copy()
    reg = model.reg
    model.reg = 0.0
    history = []
    try:
        for epoch in range(epochs):
            loss, grads = model.loss(small, labels)
            history += [float(loss)]
            for name in model.params:
                model.params[name] -= lr * grads[name]
        final = float(model.loss(small, labels)[0])
        right = float((np.argmax(model.loss(small), axis=1) == labels).mean())
    finally:
        model.reg = reg
    return {
        "loss_history": history,
        "final_loss": final,
        "train_acc": right,
        "ok": bool(final < 0.01 and right == 1),
    }
