"""ReLU never returns: its item is lost, the others keep their points."""

SCORES = {"relu": 0}


def relu_forward(x):
    while True:
        pass
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)
