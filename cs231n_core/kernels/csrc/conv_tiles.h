/* The three inner loops. A tile is `rows` rows by TILE columns of a product, held in registers
   while its sum grows: per step, two vectors are loaded and each row's scalar is spread over a
   vector. `rows` is a constant in every instance, 1 ... CS_ROWS, so that any number of rows is cut
   into nearly even tiles. */
#undef TILE
#define TILE (2 * LANES)

#define INNER static inline __attribute__((always_inline)) void

/* out[row][pixel] = bias[row] + sum over k of weight[k][row] * pixels of tap k. Those are packed in
   a panel, or read where they lie in the planes: `left` and `right` of offset[k]. */
INNER NAME(multiply)(const int rows, const int packed, ptrdiff_t taps, const REAL *restrict weight,
                     const REAL *restrict from, const ptrdiff_t *restrict offset, ptrdiff_t left_at,
                     ptrdiff_t right_at, const REAL *restrict bias, int relu, REAL *restrict out,
                     ptrdiff_t pitch) {
    VEC left[CS_ROWS], right[CS_ROWS];
    UNROLL for (int r = 0; r < rows; r++) left[r] = right[r] = (VEC){0} + bias[r];
    for (ptrdiff_t k = 0; k < taps; k++, weight += rows) {
        VEC p, q;
        if (packed) {
            p = LOAD_ALIGNED(from + k * TILE);
            q = LOAD_ALIGNED(from + k * TILE + LANES);
        } else {
            p = LOAD(from + offset[k] + left_at);
            q = LOAD(from + offset[k] + right_at);
        }
        UNROLL for (int r = 0; r < rows; r++) {
            left[r] += weight[r] * p;
            right[r] += weight[r] * q;
        }
    }
    if (relu) { /* not "greater than": a NaN stays */
        UNROLL for (int r = 0; r < rows; r++) {
            left[r] = (VEC)((VEC_INT)left[r] & ~(left[r] <= 0));
            right[r] = (VEC)((VEC_INT)right[r] & ~(right[r] <= 0));
        }
    }
    UNROLL for (int r = 0; r < rows; r++) {
        STORE(out + r * pitch, left[r]);
        STORE(out + r * pitch + LANES, right[r]);
    }
}

/* planes[offset[row]][pixel] += sum over f of weight[f][row] * panel[f][pixel]. The left vector of
   pixels goes to `left_at`, the right one to `right_at`; a mask silences lanes without a pixel. */
INNER NAME(spread)(const int rows, ptrdiff_t filters, const REAL *restrict weight,
                   const REAL *restrict panel, REAL *planes, const ptrdiff_t *restrict offset,
                   ptrdiff_t left_at, ptrdiff_t right_at, const REAL_INT *mask) {
    VEC left[CS_ROWS], right[CS_ROWS];
    UNROLL for (int r = 0; r < rows; r++) left[r] = right[r] = (VEC){0};
    for (ptrdiff_t f = 0; f < filters; f++, weight += rows, panel += TILE) {
        VEC p = LOAD_ALIGNED(panel), q = LOAD_ALIGNED(panel + LANES);
        UNROLL for (int r = 0; r < rows; r++) {
            left[r] += weight[r] * p;
            right[r] += weight[r] * q;
        }
    }
    if (mask) {
        VEC_INT m = (VEC_INT)LOAD((const REAL *)mask), n = (VEC_INT)LOAD((const REAL *)mask + LANES);
        UNROLL for (int r = 0; r < rows; r++) {
            left[r] = (VEC)((VEC_INT)left[r] & m);
            right[r] = (VEC)((VEC_INT)right[r] & n);
        }
    }
    UNROLL for (int r = 0; r < rows; r++) {
        REAL *to = planes + offset[r];
        STORE(to + left_at, LOAD(to + left_at) + left[r]);
        STORE(to + right_at, LOAD(to + right_at) + right[r]);
    }
}

/* sum[row][filter] += sum over the pixels of `panels` panels of panel[row][pixel] * dout[pixel][
   filter]; the last panel has `live` pixels. `wide` is whether there are more than LANES filters. */
INNER NAME(correlate)(const int rows, const int wide, ptrdiff_t panels, int live,
                      const REAL *restrict panel, ptrdiff_t panel_size, const REAL *restrict dout,
                      REAL *restrict sum, ptrdiff_t pitch) {
    VEC left[CS_ROWS], right[CS_ROWS];
    UNROLL for (int r = 0; r < rows; r++) {
        left[r] = LOAD_ALIGNED(sum + r * pitch);
        if (wide) right[r] = LOAD_ALIGNED(sum + r * pitch + LANES);
    }
    for (ptrdiff_t t = 0; t < panels; t++) {
        const REAL *x = panel + t * panel_size;
        int pixels = t + 1 < panels ? TILE : live;
        for (int i = 0; i < pixels; i++, x++, dout += TILE) {
            VEC p = LOAD_ALIGNED(dout), q = p;
            if (wide) q = LOAD_ALIGNED(dout + LANES);
            UNROLL for (int r = 0; r < rows; r++) {
                left[r] += x[r * TILE] * p;
                if (wide) right[r] += x[r * TILE] * q;
            }
        }
    }
    UNROLL for (int r = 0; r < rows; r++) {
        STORE_ALIGNED(sum + r * pitch, left[r]);
        if (wide) STORE_ALIGNED(sum + r * pitch + LANES, right[r]);
    }
}

typedef void NAME(multiply_tile)(ptrdiff_t, const REAL *, const REAL *, const ptrdiff_t *, ptrdiff_t,
                                 ptrdiff_t, const REAL *, int, REAL *, ptrdiff_t);
typedef void NAME(spread_tile)(ptrdiff_t, const REAL *, const REAL *, REAL *, const ptrdiff_t *,
                               ptrdiff_t, ptrdiff_t, const REAL_INT *);
typedef void NAME(correlate_tile)(ptrdiff_t, int, const REAL *, ptrdiff_t, const REAL *, REAL *,
                                  ptrdiff_t);

#undef INSTANCE
#define INSTANCE(rows)                                                                            \
    static void NAME(multiply_packed_##rows)(ptrdiff_t taps, const REAL *weight, const REAL *from,\
                              const ptrdiff_t *offset, ptrdiff_t left, ptrdiff_t right,           \
                              const REAL *bias, int relu, REAL *out, ptrdiff_t pitch) {           \
        NAME(multiply)(rows, 1, taps, weight, from, offset, left, right, bias, relu, out, pitch); \
    }                                                                                             \
    static void NAME(multiply_direct_##rows)(ptrdiff_t taps, const REAL *weight, const REAL *from,\
                              const ptrdiff_t *offset, ptrdiff_t left, ptrdiff_t right,           \
                              const REAL *bias, int relu, REAL *out, ptrdiff_t pitch) {           \
        NAME(multiply)(rows, 0, taps, weight, from, offset, left, right, bias, relu, out, pitch); \
    }                                                                                             \
    static void NAME(spread_##rows)(ptrdiff_t filters, const REAL *weight, const REAL *panel,     \
                                    REAL *planes, const ptrdiff_t *offset, ptrdiff_t left_at,     \
                                    ptrdiff_t right_at, const REAL_INT *mask) {                   \
        NAME(spread)(rows, filters, weight, panel, planes, offset, left_at, right_at, mask);      \
    }                                                                                             \
    static void NAME(correlate_wide_##rows)(ptrdiff_t panels, int live, const REAL *panel,        \
                                            ptrdiff_t size, const REAL *dout, REAL *sum,          \
                                            ptrdiff_t pitch) {                                    \
        NAME(correlate)(rows, 1, panels, live, panel, size, dout, sum, pitch);                    \
    }                                                                                             \
    static void NAME(correlate_narrow_##rows)(ptrdiff_t panels, int live, const REAL *panel,      \
                                              ptrdiff_t size, const REAL *dout, REAL *sum,        \
                                              ptrdiff_t pitch) {                                  \
        NAME(correlate)(rows, 0, panels, live, panel, size, dout, sum, pitch);                    \
    }

INSTANCE(1) INSTANCE(2) INSTANCE(3) INSTANCE(4) INSTANCE(5) INSTANCE(6)
#if CS_ROWS > 6
INSTANCE(7) INSTANCE(8) INSTANCE(9) INSTANCE(10) INSTANCE(11) INSTANCE(12)
#endif
#if CS_ROWS > 12
INSTANCE(13) INSTANCE(14)
#endif

#undef OF_ROWS
#if CS_ROWS == 6
#define OF_ROWS(stem) {NULL, NAME(stem##1), NAME(stem##2), NAME(stem##3), NAME(stem##4), NAME(stem##5), NAME(stem##6)}
#elif CS_ROWS == 12
#define OF_ROWS(stem)                                                                          \
    {NULL, NAME(stem##1), NAME(stem##2), NAME(stem##3), NAME(stem##4), NAME(stem##5),          \
     NAME(stem##6), NAME(stem##7), NAME(stem##8), NAME(stem##9), NAME(stem##10), NAME(stem##11), \
     NAME(stem##12)}
#elif CS_ROWS == 14
#define OF_ROWS(stem)                                                                          \
    {NULL, NAME(stem##1), NAME(stem##2), NAME(stem##3), NAME(stem##4), NAME(stem##5),          \
     NAME(stem##6), NAME(stem##7), NAME(stem##8), NAME(stem##9), NAME(stem##10), NAME(stem##11), \
     NAME(stem##12), NAME(stem##13), NAME(stem##14)}
#else
#error "no instances for this number of rows"
#endif

static NAME(multiply_tile) *const NAME(multiply_packed_of)[] = OF_ROWS(multiply_packed_);
static NAME(multiply_tile) *const NAME(multiply_direct_of)[] = OF_ROWS(multiply_direct_);
static NAME(spread_tile) *const NAME(spread_of)[] = OF_ROWS(spread_);
static NAME(correlate_tile) *const NAME(correlate_wide_of)[] = OF_ROWS(correlate_wide_);
static NAME(correlate_tile) *const NAME(correlate_narrow_of)[] = OF_ROWS(correlate_narrow_);
