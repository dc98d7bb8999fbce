"""All right, with experiments between the exercises, one of which crashes."""

EXTRA = [
    "z = np.linspace(-3, 3, 7)\nrelu_forward(z)",
    "%timeit -n 10 -r 1 relu_forward(z)",
    "relu_backward(np.ones(3), np.ones(4))  # why does this not work?",
    "np = np  # I wondered whether I may do this\nscore = 1000\ncheck('relu', relu_forward, relu_backward)",
]
