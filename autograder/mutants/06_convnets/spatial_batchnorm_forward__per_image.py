"""Normalises each image for itself."""

ITEM = "spatial_batchnorm_forward"
FACET = "train"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "per image"


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    if bn_param["mode"] == "test":
        rows = x.transpose(0, 2, 3, 1).reshape(-1, C)
        out, cache = batchnorm_forward(rows, gamma, beta, bn_param)
        return out.reshape(N, H, W, C).transpose(0, 3, 1, 2), cache
    mean = x.mean(axis=(1, 2, 3), keepdims=True)
    var = x.var(axis=(1, 2, 3), keepdims=True)
    x_hat = (x - mean) / np.sqrt(var + bn_param.get("eps", 1e-5))
    out = gamma.reshape(1, C, 1, 1) * x_hat + beta.reshape(1, C, 1, 1)
    return out, (x_hat, gamma)
