"""Honest work on one exercise."""

DEFAULT = "untouched"
SCORES = {"max_pool_forward_naive": 3}


def max_pool_forward_naive(x, pool_param):
    height, width, step = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    count, maps, rows, columns = x.shape
    out = np.zeros(
        (count, maps, 1 + (rows - height) // step, 1 + (columns - width) // step), x.dtype
    )
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = x[:, :, i * step : i * step + height, j * step : j * step + width]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, pool_param)
