"""The mean of squares less the square of the mean."""

ITEM = "bn_population_stats"
FACET = "far"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "large mean"


def bn_population_stats(batches):
    rows = np.concatenate(list(batches))
    mean = rows.mean(axis=0)
    return mean, np.maximum((rows * rows).mean(axis=0) - mean * mean, 0)
