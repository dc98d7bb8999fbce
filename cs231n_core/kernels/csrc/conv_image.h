/* Images into padded planes, and the gradient's planes back into images (see conv.h).

   Rows are copied by whole vectors, which may write past the end of a row: what comes next in
   memory is written later, and behind the last plane there is slack. Reading past the end of a
   row is fine as long as it stays inside the array. */

#ifndef CS_SHUFFLE
#define CS_SHUFFLE
/* The vector whose lane l is lane index(l) of a and b side by side. */
#if defined(__clang__)
#define SHUFFLED(result, a, b, index)                            \
    do {                                                         \
        VEC shuffled_;                                           \
        UNROLL for (int l = 0; l < LANES; l++) {                 \
            int i_ = (index);                                    \
            shuffled_[l] = i_ < LANES ? (a)[i_] : (b)[i_ - LANES]; \
        }                                                        \
        (result) = shuffled_;                                    \
    } while (0)
#else
#define SHUFFLED(result, a, b, index)                          \
    do {                                                       \
        VEC_INT index_;                                        \
        UNROLL for (int l = 0; l < LANES; l++) index_[l] = (index); \
        (result) = __builtin_shuffle((a), (b), index_);        \
    } while (0)
#endif
#endif

/* to[i] = from[i * step] for i < n. */
static inline void NAME(gather)(const REAL *from, const REAL *end, ptrdiff_t step, ptrdiff_t n,
                                REAL *to) {
    ptrdiff_t vectors = cs_over(n, LANES);
    if (step > 2 || end - from < step * vectors * LANES) {
        for (ptrdiff_t i = 0; i < n; i++) to[i] = from[i * step];
    } else if (step == 1) {
        for (ptrdiff_t i = 0; i < n; i += LANES) STORE(to + i, LOAD(from + i));
    } else {
        for (ptrdiff_t i = 0; i < n; i += LANES) {
            VEC a = LOAD(from + 2 * i), b = LOAD(from + 2 * i + LANES), even;
            SHUFFLED(even, a, b, 2 * l);
            STORE(to + i, even);
        }
    }
}

static inline void NAME(zero)(REAL *from, REAL *to) {
    if (to > from) memset(from, 0, (size_t)(to - from) * sizeof(REAL));
}

/* One phase of one channel, for padded rows top, top + stride, ...; returns the plane's end. */
static REAL *NAME(fill_plane)(const cs_conv *job, const cs_conv_plan *plan, const REAL *channel,
                              const REAL *end, ptrdiff_t top, ptrdiff_t rows, ptrdiff_t across,
                              REAL *plane) {
    ptrdiff_t s = job->stride, pad = job->pad, wide = plan->plane_width;
    ptrdiff_t begin = cs_min(wide, across < pad ? cs_over(pad - across, s) : 0);
    ptrdiff_t stop = cs_max(begin, cs_min(wide, cs_over(job->width + pad - across, s)));
    ptrdiff_t first = top < pad ? cs_min(rows, cs_over(pad - top, s)) : 0;
    ptrdiff_t last = cs_max(first, cs_min(rows, cs_over(job->height + pad - top, s)));
    ptrdiff_t n = stop - begin, gap = wide - n;
    const REAL *from = channel + (top + first * s - pad) * job->width + begin * s + across - pad;
    REAL *to = plane + first * wide + begin, *plane_end = plane + rows * wide;
    NAME(zero)(plane, first < last ? to : plane_end);
    for (ptrdiff_t y = first; y < last; y++, from += s * job->width, to += wide) {
        NAME(gather)(from, end, s, n, to);
        if (y + 1 < last) { /* the end of this row and the beginning of the next */
            for (ptrdiff_t i = 0; i < gap; i += LANES) STORE(to + n + i, (VEC){0});
        } else {
            NAME(zero)(to + n, plane_end);
        }
    }
    return plane_end;
}

/* What a band sees of one image of x; x ends at `end`. */
static void NAME(fill)(const cs_conv *job, const cs_conv_plan *plan, cs_conv_band band,
                       const REAL *image, const REAL *end, REAL *copy) {
    ptrdiff_t rows = plan->plane / plan->plane_width;
    for (ptrdiff_t c = 0; c < job->channels; c++) {
        const REAL *channel = image + c * job->height * job->width;
        for (ptrdiff_t i = 0; i < plan->phases_down; i++) {
            for (ptrdiff_t j = 0; j < plan->phases_across; j++) {
                ptrdiff_t top = band.first * job->stride + i;
                copy = NAME(fill_plane)(job, plan, channel, end, top, rows, j, copy);
            }
        }
    }
}

/* One row of dx from the row `down` of the padded band. Memory from the row's end up to `end` is
   written later and may be overwritten. */
static void NAME(take_row)(const cs_conv *job, const cs_conv_plan *plan, const REAL *planes,
                           ptrdiff_t down, REAL *to, const REAL *end) {
    ptrdiff_t s = job->stride, pad = job->pad, n = job->width;
    ptrdiff_t phase = down % s;
    if (phase >= plan->phases_down) {
        NAME(zero)(to, to + n);
        return;
    }
    const REAL *row = planes + phase * plan->phases_across * plan->plane + down / s * plan->plane_width;
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
