/* Panels: TILE pixels of a band at a time, in the order in which the inner loops read them. */

/* Pixels of a tile that lie side by side: `length` of them, from column `to` of the panel. */
typedef struct {
    int to, length;
    ptrdiff_t from;
} NAME(segment);

typedef struct {
    int live;                    /* pixels; the lanes behind them may hold anything */
    ptrdiff_t left, right;       /* if the plan is whole: where the two vectors begin */
    int count;                   /* segments, otherwise */
    NAME(segment) segment[TILE];
} NAME(pixels);

/* Pixels first ... last - 1 of rows that are `pitch` apart and whose first `across` places hold a
   pixel, as segments of an array whose rows begin `row` apart. */
static inline void NAME(locate)(ptrdiff_t first, ptrdiff_t last, ptrdiff_t pitch, ptrdiff_t across,
                                ptrdiff_t row, NAME(pixels) *tile) {
    tile->live = (int)(last - first);
    tile->count = 0;
    if (pitch == across && row == across) { /* the rows follow each other without a gap */
        tile->segment[tile->count++] = (NAME(segment)){0, tile->live, first};
        return;
    }
    ptrdiff_t y = cs_div(first, pitch), x = first - y * pitch;
    for (ptrdiff_t at = first; at < last; at += pitch - x, y++, x = 0) {
        int length = (int)cs_min(across - x, last - at);
        if (length > 0)
            tile->segment[tile->count++] = (NAME(segment)){(int)(at - first), length, y * row + x};
    }
}

/* Whole vectors that may write over what follows; panels are filled in order. */
static inline void NAME(copy)(const REAL *from, int n, REAL *to) {
    do {
        STORE(to, LOAD(from));
        to += LANES;
        from += LANES;
    } while ((n -= LANES) > 0);
}

/* Where the two vectors of a tile begin, if each lies side by side in a plane: the left one with
   pixel `first` of rows of `across` pixels that are `row` apart. */
static inline void NAME(halves)(ptrdiff_t first, ptrdiff_t last, ptrdiff_t across, ptrdiff_t row,
                                ptrdiff_t *left, ptrdiff_t *right) {
    ptrdiff_t gap = row - across, second = first + LANES;
    *left = gap ? first + cs_div(first, across) * gap : first;
    if (second >= last)
        *right = *left; /* no pixels there */
    else
        *right = gap ? second + cs_div(second, across) * gap : second;
}

/* panel[k][pixel] = planes[offset[k] + pixel] for all taps k. */
static void NAME(pack)(const REAL *planes, const ptrdiff_t *offset, ptrdiff_t taps, int whole,
                       const NAME(pixels) *tile, REAL *panel) {
    if (whole) {
        for (ptrdiff_t k = 0; k < taps; k++, panel += TILE) {
            const REAL *from = planes + offset[k];
            VEC p = LOAD(from + tile->left), q = LOAD(from + tile->right);
            STORE_ALIGNED(panel, p);
            STORE_ALIGNED(panel + LANES, q);
        }
        return;
    }
    for (ptrdiff_t k = 0; k < taps; k++, panel += TILE) {
        const REAL *from = planes + offset[k];
        for (int i = 0; i < tile->count; i++) {
            NAME(segment) s = tile->segment[i];
            NAME(copy)(from + s.from, s.length, panel + s.to);
        }
    }
}

/* A vector from `from`, of which lanes from `end` on hold anything. */
static inline VEC NAME(load_until)(const REAL *from, const REAL *end) {
    if (end - from >= LANES) return LOAD(from);
    VEC some = {0};
    for (ptrdiff_t l = 0; from + l < end; l++) some[l] = from[l];
    return some;
}

/* Rows and columns of a square of LANES vectors change places. */
static inline __attribute__((always_inline)) void NAME(transpose)(VEC *row) {
    UNROLL for (int step = LANES / 2; step >= 1; step /= 2) {
        UNROLL for (int i = 0; i < LANES; i++) {
            if (i & step) continue;
            VEC a = row[i], b = row[i + step];
            SHUFFLED(row[i], a, b, l & step ? LANES + l - step : l);
            SHUFFLED(row[i + step], a, b, l & step ? LANES + l : l + step);
        }
    }
}

/* A square of LANES filters by LANES pixels of dout, turned, where part of it may lie outside. */
static void NAME(load_edge)(const REAL *dout, const REAL *end, ptrdiff_t filters, ptrdiff_t pixels,
                            VEC *row) {
    for (int i = 0; i < LANES; i++)
        row[i] = i < filters ? NAME(load_until)(dout + i * pixels, end) : (VEC){0};
}

/* turned[block of TILE filters][pixel][filter] = dout[filter][pixel], for the `live` pixels from
   dout on, and their sum per filter to db. A block is `block` elements. `end` ends the array. */
static void NAME(turn)(const REAL *dout, const REAL *end, ptrdiff_t filters, ptrdiff_t pixels,
                       int live, REAL *turned, ptrdiff_t block, REAL *db) {
    for (ptrdiff_t f = 0; f < filters; f += LANES, dout += LANES * pixels) {
        REAL *to = turned + (f & LANES); /* TILE is 2 * LANES, a power of two */
        if (f & LANES) turned += block;
        VEC sum = {0};
        for (int p = 0; p < live; p += LANES, to += LANES * TILE) {
            VEC row[LANES];
            if (f + LANES <= filters && end - (dout + p) >= (LANES - 1) * pixels + LANES) {
                UNROLL for (int i = 0; i < LANES; i++) {
                    row[i] = LOAD(dout + p + i * pixels);
                    __builtin_prefetch(dout + p + i * pixels + TILE); /* no stream is that short */
                }
            } else {
                NAME(load_edge)(dout + p, end, filters - f, pixels, row);
            }
            NAME(transpose)(row);
            UNROLL for (int i = 0; i < LANES; i++) STORE_ALIGNED(to + i * TILE, row[i]);
            if (live - p >= LANES) {
                UNROLL for (int step = 1; step < LANES; step *= 2)
                    UNROLL for (int i = 0; i < LANES; i += 2 * step) row[i] += row[i + step];
                sum += row[0];
            } else {
                for (int i = 0; i < live - p; i++) sum += LOAD_ALIGNED(to + i * TILE);
            }
        }
        STORE_ALIGNED(db + f, LOAD_ALIGNED(db + f) + sum);
    }
}

/* panel[filter][pixel] = dout[filter][pixel] for a tile whose pixels begin at dout + from. */
static void NAME(pack_dout)(const REAL *dout, const REAL *end, ptrdiff_t filters, ptrdiff_t pixels,
                            const NAME(pixels) *tile, REAL *panel) {
    ptrdiff_t from = tile->count ? tile->segment[0].from : 0;
    int whole = tile->count == 1 && tile->live == TILE && tile->segment[0].length == TILE;
    for (ptrdiff_t f = 0; f < filters; f++, dout += pixels, panel += TILE) {
        if (whole) {
            VEC p = LOAD(dout + from), q = LOAD(dout + from + LANES);
            STORE_ALIGNED(panel, p);
            STORE_ALIGNED(panel + LANES, q);
            continue;
        }
        for (int i = 0; i < tile->count; i++) {
            NAME(segment) s = tile->segment[i];
            for (int l = 0; l < s.length; l += LANES)
                STORE(panel + s.to + l, NAME(load_until)(dout + s.from + l, end));
        }
    }
}
