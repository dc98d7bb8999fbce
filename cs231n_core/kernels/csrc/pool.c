/* See pool.h. */
#include "pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

static struct {
    pthread_mutex_t caller; /* held by the one caller that has the workers */
    pthread_mutex_t lock;   /* guards all below but `next` */
    pthread_cond_t wake, done;
    unsigned long round; /* counts the tasks */
    int open;            /* whether a worker that wakes up may still join */
    int started, running, threads;
    long items;
    cs_body body;
    void *task;
    atomic_long next;
} pool;

static atomic_int wanted_threads = 1;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void reset(void) {
    pthread_mutex_init(&pool.caller, NULL);
    pthread_mutex_init(&pool.lock, NULL);
    pthread_cond_init(&pool.wake, NULL);
    pthread_cond_init(&pool.done, NULL);
    pool.open = pool.started = pool.running = 0;
}

static void prepare(void) {
    reset();
    pthread_atfork(NULL, NULL, reset);
}

static void claim(long items, cs_body body, void *task, int slot) {
    for (long item; (item = atomic_fetch_add(&pool.next, 1)) < items;) body(task, item, slot);
}

static void *worker(void *number) {
    int slot = (int)(intptr_t)number;
    unsigned long seen = 0;
    pthread_mutex_lock(&pool.lock);
    for (;;) {
        while (!pool.open || pool.round == seen || slot >= pool.threads)
            pthread_cond_wait(&pool.wake, &pool.lock);
        seen = pool.round;
        pool.running++;
        long items = pool.items;
        cs_body body = pool.body;
        void *task = pool.task;
        pthread_mutex_unlock(&pool.lock);
        claim(items, body, task, slot);
        pthread_mutex_lock(&pool.lock);
        if (--pool.running == 0) pthread_cond_signal(&pool.done);
    }
    return NULL;
}

/* With pool.lock held: make workers until there are enough, or the system gives no more. */
static void start_workers(int threads) {
    if (pool.started >= threads - 1) return;
    sigset_t all, before;
    sigfillset(&all); /* signals are for Python's threads */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (pool.started < threads - 1) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, worker, (void *)(intptr_t)(pool.started + 1))) break;
        pthread_detach(thread);
        pool.started++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void run_alone(long items, cs_body body, void *task) {
    for (long item = 0; item < items; item++) body(task, item, 0);
}

void cs_pool_run(long items, int threads, cs_body body, void *task) {
    if (threads > items) threads = (int)items;
    if (threads <= 1) {
        run_alone(items, body, task);
        return;
    }
    pthread_once(&once, prepare);
    if (pthread_mutex_trylock(&pool.caller)) {
        run_alone(items, body, task);
        return;
    }
    pthread_mutex_lock(&pool.lock);
    start_workers(threads);
    atomic_store(&pool.next, 0);
    pool.threads = threads;
    pool.items = items;
    pool.body = body;
    pool.task = task;
    pool.open = 1;
    pool.round++;
    pthread_cond_broadcast(&pool.wake);
    pthread_mutex_unlock(&pool.lock);

    claim(items, body, task, 0);

    pthread_mutex_lock(&pool.lock);
    pool.open = 0;
    while (pool.running) pthread_cond_wait(&pool.done, &pool.lock);
    pthread_mutex_unlock(&pool.lock);
    pthread_mutex_unlock(&pool.caller);
}

int cs_threads(void) { return atomic_load(&wanted_threads); }

void cs_set_threads(int threads) { atomic_store(&wanted_threads, threads); }

/* --- scratch ------------------------------------------------------------------------------- */

enum { ALIGN = 64 };
static const size_t largest_kept = (size_t)16 << 20;
static _Atomic(size_t *) kept; /* a free block, or NULL; a block begins with its size */

void *cs_scratch_take(size_t bytes) {
    size_t *block = atomic_exchange(&kept, NULL);
    if (block && *block < bytes) {
        free(block);
        block = NULL;
    }
    if (!block) {
        void *fresh;
        if (bytes > SIZE_MAX - ALIGN || posix_memalign(&fresh, ALIGN, bytes + ALIGN)) return NULL;
        block = fresh;
        *block = bytes;
    }
    return (char *)block + ALIGN;
}

void cs_scratch_give(void *scratch) {
    if (!scratch) return;
    size_t *block = (size_t *)((char *)scratch - ALIGN);
    free(*block <= largest_kept ? atomic_exchange(&kept, block) : block);
}
