"""The paper's loop: scale until the variance is within a hundredth of 1."""


def lsuv_init(weights, x, activation):
    done, h = [], x
    for w in weights:
        w = w.copy()
        for _ in range(10):
            var = np.var(h @ w)
            if abs(var - 1) < 0.01:
                break
            w = (w / np.sqrt(var)).astype(w.dtype)
        done.append(w)
        h = activate(activation, h @ w)
    return done
