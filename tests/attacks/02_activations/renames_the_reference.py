"""The course's own ReLU under the student's name."""

SCORES = {"relu": 0}
CELLS = {"relu-forward": "from cs231n_core.layers import relu_backward, relu_forward"}
