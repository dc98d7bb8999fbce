/* Products of matrices, on the tiles of the convolution: c = a b, plus a bias for every column.

   Both factors are packed step by step: for each step k of the sum, the numbers of a tile's rows,
   or of its columns, lie side by side. A factor whose numbers lie so already is only copied; the
   others are transposed on the way, vectors at a time.

   An item is a block of c and a part of the steps. The parts of a block are added at the end, in
   order; how many there are follows from the sizes alone, and so do the bits. */

enum {
    NAME(product_rows) = 16 * CS_ROWS, /* of a block */
    NAME(product_columns) = 8 * 2 * (CS_VECTOR_BYTES / (int)sizeof(REAL)),
    NAME(product_steps) = 2048 / (int)sizeof(REAL),
    NAME(product_items) = 8, /* so many at least, if there are steps to part */
};

typedef struct {
    const cs_product *job;
    ptrdiff_t down, across, parts; /* blocks of rows, of columns; parts of the steps */
    REAL *sums;                    /* of the parts, each (rows, columns); unused if there is one */
    char *slots;
    size_t slot_bytes;
} NAME(product_task);

typedef struct {
    REAL *weight, *panels, *turned, *zeros;
} NAME(product_slot);

static size_t NAME(product_slot_at)(char *base, NAME(product_slot) *slot) {
    const ptrdiff_t steps = NAME(product_steps);
    char *at = base;
    slot->weight = NAME(carve)(&at, steps * NAME(product_rows) + LANES);
    slot->panels = NAME(carve)(&at, steps * NAME(product_columns));
    slot->turned = NAME(carve)(&at, (steps + LANES) * (cs_max(NAME(product_rows), NAME(product_columns)) + LANES));
    slot->zeros = NAME(carve)(&at, CS_ROWS);
    return (size_t)(at - base);
}

/* `count` numbers for each of `steps` steps, side by side: the factor itself, or turned.
   factor[step * by_step + i * by_number]; one of the two distances is 1. */
static const REAL *NAME(by_steps)(const REAL *factor, const REAL *end, ptrdiff_t by_step,
                                  ptrdiff_t by_number, ptrdiff_t steps, ptrdiff_t count,
                                  REAL *turned, ptrdiff_t *pitch, const REAL **last) {
    if (by_number == 1) {
        *pitch = by_step;
        *last = end;
        return factor;
    }
    *pitch = cs_over(count, LANES) * LANES;
    *last = turned + cs_over(steps, LANES) * LANES * *pitch;
    for (ptrdiff_t i = 0; i < count; i += LANES) {
        for (ptrdiff_t k = 0; k < steps; k += LANES) {
            VEC row[LANES];
            UNROLL for (int l = 0; l < LANES; l++)
                row[l] = i + l < count ? NAME(load_until)(factor + (i + l) * by_number + k, end) : (VEC){0};
            NAME(transpose)(row);
            UNROLL for (int l = 0; l < LANES; l++) STORE(turned + (k + l) * *pitch + i, row[l]);
        }
    }
    return turned;
}

/* weight[tile of rows][step][row]; whole vectors, which write over what follows and is yet to come. */
static void NAME(pack_rows)(const REAL *from, const REAL *last, ptrdiff_t pitch, ptrdiff_t steps,
                            ptrdiff_t rows, REAL *weight) {
    const ptrdiff_t tiles = cs_over(rows, CS_ROWS);
    for (ptrdiff_t i = 0; i < tiles; i++) {
        const ptrdiff_t first = cs_begin(rows, tiles, i), n = cs_begin(rows, tiles, i + 1) - first;
        for (ptrdiff_t k = 0; k < steps; k++, weight += n) {
            const REAL *numbers = from + k * pitch + first;
            for (ptrdiff_t at = 0; at < n; at += LANES)
                STORE(weight + at, NAME(load_until)(numbers + at, last));
        }
    }
}

static void NAME(pack_columns)(const REAL *from, const REAL *last, ptrdiff_t pitch, ptrdiff_t steps,
                               ptrdiff_t columns, REAL *panels) {
    for (ptrdiff_t first = 0; first < columns; first += TILE) {
        for (ptrdiff_t k = 0; k < steps; k++, panels += TILE) {
            const REAL *numbers = from + k * pitch + first;
            STORE_ALIGNED(panels, NAME(load_until)(numbers, last));
            if (columns - first > LANES)
                STORE_ALIGNED(panels + LANES, NAME(load_until)(numbers + LANES, last));
            else
                STORE_ALIGNED(panels + LANES, (VEC){0});
        }
    }
}

/* The block of c, of which the steps before have been added already unless `fresh`. */
static void NAME(product_tiles)(const NAME(product_slot) *slot, ptrdiff_t steps, ptrdiff_t rows,
                                ptrdiff_t columns, int fresh, REAL *to, ptrdiff_t pitch) {
    const ptrdiff_t tiles = cs_over(rows, CS_ROWS);
    REAL sum[CS_ROWS * TILE];
    for (ptrdiff_t i = 0; i < tiles; i++) {
        const ptrdiff_t first = cs_begin(rows, tiles, i), n = cs_begin(rows, tiles, i + 1) - first;
        for (ptrdiff_t j = 0; j < columns; j += TILE) {
            const ptrdiff_t live = cs_min(TILE, columns - j);
            const int direct = fresh && live == TILE;
            REAL *out = to + first * pitch + j;
            NAME(multiply_packed_of)[n](steps, slot->weight + first * steps, slot->panels + j * steps,
                                        NULL, 0, 0, slot->zeros, 0, direct ? out : sum,
                                        direct ? pitch : TILE);
            for (ptrdiff_t r = 0; !direct && r < n; r++)
                for (ptrdiff_t l = 0; l < live; l++)
                    out[r * pitch + l] = fresh ? sum[r * TILE + l] : out[r * pitch + l] + sum[r * TILE + l];
        }
    }
}

static void NAME(product_item)(void *argument, long item, int number) {
    const NAME(product_task) *task = argument;
    const cs_product *job = task->job;
    NAME(product_slot) slot;
    NAME(product_slot_at)(task->slots + number * task->slot_bytes, &slot);
    memset(slot.zeros, 0, CS_ROWS * sizeof(REAL));
    const ptrdiff_t block = cs_div(item, task->parts), part = item - block * task->parts;
    const ptrdiff_t down = cs_div(block, task->across), across = block - down * task->across;
    const ptrdiff_t row = cs_begin(job->rows, task->down, down);
    const ptrdiff_t rows = cs_begin(job->rows, task->down, down + 1) - row;
    const ptrdiff_t column = across * NAME(product_columns);
    const ptrdiff_t columns = cs_min(NAME(product_columns), job->columns - column);
    const ptrdiff_t begin = cs_begin(job->steps, task->parts, part);
    const ptrdiff_t end = cs_begin(job->steps, task->parts, part + 1);
    const REAL *a = job->a, *b = job->b, *a_end = a + job->rows * job->steps;
    const REAL *b_end = b + job->steps * job->columns;
    REAL *to = task->parts == 1 ? (REAL *)job->c : task->sums + part * job->rows * job->columns;
    for (ptrdiff_t k = begin; k < end; k += NAME(product_steps)) {
        const ptrdiff_t steps = cs_min(NAME(product_steps), end - k);
        ptrdiff_t pitch;
        const REAL *last, *from;
        from = NAME(by_steps)(a + k * job->a_step + row * job->a_row, a_end, job->a_step, job->a_row,
                              steps, rows, slot.turned, &pitch, &last);
        NAME(pack_rows)(from, last, pitch, steps, rows, slot.weight);
        from = NAME(by_steps)(b + k * job->b_step + column * job->b_column, b_end, job->b_step,
                              job->b_column, steps, columns, slot.turned, &pitch, &last);
        NAME(pack_columns)(from, last, pitch, steps, columns, slot.panels);
        NAME(product_tiles)(&slot, steps, rows, columns, k == begin,
                            to + row * job->columns + column, job->columns);
    }
}

/* The sum of the parts and the bias. */
static void NAME(product_end)(const NAME(product_task) *task) {
    const cs_product *job = task->job;
    const ptrdiff_t size = job->rows * job->columns;
    REAL *c = job->c;
    const REAL *bias = job->bias;
    if (task->parts > 1) memcpy(c, task->sums, (size_t)size * sizeof(REAL));
    for (ptrdiff_t part = 1; part < task->parts; part++)
        for (ptrdiff_t i = 0; i < size; i++) c[i] += task->sums[part * size + i];
    for (ptrdiff_t r = 0; bias && r < job->rows; r++)
        for (ptrdiff_t j = 0; j < job->columns; j++) c[r * job->columns + j] += bias[j];
}

static int NAME(product)(const cs_product *job) {
    NAME(product_slot) slot;
    NAME(product_task) task = {.job = job};
    task.down = cs_over(job->rows, NAME(product_rows));
    task.across = cs_over(job->columns, NAME(product_columns));
    const ptrdiff_t blocks = task.down * task.across;
    const ptrdiff_t most = cs_over(job->steps, NAME(product_steps) / 2);
    task.parts = cs_min(most, cs_over(NAME(product_items), blocks));
    task.slot_bytes = NAME(product_slot_at)(NULL, &slot);
    const double work = 2.0 * (double)job->rows * (double)job->columns * (double)job->steps;
    const int threads = work < 4e5 ? 1 : (int)cs_min(cs_threads(), blocks * task.parts);
    const size_t sums = task.parts > 1 ? (size_t)(task.parts * job->rows * job->columns) * sizeof(REAL) : 0;
    char *scratch = cs_scratch_take((sums + 63) / 64 * 64 + (size_t)threads * task.slot_bytes);
    if (!scratch) return -1;
    task.sums = (REAL *)scratch;
    task.slots = scratch + (sums + 63) / 64 * 64;
    cs_pool_run((long)(blocks * task.parts), threads, NAME(product_item), &task);
    NAME(product_end)(&task);
    cs_scratch_give(scratch);
    return 0;
}
