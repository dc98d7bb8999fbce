/* Batch normalisation of (N, C, P): vectors are P = 1, images have P = H W pixels.

   A mean m that was rounded to REAL leaves a rest: mean(x - m). It is kept, so that
   x - mean = (x - m) - rest is exact to the last digits when the mean is far larger than the
   spread. x_hat is never stored: forward is a multiple of x - m plus a constant, and backward
   dx = a dout + k (x - m) + b with three constants for each channel.

   Vectors: an item is a block of columns, accumulated row by row in registers. Images: an item is a
   channel; the statistics of its images are merged (Chan, Golub, LeVeque 1979), so that x is read
   once for them. Sums over few entries are of REAL, sums of those of double. */

enum { NAME(norm_width) = 4, NAME(norm_rows) = 64 }; /* vectors of a block; rows summed in REAL */

/* The statistics of a channel, from the sums of x - m and of its square over count entries. */
static inline void NAME(norm_finish)(const cs_batchnorm *job, ptrdiff_t c, REAL m, double sum,
                                     double squares, double count) {
    const double rest = sum / count, var = (squares - sum * rest) / count;
    const double spread = var < 0 ? 0 : var; /* rounding may give less than zero */
    ((REAL *)job->mean)[c] = m;
    ((REAL *)job->rest)[c] = (REAL)rest;
    ((REAL *)job->var)[c] = (REAL)spread;
    ((REAL *)job->inv_std)[c] = (REAL)(1 / sqrt(spread + job->eps));
}

/* out = (x - mean) * scale + shift. */
static inline void NAME(norm_line)(const cs_batchnorm *job, ptrdiff_t c, REAL *mean, REAL *scale,
                                   REAL *shift) {
    *mean = ((const REAL *)job->mean)[c];
    *scale = ((const REAL *)job->gamma)[c] * ((const REAL *)job->inv_std)[c];
    *shift = ((const REAL *)job->beta)[c] - ((const REAL *)job->rest)[c] * *scale;
}

/* dx = a dout + k (x - mean) + b, from the sums of dout and of dout (x - mean). */
static inline void NAME(norm_line_back)(const cs_batchnorm *job, ptrdiff_t c, double sum,
                                        double product, REAL *a, REAL *k, REAL *b) {
    const double rest = ((const REAL *)job->rest)[c], inv_std = ((const REAL *)job->inv_std)[c];
    const double count = (double)job->images * (double)job->pixels;
    const double dgamma = (product - rest * sum) * inv_std;
    const double slope = ((const REAL *)job->gamma)[c] * inv_std;
    const double bend = job->frozen ? 0 : -slope * inv_std * dgamma / count;
    ((REAL *)job->dgamma)[c] = (REAL)dgamma;
    ((REAL *)job->dbeta)[c] = (REAL)sum;
    *a = (REAL)slope;
    *k = (REAL)bend;
    *b = job->frozen ? 0 : (REAL)(-slope * sum / count - bend * rest);
}

/* --- vectors: `width` columns from `first` on; `width` is a multiple of LANES ----------------- */

/* Into sums and products: the sums over all rows of part, and of part times factor. `at` is the
   index of an entry of the row, v that of its vector in the block. */
#define COLUMN_SUMS(part, factor)                                                       \
    for (int l = 0; l < width; l++) sums[l] = products[l] = 0;                          \
    for (ptrdiff_t from = 0; from < job->images; from += NAME(norm_rows)) {             \
        const ptrdiff_t to = job->images - from < NAME(norm_rows) ? job->images         \
                                                                  : from + NAME(norm_rows); \
        VEC s[NAME(norm_width)] = {{0}}, p[NAME(norm_width)] = {{0}};                   \
        for (ptrdiff_t n = from; n < to; n++) {                                         \
            const ptrdiff_t row = n * job->channels + first;                            \
            UNROLL for (int v = 0; v < width / LANES; v++) {                            \
                const ptrdiff_t at = row + v * LANES;                                   \
                const VEC part_ = (part);                                               \
                s[v] += part_;                                                          \
                p[v] += part_ * (factor);                                               \
            }                                                                           \
        }                                                                               \
        for (int l = 0; l < width; l++) {                                               \
            sums[l] += s[l / LANES][l % LANES];                                         \
            products[l] += p[l / LANES][l % LANES];                                     \
        }                                                                               \
    }

INLINE void NAME(norm_columns)(const cs_batchnorm *job, ptrdiff_t first, const int width) {
    const REAL *x = job->x;
    double sums[NAME(norm_width) * LANES], products[NAME(norm_width) * LANES];
    REAL lines[3][NAME(norm_width) * LANES];
    const VEC zero = {0};
    if (!job->frozen) {
        COLUMN_SUMS(LOAD(x + at), zero)
        for (int l = 0; l < width; l++) lines[0][l] = (REAL)(sums[l] / (double)job->images);
        COLUMN_SUMS(LOAD(x + at) - LOAD(lines[0] + v * LANES), part_)
        for (int l = 0; l < width; l++)
            NAME(norm_finish)(job, first + l, lines[0][l], sums[l], products[l], (double)job->images);
    }
    for (int l = 0; l < width; l++)
        NAME(norm_line)(job, first + l, &lines[0][l], &lines[1][l], &lines[2][l]);
    for (ptrdiff_t n = 0; n < job->images; n++) {
        const ptrdiff_t row = n * job->channels + first;
        UNROLL for (int v = 0; v < width / LANES; v++) {
            const ptrdiff_t at = v * LANES;
            const VEC centred = LOAD(x + row + at) - LOAD(lines[0] + at);
            STORE((REAL *)job->out + row + at, centred * LOAD(lines[1] + at) + LOAD(lines[2] + at));
        }
    }
}

INLINE void NAME(norm_columns_back)(const cs_batchnorm *job, ptrdiff_t first,
                                           const int width) {
    const REAL *x = job->x, *dout = job->dout, *mean = (const REAL *)job->mean + first;
    double sums[NAME(norm_width) * LANES], products[NAME(norm_width) * LANES];
    REAL lines[3][NAME(norm_width) * LANES];
    COLUMN_SUMS(LOAD(dout + at), LOAD(x + at) - LOAD(mean + v * LANES))
    for (int l = 0; l < width; l++)
        NAME(norm_line_back)(job, first + l, sums[l], products[l], &lines[0][l], &lines[1][l],
                             &lines[2][l]);
    for (ptrdiff_t n = 0; n < job->images; n++) {
        const ptrdiff_t row = n * job->channels + first;
        UNROLL for (int v = 0; v < width / LANES; v++) {
            const ptrdiff_t at = v * LANES;
            const VEC centred = LOAD(x + row + at) - LOAD(mean + at);
            STORE((REAL *)job->out + row + at, LOAD(dout + row + at) * LOAD(lines[0] + at) +
                                                   centred * LOAD(lines[1] + at) +
                                                   LOAD(lines[2] + at));
        }
    }
}
#undef COLUMN_SUMS

/* --- images: one channel, whose pixels lie in rows of `pixels` entries ------------------------ */

static inline REAL NAME(lane_sum)(VEC v) {
    REAL sum = 0;
    for (int l = 0; l < LANES; l++) sum += v[l];
    return sum;
}

/* The sums of a and of a * b over n entries, with a = x - m and b = a, or a = dout and b = x - m. */
static inline void NAME(pixel_sums)(const REAL *x, const REAL *dout, REAL m, ptrdiff_t n,
                                    double *sum, double *product) {
    VEC s[2] = {{0}}, p[2] = {{0}};
    ptrdiff_t i = 0;
    for (; i + 2 * LANES <= n; i += 2 * LANES) {
        UNROLL for (int v = 0; v < 2; v++) {
            const VEC centred = LOAD(x + i + v * LANES) - m;
            const VEC a = dout ? (VEC)LOAD(dout + i + v * LANES) : centred;
            s[v] += a;
            p[v] += a * centred;
        }
    }
    REAL last_s = 0, last_p = 0;
    for (; i < n; i++) {
        const REAL centred = x[i] - m, a = dout ? dout[i] : centred;
        last_s += a;
        last_p += a * centred;
    }
    *sum = NAME(lane_sum)(s[0] + s[1]) + last_s;
    *product = NAME(lane_sum)(p[0] + p[1]) + last_p;
}

static inline void NAME(norm_statistics)(const cs_batchnorm *job, ptrdiff_t c) {
    const ptrdiff_t n = job->pixels, step = job->channels * n;
    const REAL *x = (const REAL *)job->x + c * n;
    double count = 0, mean = 0, squares = 0; /* of the images so far; squares about their mean */
    for (ptrdiff_t image = 0; image < job->images; image++, x += step) {
        double sum, product;
        NAME(pixel_sums)(x, NULL, 0, n, &sum, &product);
        const REAL m = (REAL)(sum / (double)n);
        NAME(pixel_sums)(x, NULL, m, n, &sum, &product);
        const double here = m + sum / (double)n, apart = here - mean, all = count + (double)n;
        squares += product - sum * sum / (double)n + apart * apart * count * (double)n / all;
        mean += apart * (double)n / all;
        count = all;
    }
    const REAL m = (REAL)mean;
    const double rest = mean - m;
    NAME(norm_finish)(job, c, m, rest * count, squares + rest * rest * count, count);
}

static inline void NAME(norm_channel)(const cs_batchnorm *job, ptrdiff_t c) {
    const ptrdiff_t n = job->pixels, step = job->channels * n;
    const REAL *x = (const REAL *)job->x + c * n;
    REAL *out = (REAL *)job->out + c * n, mean, scale, shift;
    if (!job->frozen) NAME(norm_statistics)(job, c);
    NAME(norm_line)(job, c, &mean, &scale, &shift);
    for (ptrdiff_t image = 0; image < job->images; image++, x += step, out += step) {
        ptrdiff_t i = 0;
        for (; i + LANES <= n; i += LANES) STORE(out + i, (LOAD(x + i) - mean) * scale + shift);
        for (; i < n; i++) out[i] = (x[i] - mean) * scale + shift;
    }
}

static inline void NAME(norm_channel_back)(const cs_batchnorm *job, ptrdiff_t c) {
    const ptrdiff_t n = job->pixels, step = job->channels * n;
    const REAL *x = (const REAL *)job->x + c * n, *dout = (const REAL *)job->dout + c * n;
    const REAL mean = ((const REAL *)job->mean)[c];
    REAL *dx = (REAL *)job->out + c * n, a, k, b;
    double sum = 0, product = 0;
    for (ptrdiff_t image = 0; image < job->images; image++) {
        double s, p;
        NAME(pixel_sums)(x + image * step, dout + image * step, mean, n, &s, &p);
        sum += s;
        product += p;
    }
    NAME(norm_line_back)(job, c, sum, product, &a, &k, &b);
    for (ptrdiff_t image = 0; image < job->images; image++, x += step, dout += step, dx += step) {
        ptrdiff_t i = 0;
        for (; i + LANES <= n; i += LANES)
            STORE(dx + i, LOAD(dout + i) * a + (LOAD(x + i) - mean) * k + b);
        for (; i < n; i++) dx[i] = dout[i] * a + (x[i] - mean) * k + b;
    }
}

/* --- both ------------------------------------------------------------------------------------ */

enum { NAME(norm_block) = 4 * (CS_VECTOR_BYTES / (int)sizeof(REAL)) };

INLINE void NAME(norm_block_at)(const cs_batchnorm *job, ptrdiff_t first, const int width) {
    if (job->dout)
        NAME(norm_columns_back)(job, first, width);
    else
        NAME(norm_columns)(job, first, width);
}

static void NAME(norm_item)(void *arg, long item, int slot) {
    const cs_batchnorm *job = arg;
    (void)slot;
    if (job->pixels > 1 || job->channels < LANES) {
        if (job->dout)
            NAME(norm_channel_back)(job, item);
        else
            NAME(norm_channel)(job, item);
        return;
    }
    /* The last block takes what is left over. Its last vector ends with the last column and may
       do some columns again, with the same result. */
    const ptrdiff_t full = job->channels / NAME(norm_block);
    ptrdiff_t c = item * NAME(norm_block);
    const ptrdiff_t end = item + 1 < full ? c + NAME(norm_block) : job->channels;
    for (; c + NAME(norm_block) <= end; c += NAME(norm_block))
        NAME(norm_block_at)(job, c, NAME(norm_block));
    for (; c + LANES <= end; c += LANES) NAME(norm_block_at)(job, c, LANES);
    if (c < end) NAME(norm_block_at)(job, end - LANES, LANES);
}

static int NAME(batchnorm)(const cs_batchnorm *job) {
    ptrdiff_t items = job->channels;
    if (job->pixels == 1 && job->channels >= LANES) {
        items = job->channels / NAME(norm_block);
        if (items == 0) items = 1;
    }
    const int small = job->images * job->channels * job->pixels < CS_SMALL;
    cs_pool_run((long)items, small ? 1 : cs_threads(), NAME(norm_item), (void *)job);
    return 0;
}
