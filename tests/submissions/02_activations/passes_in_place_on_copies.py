"""All right; works in place, on copies of its own."""


def relu_forward(x):
    out = x.copy()
    out[out < 0] = 0
    return out, out.copy()


def relu_backward(dout, cache):
    dx = dout.copy()
    dx[cache <= 0] = 0
    return dx


def leaky_relu_forward(x, alpha=0.01):
    out = np.array(x)
    negative = out <= 0
    out[negative] *= alpha
    return out, (negative, alpha)


def leaky_relu_backward(dout, cache):
    negative, alpha = cache
    dx = np.array(dout)
    dx[negative] *= alpha
    return dx
