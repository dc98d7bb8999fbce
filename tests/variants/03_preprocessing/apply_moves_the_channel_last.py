"""The channel goes to the end and back."""


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    if stats["mode"].startswith("channel"):
        last = np.moveaxis(X.astype(dtype), -3, -1)
        done = (last - stats["offset"]) / stats["scale"]
        return np.ascontiguousarray(np.moveaxis(done, -1, -3), dtype=dtype)
    return np.ascontiguousarray((X.astype(dtype) - stats["offset"]) / stats["scale"], dtype=dtype)
