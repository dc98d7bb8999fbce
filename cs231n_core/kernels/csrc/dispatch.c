/* Which levels this processor can run. */
#include <stdatomic.h>

#include "native.h"

extern const cs_kernels cs_kernels_table_baseline;
#if defined(__x86_64__)
extern const cs_kernels cs_kernels_table_x86_64_v4, cs_kernels_table_x86_64_v3;
#endif

const cs_kernels *cs_level(int i) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    int v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
             __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
    int v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512vl");
    if (v4 && i-- == 0) return &cs_kernels_table_x86_64_v4;
    if (v3 && i-- == 0) return &cs_kernels_table_x86_64_v3;
#endif
    return i == 0 ? &cs_kernels_table_baseline : NULL;
}

static _Atomic(const cs_kernels *) active;

const cs_kernels *cs_active(void) {
    const cs_kernels *level = atomic_load_explicit(&active, memory_order_relaxed);
    if (!level) cs_use_level(level = cs_level(0));
    return level;
}

void cs_use_level(const cs_kernels *level) { atomic_store(&active, level); }
