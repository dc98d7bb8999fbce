"""Means and variances without weights."""

ITEM = "bn_population_stats"
FACET = "unequal"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "count"


def bn_population_stats(batches):
    batches = list(batches)
    means = np.array([x.mean(axis=0) for x in batches])
    variances = np.array([x.var(axis=0) for x in batches])
    return means.mean(axis=0), variances.mean(axis=0) + means.var(axis=0)
