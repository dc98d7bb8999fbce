/* The one pool of threads for everything that the package runs natively.

   A task is cut into items 0, 1, ..., items - 1. Whoever is free claims the next item; the caller
   works too, and once no item is left it waits only for the workers that are inside an item, never
   for one that has not woken up. A busy machine therefore costs at most the speed-up.

   - Bits: who computes an item is a matter of luck. An item must write to places of its own; sums
     over items are kept per item, or per fixed group of items, and added in order afterwards.
   - Slots: body(task, item, slot) has slot 0 <= slot < threads to itself while it runs: index
     scratch memory by it. The caller is slot 0.
   - Two callers at once: the second runs all of its items itself, in slot 0. So does a body that
     calls cs_pool_run.
   - fork: the child starts with an empty pool and makes its own workers.
   - Call it with the GIL released. A body touches no Python object and allocates nothing. */
#ifndef CS_POOL_H
#define CS_POOL_H

#include <stddef.h>

enum { CS_MAX_THREADS = 256 };

typedef void (*cs_body)(void *task, long item, int slot);

void cs_pool_run(long items, int threads, cs_body body, void *task);

/* How many threads a task may use; cs_set_threads takes 1 ... CS_MAX_THREADS. */
int cs_threads(void);
void cs_set_threads(int threads);

/* Scratch memory, aligned to 64 bytes and uninitialised; NULL where there is none. One block is
   kept for the next taker, so that a training loop does not fault in fresh pages at every call. */
void *cs_scratch_take(size_t bytes);
void cs_scratch_give(void *scratch);

#endif
