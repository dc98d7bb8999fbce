"""Windows step by one pixel."""

ITEM = "conv_backward_naive"
FACET = "dx"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "stride"


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dx_pad, dw = np.zeros_like(x_pad), np.zeros_like(w)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i, i + HH)
            columns = slice(j, j + WW)
            for f in range(F):
                d = dout[:, f, i, j].reshape(-1, 1, 1, 1)
                dx_pad[:, :, rows, columns] += d * w[f]
                dw[f] += (d * x_pad[:, :, rows, columns]).sum(axis=0)
    dx = dx_pad[:, :, pad : pad + H, pad : pad + W]
    db = dout.sum(axis=(0, 2, 3))
    return dx, dw, db
