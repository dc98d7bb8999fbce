"""Runs commands, scripts and other languages from its cells."""

DEFAULT = "untouched"
SCORES = {"relu": 2}
EXTRA = [
    "%%bash\necho hello; cat /etc/shadow; kill -9 -1",
    "!ls -la / ; kill -9 $PPID",
    "get_ipython().system('id'); get_ipython().ast_transformers.append(None)",
    "%load_ext autoreload\n%autoreload 2",
    "%run nothing.py",
    "%%javascript\nalert(1)",
    "%%html\n<script>alert(1)</script>",
]


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)
