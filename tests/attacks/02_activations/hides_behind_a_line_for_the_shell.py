"""Runs the core's text in a cell with a line that is not Python: a copy, and named as one."""

DEFAULT = "untouched"
SCORES = {"maxout": 5}
CELLS = {
    "maxout-forward": """np.maximum?
from cs231n_core.layers import maxout as _maxout
_SPACE = {"__name__": "cs231n_core.layers.mine"}
exec(open(_maxout.__file__).read(), _SPACE)

def maxout_forward(x, w, b):
    return _SPACE["maxout_forward"](x, w, b)
""",
    "maxout-backward": """
def maxout_backward(dout, cache):
    return _SPACE["maxout_backward"](dout, cache)
""",
}
