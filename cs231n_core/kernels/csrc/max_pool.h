/* Max pooling: the largest entry of every window and, as one byte, its place in the window. The
   first of several equal ones wins; a NaN counts as larger than any number.

   Windows of 2 x 2 that step by 2 read their rows in place. All others read phase rows: a row of an
   image is split by column modulo the stride, so that entry (i, j) of neighbouring windows lies side
   by side whatever the stride, and a vector holds as many windows as it has lanes. Backward, only 2 x 2
   has a way of its own; elsewhere each share is added where it belongs. */

/* Where v is larger than best, take it and its place. */
#define TAKE_LARGER(best, place, v, its_place)                                           \
    do {                                                                                 \
        const VEC_INT larger_ = ~(VEC_INT)((v) <= (best)) & (VEC_INT)((best) == (best)); \
        (best) = (VEC)((larger_ & (VEC_INT)(v)) | (~larger_ & (VEC_INT)(best)));         \
        (place) = (larger_ & (its_place)) | (~larger_ & (place));                        \
    } while (0)

typedef uint8_t NAME(bytes) __attribute__((vector_size(CS_VECTOR_BYTES / sizeof(REAL))));

static inline void NAME(put_bytes)(uint8_t *to, VEC_INT place) {
    const NAME(bytes) narrow = __builtin_convertvector(place, NAME(bytes));
    memcpy(to, &narrow, sizeof narrow);
}

static inline VEC_INT NAME(get_bytes)(const uint8_t *from) {
    union {
        REAL_INT lane[LANES];
        VEC_INT all;
    } wide;
    for (int l = 0; l < LANES; l++) wide.lane[l] = from[l];
    return wide.all;
}

/* For n a multiple of LANES. */
static inline void NAME(pool_2x2_row)(const REAL *top, const REAL *bottom, REAL *out,
                                      uint8_t *winner, ptrdiff_t n) {
    const VEC_INT zero = {0};
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        const VEC a = LOAD(top + 2 * i), b = LOAD(top + 2 * i + LANES);
        const VEC c = LOAD(bottom + 2 * i), d = LOAD(bottom + 2 * i + LANES);
        VEC best, right, below, last;
        SHUFFLED(best, a, b, 2 * l);
        SHUFFLED(right, a, b, 2 * l + 1);
        SHUFFLED(below, c, d, 2 * l);
        SHUFFLED(last, c, d, 2 * l + 1);
        VEC_INT place = zero;
        TAKE_LARGER(best, place, right, zero + 1);
        TAKE_LARGER(best, place, below, zero + 2);
        TAKE_LARGER(best, place, last, zero + 3);
        STORE(out + i, best);
        NAME(put_bytes)(winner + i, place);
    }
}

/* For n a multiple of LANES: the entries of dx whose places in their windows are k and k + 1. */
static inline void NAME(pool_2x2_back)(const REAL *dout, const uint8_t *winner, REAL_INT k,
                                       REAL *row, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        const VEC_INT g = (VEC_INT)LOAD(dout + i), place = NAME(get_bytes)(winner + i);
        const VEC left = (VEC)(g & (VEC_INT)(place == k)), right = (VEC)(g & (VEC_INT)(place == k + 1));
        VEC low, high;
        SHUFFLED(low, left, right, l / 2 + l % 2 * LANES);
        SHUFFLED(high, left, right, (l + LANES) / 2 + l % 2 * LANES);
        STORE(row + 2 * i, low);
        STORE(row + 2 * i + LANES, high);
    }
}

static inline void NAME(split_row)(const REAL *row, REAL *phases, ptrdiff_t width,
                                   ptrdiff_t stride, ptrdiff_t pitch) {
    if (stride == 1) {
        memcpy(phases, row, (size_t)width * sizeof(REAL));
    } else if (stride == 2) {
        ptrdiff_t j = 0;
        for (; j + 2 * LANES <= width; j += 2 * LANES) {
            const VEC a = LOAD(row + j), b = LOAD(row + j + LANES);
            VEC even, odd;
            SHUFFLED(even, a, b, 2 * l);
            SHUFFLED(odd, a, b, 2 * l + 1);
            STORE(phases + j / 2, even);
            STORE(phases + pitch + j / 2, odd);
        }
        for (; j < width; j++) phases[j % 2 * pitch + j / 2] = row[j];
    } else {
        for (ptrdiff_t i = 0, j = 0; j < width; i++)
            for (ptrdiff_t phase = 0; phase < stride && j < width; phase++, j++)
                phases[phase * pitch + i] = row[j];
    }
}

/* What a thread works with: a ring of as many split rows as a window is high, and one row of values
   and of places, all with room for whole vectors. */
typedef struct {
    ptrdiff_t padded, pitch, row; /* lengths: of a row of results, of a phase, of all its phases */
    REAL *values, *ring;
    uint8_t *winner;
    ptrdiff_t *tap; /* backward: from a window's corner to each place; forward: from the start of a
                       split row to each column of a window */
} NAME(pool_space);

/* Lay the space out from base on, and return its size. */
static size_t NAME(pool_space_at)(const cs_max_pool *job, char *base, NAME(pool_space) *space) {
    const ptrdiff_t high = job->window_height, wide = job->window_width, step = job->stride;
    space->padded = (job->out_width + LANES - 1) / LANES * LANES;
    space->pitch = space->padded + (wide - 1) / step + 1;
    space->row = space->pitch * step;
    const size_t winner = (size_t)space->padded * sizeof(REAL), pad = sizeof(ptrdiff_t) - 1;
    const size_t tap = (winner + (size_t)space->padded + pad) & ~pad;
    const size_t ring = tap + (size_t)(high * wide) * sizeof(ptrdiff_t);
    const size_t end = ring + (job->backward ? 0 : (size_t)(space->row * high) * sizeof(REAL));
    if (base) {
        space->values = (REAL *)base;
        space->winner = (uint8_t *)(base + winner);
        space->tap = (ptrdiff_t *)(base + tap);
        space->ring = (REAL *)(base + ring);
        for (ptrdiff_t k = 0; k < high * wide; k++)
            space->tap[k] = job->backward ? k / wide * job->width + k % wide
                                          : k % wide % step * space->pitch + k % wide / step;
    }
    return (end + 63) / 64 * 64;
}

static void NAME(pool_row)(const cs_max_pool *job, const NAME(pool_space) *space, ptrdiff_t slot) {
    const ptrdiff_t high = job->window_height, wide = job->window_width;
    const VEC_INT zero = {0};
    for (ptrdiff_t at = 0; at < space->padded; at += LANES) {
        const REAL *row = space->ring + slot * space->row + at;
        VEC best = LOAD(row);
        VEC_INT place = zero;
        for (ptrdiff_t a = 0, here = slot; a < high; a++) {
            row = space->ring + here * space->row + at;
            VEC row_best = LOAD(row); /* a chain of its own: the rows' chains overlap in time */
            VEC_INT row_place = zero + (REAL_INT)(a * wide);
            for (ptrdiff_t b = 1; b < wide; b++) {
                const VEC v = LOAD(row + space->tap[b]);
                TAKE_LARGER(row_best, row_place, v, zero + (REAL_INT)(a * wide + b));
            }
            if (a == 0) {
                best = row_best;
                place = row_place;
            } else {
                TAKE_LARGER(best, place, row_best, row_place);
            }
            if (++here == high) here = 0;
        }
        STORE(space->values + at, best);
        NAME(put_bytes)(space->winner + at, place);
    }
}

static void NAME(pool_plane)(const cs_max_pool *job, const NAME(pool_space) *space, const REAL *x,
                             REAL *out, uint8_t *winner) {
    const ptrdiff_t high = job->window_height, n = job->out_width, step = job->stride % high;
    ptrdiff_t have = 0, free_slot = 0, slot = 0; /* row y is in slot y modulo high */
    for (ptrdiff_t i = 0; i < job->out_height; i++, out += n, winner += n) {
        const ptrdiff_t first = i * job->stride;
        if (have < first) {
            have = first;
            free_slot = slot;
        }
        for (; have < first + high; have++) {
            NAME(split_row)(x + have * job->width, space->ring + free_slot * space->row, job->width,
                            job->stride, space->pitch);
            if (++free_slot == high) free_slot = 0;
        }
        NAME(pool_row)(job, space, slot);
        memcpy(out, space->values, (size_t)n * sizeof(REAL));
        memcpy(winner, space->winner, (size_t)n);
        slot += step;
        if (slot >= high) slot -= high;
    }
}

static void NAME(pool_2x2_plane)(const cs_max_pool *job, const REAL *x, REAL *out,
                                 uint8_t *winner) {
    const ptrdiff_t n = job->out_width, width = job->width;
    for (ptrdiff_t i = 0; i < job->out_height; i++, x += 2 * width, out += n, winner += n)
        NAME(pool_2x2_row)(x, x + width, out, winner, n);
}

static void NAME(pool_2x2_plane_back)(const cs_max_pool *job, const REAL *dout,
                                      const uint8_t *winner, REAL *dx) {
    const ptrdiff_t n = job->out_width, width = job->width;
    for (ptrdiff_t i = 0; i < job->out_height; i++, dx += 2 * width, dout += n, winner += n) {
        NAME(pool_2x2_back)(dout, winner, 0, dx, n);
        NAME(pool_2x2_back)(dout, winner, 2, dx + width, n);
    }
}

static void NAME(pool_plane_back)(const cs_max_pool *job, const NAME(pool_space) *space,
                                  const REAL *dout, const uint8_t *winner, REAL *dx) {
    const ptrdiff_t n = job->out_width;
    memset(dx, 0, (size_t)(job->height * job->width) * sizeof(REAL));
    for (ptrdiff_t i = 0; i < job->out_height; i++, dout += n, winner += n) {
        REAL *corner = dx + i * job->stride * job->width;
        for (ptrdiff_t j = 0; j < n; j++, corner += job->stride)
            corner[space->tap[winner[j]]] += dout[j];
    }
}

typedef struct {
    const cs_max_pool *job;
    char *scratch;
    size_t share;    /* of a thread */
    ptrdiff_t group; /* planes in an item */
} NAME(pool_task);

static void NAME(pool_item)(void *arg, long item, int slot) {
    const NAME(pool_task) *task = arg;
    const cs_max_pool *job = task->job;
    const ptrdiff_t in = job->height * job->width, out = job->out_height * job->out_width;
    const int tiles = job->window_height == 2 && job->window_width == 2 && job->stride == 2 &&
                      job->out_width % LANES == 0;
    ptrdiff_t end = (item + 1) * task->group;
    if (end > job->planes) end = job->planes;
    NAME(pool_space) space = {0};
    NAME(pool_space_at)(job, task->scratch + (size_t)slot * task->share, &space);
    for (ptrdiff_t plane = item * task->group; plane < end; plane++) {
        uint8_t *winner = job->winner + plane * out;
        const REAL *from = (const REAL *)job->from + plane * (job->backward ? out : in);
        REAL *to = (REAL *)job->to + plane * (job->backward ? in : out);
        if (job->backward && tiles)
            NAME(pool_2x2_plane_back)(job, from, winner, to);
        else if (job->backward)
            NAME(pool_plane_back)(job, &space, from, winner, to);
        else if (tiles)
            NAME(pool_2x2_plane)(job, from, to, winner);
        else
            NAME(pool_plane)(job, &space, from, to, winner);
    }
}

static int NAME(max_pool)(const cs_max_pool *job) {
    NAME(pool_space) space = {0};
    const ptrdiff_t plane = job->height * job->width;
    const int threads = job->planes * plane < CS_SMALL ? 1 : cs_threads();
    NAME(pool_task) task = {job, NULL, NAME(pool_space_at)(job, NULL, &space), 1};
    if (plane < CS_ITEM) task.group = CS_ITEM / plane;
    const ptrdiff_t items = (job->planes + task.group - 1) / task.group;
    task.scratch = cs_scratch_take((size_t)threads * task.share);
    if (!task.scratch) return -1;
    cs_pool_run((long)items, threads, NAME(pool_item), &task);
    cs_scratch_give(task.scratch);
    return 0;
}
