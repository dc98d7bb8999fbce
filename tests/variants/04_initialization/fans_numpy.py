"""np.prod, which returns NumPy integers."""


def fan_in_and_fan_out(shape):
    shape = np.array(shape)
    if shape.size == 2:
        return shape[0], shape[1]
    if shape.size == 4:
        return np.prod(shape[1:]), np.prod(shape[[0, 2, 3]])
    raise ValueError("a vector has no fans")
