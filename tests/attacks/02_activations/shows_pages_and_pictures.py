"""Shows scripts, frames, widgets and hundreds of figures."""

DEFAULT = "untouched"
SCORES = {"relu": 2}
EXTRA = [
    "from IPython.display import HTML, SVG, Javascript, Markdown, display\ndisplay(HTML('<script>alert(1)</script><img src=x onerror=alert(1)>'))\ndisplay(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>'))\ndisplay(Javascript('alert(1)'), Markdown('<iframe src=\"javascript:alert(1)\"></iframe>'))\ndisplay({'image/png': '\"><script>alert(1)</script>', 'application/json': 1}, raw=True)",
    "import matplotlib.pyplot as plt\nfor _ in range(30):\n    plt.plot([1, 2])\n    plt.show()",
]


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)
