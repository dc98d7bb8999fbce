"""A cell that no Python reads."""

SCORES = {"relu": 0}
CELLS = {"relu-forward": "def relu_forward(x):\n    return \x00"}
