"""relu_backward hands the gradient on everywhere, as if the unit were never off."""

# Of relu's 16 parts the gradient (4) is gone, at exactly 0 too (2), and for every shape (1); the two
# that count once the values are right (layouts, two calls in a row) wait for that.
SCORES = {"relu": 0.875}


def relu_backward(dout, cache):
    return dout.copy()
