"""float32 data stay float32 in every step."""


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    mean, turn, spread = (stats[key].astype(dtype) for key in ("mean", "directions", "spread"))
    return (X.astype(dtype) - mean) @ turn / spread
