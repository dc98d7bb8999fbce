"""All right; the author thinks in float32 and casts every constant to the dtype of the input."""


def leaky_relu_forward(x, alpha=0.01):
    slope = x.dtype.type(alpha)
    mask = x > 0
    return np.where(mask, x, slope * x), (mask, slope)


def leaky_relu_backward(dout, cache):
    mask, slope = cache
    return dout * np.where(mask, slope.dtype.type(1), slope)


def selu_forward(x):
    t = x.dtype.type
    lam, alpha = t(1.0507009873554804934193349852946), t(1.6732632423543772848170429916717)
    bent = alpha * np.expm1(np.minimum(x, t(0)))
    return lam * np.where(x > 0, x, bent), (x, bent)


def selu_backward(dout, cache):
    x, bent = cache
    t = x.dtype.type
    lam, alpha = t(1.0507009873554804934193349852946), t(1.6732632423543772848170429916717)
    return dout * lam * np.where(x > 0, t(1), bent + alpha)
