/* The convolution: how units, blocks of panels and tiles follow each other. */

typedef struct {
    const cs_conv *job;
    cs_conv_plan plan;
    ptrdiff_t *offset;    /* where a tap begins in the copy of x */
    REAL *weight, *bias;  /* per tile of rows, step by step */
    ptrdiff_t block;      /* tiles whose panels are held at a time */
    char *slots;          /* scratch memory of the threads */
    size_t slot_bytes;
    /* backward only: */
    ptrdiff_t *tap;       /* where an entry of w lies, in the order of the offsets */
    ptrdiff_t *spread_to; /* where a tap begins in the planes of dx */
    ptrdiff_t parts, padded_filters, part_size;
    REAL *sums;           /* of each part: (taps, padded_filters), then (padded_filters) for db */
    REAL *seams;
    ptrdiff_t seam_size;
} NAME(conv_task);

typedef struct {
    REAL *copy, *panels, *planes, *turned, *dout_panel;
} NAME(conv_slot);

enum { NAME(slack) = 2 * TILE }; /* elements behind a buffer that whole vectors may touch */

static inline REAL *NAME(carve)(char **at, ptrdiff_t n) {
    return cs_carve(at, (size_t)(n + NAME(slack)) * sizeof(REAL));
}

/* --- both directions ------------------------------------------------------------------------- */

/* How many tiles are packed at a time, at `rows` rows of TILE elements each: half of a typical
   second-level cache. */
static ptrdiff_t NAME(block_tiles)(const cs_conv *job, const cs_conv_plan *plan, ptrdiff_t rows) {
    ptrdiff_t tiles = cs_over(cs_over(job->out_height, plan->bands) * job->out_width, TILE);
    ptrdiff_t most = cs_max(1, CS_BLOCK_BYTES / (rows * TILE * (ptrdiff_t)sizeof(REAL)));
    return cs_over(tiles, cs_over(tiles, most)); /* blocks of even size */
}

/* Where a thread's buffers lie; returns their size. */
static size_t NAME(conv_slot_at)(const NAME(conv_task) *task, char *base, NAME(conv_slot) *slot) {
    const cs_conv *job = task->job;
    const cs_conv_plan *plan = &task->plan;
    char *at = base;
    ptrdiff_t image = job->channels * job->height * job->width;
    slot->copy = NAME(carve)(&at, plan->direct ? image : plan->copy);
    slot->panels = NAME(carve)(&at, task->block * plan->taps * TILE);
    if (job->dout) {
        slot->turned = NAME(carve)(&at, task->block * TILE * cs_over(job->filters, TILE) * TILE);
        slot->planes = job->dx ? NAME(carve)(&at, plan->copy) : NULL;
        slot->dout_panel = job->dx ? NAME(carve)(&at, job->filters * TILE) : NULL;
    }
    return (size_t)(at - base);
}

/* The planes of a band: x itself where it needs no padding and may be read past the image. */
static const REAL *NAME(conv_source)(const NAME(conv_task) *task, cs_conv_band band, REAL *copy) {
    const cs_conv *job = task->job;
    ptrdiff_t size = job->channels * job->height * job->width;
    const REAL *image = (const REAL *)job->x + band.image * size;
    const REAL *end = (const REAL *)job->x + job->images * size;
    if (!task->plan.direct) {
        NAME(fill)(job, &task->plan, band, image, end, copy);
        return copy;
    }
    if (end - image < size + NAME(slack)) {
        memcpy(copy, image, (size_t)size * sizeof(REAL));
        image = copy;
    }
    return image + band.first * job->width;
}

static inline void NAME(conv_pixels)(const NAME(conv_task) *task, cs_conv_band band, ptrdiff_t t,
                                     NAME(pixels) *tile) {
    ptrdiff_t across = task->job->out_width, row = task->plan.plane_width;
    ptrdiff_t first = t * TILE, last = cs_min(band.rows * across, first + TILE);
    if (task->plan.whole) {
        tile->live = (int)(last - first);
        NAME(halves)(first, last, across, row, &tile->left, &tile->right);
    } else {
        tile->left = tile->right = 0; /* only panels are read */
        NAME(locate)(first, last, across, across, row, tile);
    }
}

/* --- forward --------------------------------------------------------------------------------- */

static void NAME(forward_taps)(NAME(conv_task) *task) {
    const cs_conv *job = task->job;
    const cs_conv_plan *plan = &task->plan;
    ptrdiff_t plane = plan->direct ? job->height * job->width : plan->plane;
    ptrdiff_t field = job->field_height * job->field_width, *offset = task->offset;
    for (ptrdiff_t i = 0; i < job->field_height; i++)
        for (ptrdiff_t j = 0; j < job->field_width; j++)
            *offset++ = cs_tap(job, plan, plane, i, j);
    for (ptrdiff_t k = field; k < plan->taps; k++)
        *offset++ = task->offset[k - field] + cs_channel(plan, plane);
}

static void NAME(forward_weights)(NAME(conv_task) *task) {
    const cs_conv *job = task->job;
    const REAL *w = job->w, *b = job->b;
    ptrdiff_t filters = job->filters, taps = task->plan.taps, tiles = cs_over(filters, CS_ROWS);
    ptrdiff_t down = job->w_transposed ? 1 : taps, across = job->w_transposed ? filters : 1;
    REAL *to = task->weight;
    for (ptrdiff_t i = 0; i < tiles; i++) {
        ptrdiff_t first = cs_begin(filters, tiles, i), last = cs_begin(filters, tiles, i + 1);
        for (ptrdiff_t k = 0; k < taps; k++)
            for (ptrdiff_t f = first; f < last; f++) *to++ = w[f * down + k * across];
    }
    for (ptrdiff_t f = 0; f < filters; f++) task->bias[f] = b ? b[f] : 0;
}

/* All filters at one tile: from its panel, or from the planes if `panel` is NULL. */
static void NAME(forward_tile)(const NAME(conv_task) *task, const NAME(pixels) *tile,
                               const REAL *panel, const REAL *planes, ptrdiff_t first,
                               ptrdiff_t last, REAL *out) {
    const cs_conv *job = task->job;
    ptrdiff_t taps = task->plan.taps, pitch = task->plan.pixels;
    ptrdiff_t heights = cs_over(job->filters, CS_ROWS), left = tile->left, right = tile->right;
    NAME(multiply_tile) *const *of = panel ? NAME(multiply_packed_of) : NAME(multiply_direct_of);
    for (ptrdiff_t i = first; i < last; i++) {
        ptrdiff_t f = cs_begin(job->filters, heights, i);
        ptrdiff_t rows = cs_begin(job->filters, heights, i + 1) - f;
        const REAL *weight = task->weight + f * taps, *from = panel ? panel : planes;
        REAL edge[CS_ROWS * TILE], *to = out + f * pitch;
        if (tile->live == TILE) {
            of[rows](taps, weight, from, task->offset, left, right, task->bias + f, job->relu, to, pitch);
        } else {
            of[rows](taps, weight, from, task->offset, left, right, task->bias + f, job->relu, edge, TILE);
            for (ptrdiff_t r = 0; r < rows; r++)
                for (int l = 0; l < tile->live; l++) to[r * pitch + l] = edge[r * TILE + l];
        }
    }
}

static void NAME(forward_unit)(void *argument, long unit, int number) {
    const NAME(conv_task) *task = argument;
    const cs_conv *job = task->job;
    const cs_conv_plan *plan = &task->plan;
    NAME(conv_slot) slot;
    NAME(conv_slot_at)(task, task->slots + number * task->slot_bytes, &slot);
    cs_conv_band band = cs_band(job, plan, unit);
    const REAL *planes = NAME(conv_source)(task, band, slot.copy);
    ptrdiff_t tiles = cs_over(band.rows * job->out_width, TILE), size = plan->taps * TILE;
    ptrdiff_t heights = cs_over(job->filters, CS_ROWS);
    REAL *out = (REAL *)job->out + band.image * job->filters * plan->pixels + band.first * job->out_width;
    NAME(pixels) tile;
    if (plan->whole && heights <= DIRECT_HEIGHTS) { /* too few filters to share a panel */
        for (ptrdiff_t t = 0; t < tiles; t++) {
            NAME(conv_pixels)(task, band, t, &tile);
            NAME(forward_tile)(task, &tile, NULL, planes, 0, heights, out + t * TILE);
        }
        return;
    }
    for (ptrdiff_t begin = 0; begin < tiles; begin += task->block) {
        ptrdiff_t end = cs_min(tiles, begin + task->block);
        for (ptrdiff_t t = begin; t < end; t++) {
            NAME(conv_pixels)(task, band, t, &tile);
            NAME(pack)(planes, task->offset, plan->taps, plan->whole, &tile, slot.panels + (t - begin) * size);
        }
        for (ptrdiff_t i = 0; i < heights; i++) {
            for (ptrdiff_t t = begin; t < end; t++) {
                NAME(conv_pixels)(task, band, t, &tile);
                NAME(forward_tile)(task, &tile, slot.panels + (t - begin) * size, NULL, i, i + 1, out + t * TILE);
            }
        }
    }
}

static size_t NAME(forward_layout)(NAME(conv_task) *task, char *base, int threads) {
    NAME(conv_slot) slot;
    char *at = base;
    task->offset = cs_carve(&at, (size_t)task->plan.taps * sizeof(ptrdiff_t));
    task->weight = NAME(carve)(&at, task->job->filters * task->plan.taps);
    task->bias = NAME(carve)(&at, task->job->filters);
    task->slots = at;
    task->slot_bytes = NAME(conv_slot_at)(task, NULL, &slot);
    return (size_t)(at - base) + (size_t)threads * task->slot_bytes;
}

/* See conv.h. */
static int NAME(conv_forward)(const cs_conv *job) {
    NAME(conv_task) task = {.job = job, .plan = cs_plan(job, LANES, sizeof(REAL))};
    task.block = NAME(block_tiles)(job, &task.plan, task.plan.taps);
    int threads = cs_conv_threads(job, &task.plan);
    char *scratch = cs_scratch_take(NAME(forward_layout)(&task, NULL, threads));
    if (!scratch) return -1;
    NAME(forward_layout)(&task, scratch, threads);
    NAME(forward_taps)(&task);
    NAME(forward_weights)(&task);
    cs_pool_run((long)task.plan.units, threads, NAME(forward_unit), &task);
    cs_scratch_give(scratch);
    return 0;
}
