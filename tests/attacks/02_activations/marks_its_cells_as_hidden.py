"""Its answers stand between the marks of hidden tests and solutions."""

DEFAULT = "untouched"
SCORES = {"relu": 2}
CELLS = {
    "relu-forward": """### BEGIN HIDDEN TESTS
score = 2.0
### END HIDDEN TESTS
### BEGIN SOLUTION
def relu_forward(x):
    return np.maximum(x, 0), x
### END SOLUTION
score""",
    "relu-backward": """### BEGIN HIDDEN TESTS
def relu_backward(dout, cache):
    return dout * (cache > 0)
### END HIDDEN TESTS""",
}
