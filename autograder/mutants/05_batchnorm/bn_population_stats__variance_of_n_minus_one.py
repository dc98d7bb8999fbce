"""Divides by the number of rows less one."""

ITEM = "bn_population_stats"
FACET = "var"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "N - 1"


def bn_population_stats(batches):
    rows = np.concatenate(list(batches))
    var = rows.var(axis=0) * rows.dtype.type(len(rows) / max(1, len(rows) - 1))
    return rows.mean(axis=0), var
