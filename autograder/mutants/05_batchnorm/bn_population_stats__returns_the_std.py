"""The standard deviation instead of the variance."""

ITEM = "bn_population_stats"
FACET = "var"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "standard deviation"


def bn_population_stats(batches):
    rows = np.concatenate(list(batches))
    return rows.mean(axis=0), rows.std(axis=0)
