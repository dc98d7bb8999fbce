"""Reads the batch size from the first axis of a single image."""

ITEM = "apply_preprocessor"
FACET = "single"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "shape"


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[None, :, None, None], scale[None, :, None, None]
    Xp = (X.astype(dtype) - offset) / scale
    Xp = np.ascontiguousarray(Xp, dtype=dtype)
    return Xp
