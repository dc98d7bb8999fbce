"""Spread of the means by N - 1 batches."""

ITEM = "bn_population_stats"
FACET = "single"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "var"


def bn_population_stats(batches):
    batches = list(batches)
    rows = np.concatenate(batches)
    means = np.array([x.mean(axis=0) for x in batches])
    within = np.array([x.var(axis=0) for x in batches]).mean(axis=0)
    return rows.mean(axis=0), within + means.var(axis=0, ddof=1)
