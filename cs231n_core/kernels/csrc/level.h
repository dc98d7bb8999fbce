/* Every kernel for both types, and the table of a level. The level_*.c that includes this has
   defined CS_LEVEL, CS_LEVEL_NAME, CS_VECTOR_BYTES and CS_ROWS (see there). */
#define CS_JOIN_(stem, type, level) cs_##stem##_##type##_##level
#define CS_JOIN(stem, type, level) CS_JOIN_(stem, type, level)
#define UNROLL _Pragma("GCC unroll 16")

#define REAL float
#define REAL_INT int32_t
#define SQRT sqrtf
#define NAME(stem) CS_JOIN(stem, f32, CS_LEVEL)
#include "type.h"
#undef REAL
#undef REAL_INT
#undef SQRT
#undef NAME

#define REAL double
#define REAL_INT int64_t
#define SQRT sqrt
#define NAME(stem) CS_JOIN(stem, f64, CS_LEVEL)
#include "type.h"
#undef REAL
#undef REAL_INT
#undef SQRT
#undef NAME

#define BOTH(stem) {CS_JOIN(stem, f32, CS_LEVEL), CS_JOIN(stem, f64, CS_LEVEL)}
extern const cs_kernels CS_JOIN(kernels, table, CS_LEVEL);
const cs_kernels CS_JOIN(kernels, table, CS_LEVEL) = {
    .name = CS_LEVEL_NAME,
    .conv_forward = BOTH(conv_forward),
    .conv_backward = BOTH(conv_backward),
    .max_pool = BOTH(max_pool),
    .batchnorm = BOTH(batchnorm),
    .relu = BOTH(relu),
    .relu_back = BOTH(relu_back),
    .adam = BOTH(adam),
    .product = BOTH(product),
};
