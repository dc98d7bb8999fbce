"""Normalises every pixel over the batch."""

ITEM = "spatial_batchnorm_forward"
FACET = "train"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "per pixel"


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    wide, shift = np.repeat(gamma, H * W), np.repeat(beta, H * W)
    out, cache = batchnorm_forward(x.reshape(N, -1), wide, shift, bn_param)
    return out.reshape(N, C, H, W), cache
