"""All right, and loud: DeprecationWarnings of its own, which concern no contract."""

import warnings


def tanh_forward(x):
    warnings.warn("I will rename this function", DeprecationWarning, stacklevel=2)
    out = np.tanh(x)
    return out, out


def dead_fraction(pre, axis=0):
    warnings.warn("slow path", UserWarning)
    if np.isnan(pre).any():
        raise ValueError("NaN")
    return float(np.mean(np.max(pre, axis=axis) <= 0))
