/* Images into padded planes, and the gradient's planes back into images (see conv.h).

   Rows are copied by whole vectors, which may write past the end of a row: what comes next in
   memory is written later, and behind the last plane there is slack. Reading past the end of a
   row is fine as long as it stays inside the array. */

/* to[i] = from[i * step] for i < n, by whole vectors; step is 1 or 2. */
static inline __attribute__((always_inline)) void NAME(gather)(const int step, const REAL *from,
                                                               ptrdiff_t n, REAL *to) {
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        VEC some = LOAD(from + step * i);
        if (step == 2) {
            VEC more = LOAD(from + 2 * i + LANES);
            SHUFFLED(some, some, more, 2 * l);
        }
        STORE(to + i, some);
    }
}

/* Rows of n pixels into rows `wide` apart; what lies between two of them becomes zero. */
static inline __attribute__((always_inline)) void NAME(gather_rows)(
    const int step, const REAL *from, ptrdiff_t apart, ptrdiff_t rows, ptrdiff_t n, ptrdiff_t wide,
    REAL *to) {
    ptrdiff_t gap = wide - n;
    for (ptrdiff_t y = 0; y < rows; y++, from += apart, to += wide) {
        NAME(gather)(step, from, n, to);
        if (gap > 0) STORE(to + n, (VEC){0});
        for (ptrdiff_t i = LANES; i < gap; i += LANES) STORE(to + n + i, (VEC){0});
    }
}

static inline void NAME(zero)(REAL *from, REAL *to) {
    if (to > from) memset(from, 0, (size_t)(to - from) * sizeof(REAL));
}

/* The pixels of one phase that lie in the image: rows `first` to `last` - 1 of the plane have some,
   in columns `begin` to `stop` - 1. */
typedef struct {
    ptrdiff_t first, last, begin, stop;
} NAME(inside);

static inline NAME(inside) NAME(look)(const cs_conv *job, const cs_conv_plan *plan, ptrdiff_t top,
                                      ptrdiff_t rows, ptrdiff_t across) {
    ptrdiff_t s = job->stride, pad = job->pad;
    NAME(inside) in;
    in.first = top < pad ? cs_min(rows, cs_over(pad - top, s)) : 0;
    in.last = cs_max(in.first, cs_min(rows, cs_over(cs_max(0, job->height + pad - top), s)));
    in.begin = across < pad ? cs_min(plan->plane_width, cs_over(pad - across, s)) : 0;
    in.stop = cs_min(plan->plane_width, cs_over(cs_max(0, job->width + pad - across), s));
    in.stop = cs_max(in.begin, in.stop);
    return in;
}

/* One phase of a channel; `from` is its first pixel inside. */
static inline void NAME(fill_plane)(const cs_conv *job, NAME(inside) in, const REAL *from,
                                    const REAL *end, ptrdiff_t wide, REAL *plane, REAL *plane_end) {
    ptrdiff_t s = job->stride, n = in.stop - in.begin, apart = s * job->width;
    ptrdiff_t rows = in.last - in.first, vectors = (n + LANES - 1) / LANES * LANES;
    if (rows == 0 || n == 0) {
        NAME(zero)(plane, plane_end);
        return;
    }
    REAL *to = plane + in.first * wide + in.begin;
    NAME(zero)(plane, to);
    /* The last rows of the array must not be read past their end. */
    ptrdiff_t whole = s > 2 ? 0 : rows;
    while (whole > 0 && end - from < (whole - 1) * apart + s * vectors) whole--;
    if (s == 1) NAME(gather_rows)(1, from, apart, whole, n, wide, to);
    if (s == 2) NAME(gather_rows)(2, from, apart, whole, n, wide, to);
    for (ptrdiff_t y = whole; y < rows; y++) {
        for (ptrdiff_t i = 0; i < n; i++) to[y * wide + i] = from[y * apart + i * s];
        NAME(zero)(to + y * wide + n, y + 1 < rows ? to + (y + 1) * wide : plane_end);
    }
    NAME(zero)(to + (rows - 1) * wide + n, plane_end);
}

/* What a band sees of one image of x; x ends at `end`. */
static void NAME(fill)(const cs_conv *job, const cs_conv_plan *plan, cs_conv_band band,
                       const REAL *image, const REAL *end, REAL *copy) {
    ptrdiff_t s = job->stride, wide = plan->plane_width, rows = cs_div(plan->plane, wide);
    ptrdiff_t top = band.first * s, area = job->height * job->width;
    NAME(inside) in = {0};
    for (ptrdiff_t c = 0; c < job->channels; c++) {
        for (ptrdiff_t i = 0; i < plan->phases_down; i++) {
            for (ptrdiff_t j = 0; j < plan->phases_across; j++, copy += plan->plane) {
                if (c == 0 || s > 1) in = NAME(look)(job, plan, top + i, rows, j);
                ptrdiff_t y = top + i + in.first * s - job->pad, x = in.begin * s + j - job->pad;
                const REAL *from = image + c * area + y * job->width + x;
                NAME(fill_plane)(job, in, from, end, wide, copy, copy + plan->plane);
            }
        }
    }
}

/* One row of dx from the row `down` of the padded band. Memory from the row's end up to `end` is
   written later and may be overwritten. */
static void NAME(take_row)(const cs_conv *job, const cs_conv_plan *plan, const REAL *planes,
                           ptrdiff_t down, REAL *to, const REAL *end) {
    ptrdiff_t s = job->stride, pad = job->pad, n = job->width;
    ptrdiff_t line = cs_div(down, s), phase = down - line * s;
    if (phase >= plan->phases_down) {
        NAME(zero)(to, to + n);
        return;
    }
    const REAL *row = planes + phase * plan->phases_across * plan->plane + line * plan->plane_width;
    if (s == 1 && end - to >= cs_over(n, LANES) * LANES) {
        for (ptrdiff_t i = 0; i < n; i += LANES) STORE(to + i, LOAD(row + pad + i));
    } else if (s == 1) {
        memcpy(to, row + pad, (size_t)n * sizeof(REAL));
    } else if (s == 2 && plan->phases_across == 2 && end - to >= cs_over(n, 2 * LANES) * 2 * LANES) {
        const REAL *even = row + pad % 2 * plan->plane + pad / 2;
        const REAL *odd = row + (pad + 1) % 2 * plan->plane + (pad + 1) / 2;
        for (ptrdiff_t i = 0; 2 * i < n; i += LANES) {
            VEC a = LOAD(even + i), b = LOAD(odd + i), low, high;
            SHUFFLED(low, a, b, l % 2 * LANES + l / 2);
            SHUFFLED(high, a, b, l % 2 * LANES + LANES / 2 + l / 2);
            STORE(to + 2 * i, low);
            STORE(to + 2 * i + LANES, high);
        }
    } else {
        for (ptrdiff_t j = 0; j < s; j++) {
            ptrdiff_t begin = (j + s - pad % s) % s; /* the first column of this phase */
            for (ptrdiff_t x = begin; x < n; x += s)
                to[x] = j < plan->phases_across ? row[j * plan->plane + (x + pad) / s] : 0;
        }
    }
}

/* The rows of dx that are the band's own, and the seam: (channels, field_height - stride, width). */
static void NAME(take)(const cs_conv *job, const cs_conv_plan *plan, cs_conv_band band,
                       const REAL *planes, REAL *image, REAL *seam) {
    ptrdiff_t width = job->width, area = job->height * width;
    ptrdiff_t seam_rows = cs_max(0, job->field_height - job->stride);
    ptrdiff_t shift = job->pad - band.first * job->stride;
    ptrdiff_t channel = plan->phases_down * plan->phases_across * plan->plane;
    for (ptrdiff_t c = 0; c < job->channels; c++, planes += channel) {
        /* One band: the next channel follows. Several: the next rows are another band's. */
        REAL *end = image + (plan->bands == 1 ? job->channels * area : c * area + band.own_end * width);
        for (ptrdiff_t y = band.own_begin; y < band.own_end; y++)
            NAME(take_row)(job, plan, planes, y + shift, image + c * area + y * width, end);
        for (ptrdiff_t y = band.seam_begin; y < band.seam_end; y++) {
            REAL *to = seam + (c * seam_rows + y - band.seam_begin) * width;
            NAME(take_row)(job, plan, planes, y + shift, to, to + width);
        }
    }
}

/* Add the seam of a band to the rows of the next one. */
static void NAME(add_seam)(const cs_conv *job, cs_conv_band band, const REAL *seam, REAL *image) {
    ptrdiff_t width = job->width, seam_rows = cs_max(0, job->field_height - job->stride);
    for (ptrdiff_t c = 0; c < job->channels; c++) {
        const REAL *from = seam + c * seam_rows * width;
        REAL *to = image + (c * job->height + band.seam_begin) * width;
        ptrdiff_t n = (band.seam_end - band.seam_begin) * width;
        for (ptrdiff_t i = 0; i < n; i++) to[i] += from[i];
    }
}
