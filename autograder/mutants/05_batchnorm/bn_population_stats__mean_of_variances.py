"""The batches' variances, averaged by their sizes."""

ITEM = "bn_population_stats"
FACET = "var"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "apart"


def bn_population_stats(batches):
    batches = list(batches)
    rows = np.concatenate(batches)
    sizes = np.array([len(x) for x in batches], dtype=rows.dtype)
    var = sum(n * x.var(axis=0) for n, x in zip(sizes, batches)) / sizes.sum()
    return rows.mean(axis=0), var
