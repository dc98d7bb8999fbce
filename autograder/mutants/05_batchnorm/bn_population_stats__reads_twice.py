"""Goes through the batches twice."""

ITEM = "bn_population_stats"
FACET = "generator"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "raised"


def bn_population_stats(batches):
    n = sum(len(x) for x in batches)
    rows = np.concatenate(list(batches))
    mean = rows.sum(axis=0) / rows.dtype.type(n)
    return mean, ((rows - mean) ** 2).sum(axis=0) / rows.dtype.type(n)
