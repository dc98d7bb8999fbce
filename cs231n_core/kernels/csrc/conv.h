/* What a convolution is asked to do, and how the work is divided. Nothing here knows the type.

   The copy. Each image is copied once into planes with its padding, so that no later loop asks
   about borders. With a stride s, a plane holds the pixels of one phase: rows y with y % s == i,
   columns x with x % s == j. In a plane the pixels that entry (i, j) of neighbouring windows sees
   lie side by side, whatever the stride. Tap k = (channel, i, j) of the window at output pixel
   (oy, ox) is at offset[k] + oy * plane_width + ox.

   The division. A unit is a band of output rows of one image; a copy holds what a band sees. The
   bands of an image overlap in field_height - stride rows; in the gradient of x, a band keeps what
   it has to say about the rows of the next band in a seam, and the seams are added at the end. The
   gradient of w is summed up in parts, each a fixed run of units. Bands and parts follow from the
   shapes alone: the bits depend neither on luck nor on the number of threads. */
#ifndef CS_CONV_H
#define CS_CONV_H

#include <stddef.h>
#include <stdint.h>

#include "pool.h"

typedef struct {
    const void *x;                  /* (images, channels, height, width) */
    const void *w;                  /* (filters, channels, field_height, field_width) */
    const void *b;                  /* (filters), or NULL for zeros; forward only */
    const void *dout;               /* (images, filters, out_height, out_width); backward only */
    void *out;                      /* as dout; forward only */
    void *dx, *dw, *db;             /* as x, w, b; backward only; dx may be NULL */
    ptrdiff_t images, channels, height, width;
    ptrdiff_t filters, field_height, field_width;
    ptrdiff_t stride, pad, out_height, out_width;
    int relu;                       /* forward: whether out is max(out, 0) */
    int w_transposed;               /* forward: w is (channels, filters), for 1 x 1 windows */
} cs_conv;

typedef struct {
    ptrdiff_t taps;                 /* entries of a window in all channels */
    ptrdiff_t pixels;               /* of an output image */
    ptrdiff_t phases_down, phases_across;
    ptrdiff_t plane_width, plane, copy; /* elements: of a row, of a plane, of all planes */
    ptrdiff_t bands, units;
    int direct; /* neither padding nor stride: x is its own copy, with planes of height rows */
    int whole;  /* `lanes` neighbouring output pixels lie side by side in a plane */
} cs_conv_plan;

/* A band of rows of the output, and the rows of the padded image that are its own in dx. */
typedef struct {
    ptrdiff_t image, first, rows;
    ptrdiff_t own_begin, own_end;   /* rows of dx, unpadded */
    ptrdiff_t seam_begin, seam_end; /* rows of dx that belong to the next band; may be empty */
} cs_conv_band;

static inline ptrdiff_t cs_min(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
static inline ptrdiff_t cs_max(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }

/* a / b; of small numbers, which is nearly always, several times as fast as the 64-bit division. */
static inline ptrdiff_t cs_div(ptrdiff_t a, ptrdiff_t b) {
    return (a | b) >> 32 ? a / b : (ptrdiff_t)((uint32_t)a / (uint32_t)b);
}
static inline ptrdiff_t cs_over(ptrdiff_t a, ptrdiff_t b) { return cs_div(a + b - 1, b); }
static inline ptrdiff_t cs_clip(ptrdiff_t a, ptrdiff_t most) { return cs_max(0, cs_min(a, most)); }

/* Run i of `parts` runs that cover 0 ... total - 1 as evenly as possible. */
static inline ptrdiff_t cs_begin(ptrdiff_t total, ptrdiff_t parts, ptrdiff_t i) {
    ptrdiff_t each = cs_div(total, parts);
    return each * i + cs_min(i, total - each * parts);
}

static inline ptrdiff_t cs_bands(const cs_conv *job, ptrdiff_t copy_bytes, ptrdiff_t lanes) {
    enum { COPY_BYTES = 384 << 10, UNITS = 16, TILES = 4 };
    ptrdiff_t bands = cs_max(cs_over(copy_bytes, COPY_BYTES), cs_over(UNITS, job->images));
    bands = cs_min(bands, job->out_height * job->out_width / (TILES * 2 * lanes));
    /* A seam must end within the next band. */
    ptrdiff_t least_rows = cs_max(1, cs_over(job->field_height - job->stride, job->stride));
    return cs_max(1, cs_min(bands, job->out_height / least_rows));
}

static inline cs_conv_plan cs_plan(const cs_conv *job, ptrdiff_t lanes, size_t real) {
    cs_conv_plan plan;
    ptrdiff_t s = job->stride, width = job->width + 2 * job->pad, height = job->height + 2 * job->pad;
    plan.taps = job->channels * job->field_height * job->field_width;
    plan.pixels = job->out_height * job->out_width;
    plan.phases_down = cs_min(s, job->field_height);
    plan.phases_across = cs_min(s, job->field_width);
    plan.plane_width = cs_over(width, s);
    plan.direct = job->pad == 0 && s == 1;
    plan.whole = plan.plane_width == job->out_width || job->out_width % lanes == 0;
    ptrdiff_t planes = job->channels * plan.phases_down * plan.phases_across;
    ptrdiff_t all = planes * cs_over(height, s) * plan.plane_width;
    plan.bands = cs_bands(job, all * (ptrdiff_t)real, lanes);
    plan.units = job->images * plan.bands;
    ptrdiff_t rows = cs_over(job->out_height, plan.bands) - 1 + cs_over(job->field_height, s);
    plan.plane = rows * plan.plane_width;
    plan.copy = planes * plan.plane;
    return plan;
}

static inline cs_conv_band cs_band(const cs_conv *job, const cs_conv_plan *plan, ptrdiff_t unit) {
    cs_conv_band band;
    band.image = cs_div(unit, plan->bands);
    ptrdiff_t i = unit - band.image * plan->bands, s = job->stride, last = i == plan->bands - 1;
    band.first = cs_begin(job->out_height, plan->bands, i);
    band.rows = cs_begin(job->out_height, plan->bands, i + 1) - band.first;
    ptrdiff_t next = (band.first + band.rows) * s - job->pad;
    band.own_begin = i ? cs_clip(band.first * s - job->pad, job->height) : 0;
    band.own_end = last ? job->height : cs_clip(next, job->height);
    band.seam_begin = band.own_end;
    band.seam_end = last ? job->height : cs_clip(next - s + job->field_height, job->height);
    band.seam_end = cs_max(band.seam_begin, band.seam_end);
    return band;
}

/* Where tap (0, i, j) begins in planes of `plane` elements, and how far the channels are apart. */
static inline ptrdiff_t cs_tap(const cs_conv *job, const cs_conv_plan *plan, ptrdiff_t plane,
                               ptrdiff_t i, ptrdiff_t j) {
    ptrdiff_t s = job->stride, down = cs_div(i, s), across = cs_div(j, s);
    ptrdiff_t phase = (i - down * s) * plan->phases_across + j - across * s;
    return phase * plane + down * plan->plane_width + across;
}
static inline ptrdiff_t cs_channel(const cs_conv_plan *plan, ptrdiff_t plane) {
    return plan->phases_down * plan->phases_across * plane;
}

/* Up to so many tiles of filters, forward reads the planes in place instead of packing panels. */
enum { DIRECT_HEIGHTS = 2 };

#ifndef CS_BLOCK_BYTES
#define CS_BLOCK_BYTES (512 << 10)
#endif

static inline double cs_conv_work(const cs_conv *job, const cs_conv_plan *plan) {
    return 2.0 * (double)job->images * (double)job->filters * (double)plan->pixels * (double)plan->taps;
}

/* A small convolution is over before a second thread has woken up. */
static inline int cs_conv_threads(const cs_conv *job, const cs_conv_plan *plan) {
    return cs_conv_work(job, plan) < 4e5 ? 1 : (int)cs_min(cs_threads(), plan->units);
}

/* In how many parts the gradient of w is summed up: so many that threads rarely wait for the last,
   so few that the sums stay small beside the images; a number that divides the units, if any. */
static inline ptrdiff_t cs_conv_parts(const cs_conv *job, const cs_conv_plan *plan, size_t bytes) {
    enum { MOST = 16, LEAST = 4, SUMS = 4 << 20 };
    if (cs_conv_work(job, plan) < 4e5) return 1;
    ptrdiff_t most = cs_max(LEAST, cs_min(MOST, SUMS / (ptrdiff_t)bytes));
    if (plan->units <= most) return plan->units;
    for (ptrdiff_t parts = most; parts > most / 2; parts--)
        if (plan->units % parts == 0 && parts % 2 == 0) return parts;
    return most;
}

/* Places in one block of scratch memory: carve with a base of NULL first to learn the size. */
static inline void *cs_carve(char **at, size_t bytes) {
    void *place = *at;
    *at += (bytes + 63) / 64 * 64;
    return place;
}

#endif
