/* Kernels that treat every entry for itself. Each is one pass over memory, cut into items. */

typedef struct {
    const cs_elementwise *job;
    void (*run)(const cs_elementwise *job, ptrdiff_t from, ptrdiff_t n);
} NAME(each_task);

static void NAME(each_item)(void *arg, long item, int slot) {
    const NAME(each_task) *task = arg;
    const ptrdiff_t from = (ptrdiff_t)item * CS_ITEM, left = task->job->count - from;
    (void)slot;
    task->run(task->job, from, left < CS_ITEM ? left : CS_ITEM);
}

static int NAME(each)(const cs_elementwise *job,
                      void (*run)(const cs_elementwise *, ptrdiff_t, ptrdiff_t)) {
    NAME(each_task) task = {job, run};
    const ptrdiff_t items = (job->count + CS_ITEM - 1) / CS_ITEM;
    cs_pool_run((long)items, job->count < CS_SMALL ? 1 : cs_threads(), NAME(each_item), &task);
    return 0;
}

/* The loops are functions of their own: `restrict` binds parameters only, and without it the
   compiler cannot tell that the arrays of a loop lie apart. */

/* Not "x > 0 ? x : 0": a NaN stays. */
static NOINLINE void NAME(relu_loop)(const REAL *restrict x, REAL *restrict out, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++) out[i] = x[i] <= 0 ? 0 : x[i];
}

static void NAME(relu_run)(const cs_elementwise *job, ptrdiff_t from, ptrdiff_t n) {
    NAME(relu_loop)((const REAL *)job->x + from, (REAL *)job->out + from, n);
}

static NOINLINE void NAME(relu_back_loop)(const REAL *restrict x, const REAL *restrict dout,
                                          REAL *restrict dx, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++) {
        const REAL g = dout[i]; /* loaded in any case, or the loop would branch */
        dx[i] = x[i] > 0 ? g : 0;
    }
}

static void NAME(relu_back_run)(const cs_elementwise *job, ptrdiff_t from, ptrdiff_t n) {
    NAME(relu_back_loop)((const REAL *)job->x + from, (const REAL *)job->dout + from,
                         (REAL *)job->out + from, n);
}

typedef struct {
    REAL keep_m, take_m, keep_v, take_v, rate, scale, epsilon;
} NAME(adam_numbers);

static NOINLINE void NAME(adam_loop)(const NAME(adam_numbers) a, const REAL *restrict w,
                                     const REAL *restrict dw, const REAL *restrict m,
                                     const REAL *restrict v, REAL *restrict next_w,
                                     REAL *restrict next_m, REAL *restrict next_v, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++) {
        const REAL mean = a.keep_m * m[i] + a.take_m * dw[i];
        const REAL square = a.keep_v * v[i] + a.take_v * (dw[i] * dw[i]);
        next_m[i] = mean;
        next_v[i] = square;
        next_w[i] = w[i] - a.rate * mean / (SQRT(square) * a.scale + a.epsilon);
    }
}

static void NAME(adam_run)(const cs_elementwise *job, ptrdiff_t from, ptrdiff_t n) {
    const NAME(adam_numbers) numbers = {
        .keep_m = (REAL)job->beta1,
        .take_m = (REAL)(1 - job->beta1),
        .keep_v = (REAL)job->beta2,
        .take_v = (REAL)(1 - job->beta2),
        /* The corrections go into the constants, so that one division is left. */
        .rate = (REAL)(job->learning_rate / job->correct_m),
        .scale = (REAL)(1 / sqrt(job->correct_v)),
        .epsilon = (REAL)job->epsilon,
    };
    NAME(adam_loop)(numbers, (const REAL *)job->x + from, (const REAL *)job->dout + from,
                    (const REAL *)job->m + from, (const REAL *)job->v + from,
                    (REAL *)job->out + from, (REAL *)job->next_m + from,
                    (REAL *)job->next_v + from, n);
}

static int NAME(relu)(const cs_elementwise *job) { return NAME(each)(job, NAME(relu_run)); }
static int NAME(relu_back)(const cs_elementwise *job) { return NAME(each)(job, NAME(relu_back_run)); }
static int NAME(adam)(const cs_elementwise *job) { return NAME(each)(job, NAME(adam_run)); }
