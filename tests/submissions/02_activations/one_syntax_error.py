"""A bracket is missing in elu_forward: its item is lost, the others keep their points."""

CELLS = {
    "elu-forward": "def elu_forward(x, alpha=1.0):\n    out = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))\n    return out, (x, out, alpha)\n"
}
