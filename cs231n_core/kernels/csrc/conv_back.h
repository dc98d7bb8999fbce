/* The gradients of the convolution, from the same panels. */

/* The taps column by column, row by row, channel by channel: neighbouring taps of a tile then lie
   far apart in the planes of dx. One pixel apart, a load would wait for the store before it. */
static void NAME(backward_taps)(NAME(conv_task) *task) {
    const cs_conv *job = task->job;
    const cs_conv_plan *plan = &task->plan;
    ptrdiff_t plane = plan->direct ? job->height * job->width : plan->plane, k = 0;
    for (ptrdiff_t j = 0; j < job->field_width; j++) {
        for (ptrdiff_t i = 0; i < job->field_height; i++) {
            ptrdiff_t at = cs_tap(job, plan, plane, i, j), to = cs_tap(job, plan, plan->plane, i, j);
            for (ptrdiff_t c = 0; c < job->channels; c++, k++) {
                task->tap[k] = (c * job->field_height + i) * job->field_width + j;
                task->offset[k] = at + c * cs_channel(plan, plane);
                task->spread_to[k] = to + c * cs_channel(plan, plan->plane);
            }
        }
    }
}

static void NAME(backward_weights)(NAME(conv_task) *task) {
    const cs_conv *job = task->job;
    ptrdiff_t taps = task->plan.taps, tiles = cs_over(taps, CS_ROWS);
    const REAL *w = job->w;
    REAL *to = task->weight;
    for (ptrdiff_t i = 0; i < tiles; i++) {
        ptrdiff_t first = cs_begin(taps, tiles, i), last = cs_begin(taps, tiles, i + 1);
        for (ptrdiff_t f = 0; f < job->filters; f++)
            for (ptrdiff_t k = first; k < last; k++) *to++ = w[f * taps + task->tap[k]];
    }
}

/* Add what a block of a band, tiles begin to end - 1, says about w and b to the sums of its part. */
static void NAME(block_dw)(const NAME(conv_task) *task, const NAME(conv_slot) *slot, cs_conv_band band,
                           ptrdiff_t begin, ptrdiff_t end, const REAL *planes, const REAL *dout,
                           const REAL *dout_end, REAL *sums) {
    const cs_conv *job = task->job;
    const cs_conv_plan *plan = &task->plan;
    ptrdiff_t size = plan->taps * TILE, block = task->block * TILE * TILE;
    ptrdiff_t heights = cs_over(plan->taps, CS_ROWS), pitch = task->padded_filters;
    for (ptrdiff_t t = begin; t < end; t++) {
        NAME(pixels) tile;
        NAME(conv_pixels)(task, band, t, &tile);
        NAME(pack)(planes, task->offset, plan->taps, plan->whole, &tile, slot->panels + (t - begin) * size);
        NAME(turn)(dout + t * TILE, dout_end, job->filters, plan->pixels, tile.live,
                   slot->turned + (t - begin) * TILE * TILE, block, sums + plan->taps * pitch);
    }
    int live = (int)cs_min(TILE, band.rows * job->out_width - (end - 1) * TILE);
    for (ptrdiff_t f = 0; f < job->filters; f += TILE) {
        NAME(correlate_tile) *const *of =
            job->filters - f > LANES ? NAME(correlate_wide_of) : NAME(correlate_narrow_of);
        for (ptrdiff_t i = 0; i < heights; i++) {
            ptrdiff_t k = cs_begin(plan->taps, heights, i);
            ptrdiff_t rows = cs_begin(plan->taps, heights, i + 1) - k;
            of[rows](end - begin, live, slot->panels + k * TILE, size,
                     slot->turned + f / TILE * block, sums + k * pitch + f, pitch);
        }
    }
}

/* What pixels begin to end - 1 of a band say about x, into its planes. Where vectors of pixels do
   not lie side by side, the tiles walk over the planes instead of the output: the places between
   rows are masked. */
static void NAME(block_dx)(const NAME(conv_task) *task, const NAME(conv_slot) *slot, ptrdiff_t begin,
                           ptrdiff_t end, const REAL *dout, const REAL *dout_end) {
    const cs_conv *job = task->job;
    const cs_conv_plan *plan = &task->plan;
    ptrdiff_t across = job->out_width, wide = plan->plane_width;
    ptrdiff_t heights = cs_over(plan->taps, CS_ROWS);
    for (ptrdiff_t first = begin; first < end; first += TILE) {
        NAME(pixels) tile;
        REAL_INT mask[TILE];
        ptrdiff_t last = cs_min(end, first + TILE), left = first, right = first + LANES;
        NAME(locate)(first, last, plan->whole ? across : wide, across, across, &tile);
        NAME(pack_dout)(dout, dout_end, job->filters, plan->pixels, &tile, slot->dout_panel);
        int full = tile.live == TILE && (plan->whole || (tile.count == 1 && tile.segment[0].length == TILE));
        if (!full) {
            memset(mask, 0, sizeof(mask));
            for (int i = 0; i < tile.count; i++)
                memset(mask + tile.segment[i].to, -1, (size_t)tile.segment[i].length * sizeof(REAL_INT));
        }
        if (plan->whole) NAME(halves)(first, last, across, wide, &left, &right);
        for (ptrdiff_t i = 0; i < heights; i++) {
            ptrdiff_t k = cs_begin(plan->taps, heights, i);
            ptrdiff_t rows = cs_begin(plan->taps, heights, i + 1) - k;
            NAME(spread_of)[rows](job->filters, task->weight + k * job->filters, slot->dout_panel,
                                  slot->planes, task->spread_to + k, left, right, full ? NULL : mask);
        }
    }
}

static void NAME(backward_part)(void *argument, long part, int number) {
    const NAME(conv_task) *task = argument;
    const cs_conv *job = task->job;
    const cs_conv_plan *plan = &task->plan;
    NAME(conv_slot) slot;
    NAME(conv_slot_at)(task, task->slots + number * task->slot_bytes, &slot);
    REAL *sums = task->sums + part * task->part_size;
    memset(sums, 0, (size_t)task->part_size * sizeof(REAL));
    ptrdiff_t image = job->filters * plan->pixels;
    const REAL *dout_end = (const REAL *)job->dout + job->images * image;
    ptrdiff_t last = cs_begin(plan->units, task->parts, part + 1);
    for (ptrdiff_t unit = cs_begin(plan->units, task->parts, part); unit < last; unit++) {
        cs_conv_band band = cs_band(job, plan, unit);
        const REAL *planes = NAME(conv_source)(task, band, slot.copy);
        const REAL *dout = (const REAL *)job->dout + band.image * image + band.first * job->out_width;
        ptrdiff_t total = band.rows * job->out_width, tiles = cs_over(total, TILE);
        if (job->dx) memset(slot.planes, 0, (size_t)(plan->copy + NAME(slack)) * sizeof(REAL));
        for (ptrdiff_t begin = 0; begin < tiles; begin += task->block) {
            ptrdiff_t end = cs_min(tiles, begin + task->block);
            NAME(block_dw)(task, &slot, band, begin, end, planes, dout, dout_end, sums);
            if (job->dx && plan->whole) /* at once, while dout is near */
                NAME(block_dx)(task, &slot, begin * TILE, cs_min(total, end * TILE), dout, dout_end);
        }
        if (job->dx) {
            ptrdiff_t wide = (band.rows - 1) * plan->plane_width + job->out_width;
            if (!plan->whole) NAME(block_dx)(task, &slot, 0, wide, dout, dout_end);
            REAL *dx = (REAL *)job->dx + band.image * job->channels * job->height * job->width;
            NAME(take)(job, plan, band, slot.planes, dx, task->seams + unit * task->seam_size);
        }
    }
}

/* An item is an image: its seams are added in order. */
static void NAME(backward_seams)(void *argument, long image, int number) {
    const NAME(conv_task) *task = argument;
    const cs_conv *job = task->job;
    (void)number;
    REAL *dx = (REAL *)job->dx + image * job->channels * job->height * job->width;
    for (ptrdiff_t unit = image * task->plan.bands; unit < (image + 1) * task->plan.bands; unit++)
        NAME(add_seam)(job, cs_band(job, &task->plan, unit), task->seams + unit * task->seam_size, dx);
}

/* dw and db from the sums of the parts, added in order. */
static void NAME(backward_sums)(const NAME(conv_task) *task) {
    const cs_conv *job = task->job;
    ptrdiff_t taps = task->plan.taps, pitch = task->padded_filters;
    REAL *sums = task->sums, *dw = job->dw, *db = job->db;
    for (ptrdiff_t part = 1; part < task->parts; part++) {
        const REAL *more = sums + part * task->part_size;
        for (ptrdiff_t i = 0; i < task->part_size; i++) sums[i] += more[i];
    }
    for (ptrdiff_t f = 0; f < job->filters; f++) {
        for (ptrdiff_t k = 0; k < taps; k++) dw[f * taps + task->tap[k]] = sums[k * pitch + f];
        db[f] = sums[taps * pitch + f];
    }
}

static size_t NAME(backward_layout)(NAME(conv_task) *task, char *base, int threads) {
    const cs_conv *job = task->job;
    NAME(conv_slot) slot;
    char *at = base;
    ptrdiff_t taps = task->plan.taps;
    task->offset = cs_carve(&at, (size_t)taps * sizeof(ptrdiff_t));
    task->spread_to = cs_carve(&at, (size_t)taps * sizeof(ptrdiff_t));
    task->tap = cs_carve(&at, (size_t)taps * sizeof(ptrdiff_t));
    task->weight = job->dx ? NAME(carve)(&at, job->filters * taps) : NULL;
    task->sums = NAME(carve)(&at, task->parts * task->part_size);
    task->seams = job->dx ? NAME(carve)(&at, task->plan.units * task->seam_size) : NULL;
    task->slots = at;
    task->slot_bytes = NAME(conv_slot_at)(task, NULL, &slot);
    return (size_t)(at - base) + (size_t)threads * task->slot_bytes;
}

/* dx of 1 x 1 windows without padding and stride is itself such a convolution, of dout. */
static int NAME(pointwise_dx)(const cs_conv *job) {
    cs_conv other = {
        .x = job->dout, .w = job->w, .out = job->dx, .w_transposed = 1,
        .images = job->images, .channels = job->filters, .height = job->height, .width = job->width,
        .filters = job->channels, .field_height = 1, .field_width = 1, .stride = 1,
        .out_height = job->height, .out_width = job->width,
    };
    return NAME(conv_forward)(&other);
}

/* See conv.h. */
static int NAME(conv_backward)(const cs_conv *asked) {
    cs_conv job = *asked;
    if (job.dx && job.field_height * job.field_width == 1 && job.stride == 1 && job.pad == 0) {
        if (NAME(pointwise_dx)(&job)) return -1;
        job.dx = NULL;
    }
    NAME(conv_task) task = {.job = &job, .plan = cs_plan(&job, LANES, sizeof(REAL))};
    const cs_conv_plan *plan = &task.plan;
    task.block = NAME(block_tiles)(&job, plan, plan->taps + 2 * job.filters);
    task.padded_filters = cs_over(job.filters, LANES) * LANES;
    task.part_size = (plan->taps + 1) * task.padded_filters;
    task.parts = cs_conv_parts(&job, plan, (size_t)task.part_size * sizeof(REAL));
    if (plan->bands > 1)
        task.seam_size = job.channels * cs_max(0, job.field_height - job.stride) * job.width;
    int threads = cs_conv_threads(&job, plan);
    char *scratch = cs_scratch_take(NAME(backward_layout)(&task, NULL, threads));
    if (!scratch) return -1;
    NAME(backward_layout)(&task, scratch, threads);
    NAME(backward_taps)(&task);
    if (job.dx) NAME(backward_weights)(&task);
    cs_pool_run((long)task.parts, threads, NAME(backward_part), &task);
    if (job.dx && plan->bands > 1)
        cs_pool_run((long)job.images, threads, NAME(backward_seams), &task);
    NAME(backward_sums)(&task);
    cs_scratch_give(scratch);
    return 0;
}
