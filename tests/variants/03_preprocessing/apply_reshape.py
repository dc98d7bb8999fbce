"""Channel statistics by reshape."""


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    shape = (-1, 1, 1) if "channel" in stats["mode"] else stats["offset"].shape
    offset, scale = stats["offset"].reshape(shape), stats["scale"].reshape(shape)
    return np.ascontiguousarray((X - offset) / scale).astype(dtype)
