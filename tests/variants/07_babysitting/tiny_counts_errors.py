"""Counts wrong answers one by one."""


def overfit_tiny(model, X, y, lr, epochs):
    rows = slice(None, 20)
    before = model.reg
    model.reg = 0.0
    result = {"loss_history": []}
    for _ in range(epochs):
        loss, grads = model.loss(X[rows], y[rows])
        result["loss_history"].append(loss)
        for name in grads:
            model.params[name] = model.params[name] + (-lr) * grads[name]
    result["final_loss"], _ = model.loss(X[rows], y[rows])
    wrong = 0
    for scores, label in zip(model.loss(X[rows]), y[rows]):
        wrong += int(scores.argmax() != label)
    result["train_acc"] = 1 - wrong / len(y[rows])
    result["ok"] = bool(wrong == 0 and result["final_loss"] < 0.01)
    model.reg = before
    return result
