/* What the compiled kernels have in common. Read this before adding one.

   Files
     pool.h, pool.c     the threads and the scratch memory
     native.h           this: the table of kernels
     level_*.c          one per instruction set: vector size, tile height, target; includes level.h
     level.h            instantiates every kernel for float and double and fills the table
     vectors.h          the vector type of the instance: VEC, LANES, load, store
     conv.h             the convolution: what it is asked, how the work is divided
     conv_*.h           and how it is done: image copies, inner loops, panels, forward, backward
     layers.h           what the other kernels are asked: max_pool.h, batchnorm.h,
                        elementwise.h, product.h
     dispatch.c         which levels this processor can run
   native.pyx is the Python side. It takes the arrays apart, allocates results, releases the GIL.

   A kernel is written once, as a header without include guard, in terms of
     REAL     float or double              REAL_INT  int32_t or int64_t
     LANES    elements of a vector         VEC       the vector
     NAME(f)  f with suffixes for the type and the level; all functions but NAME(...) are shared
   It uses plain loops or vector types, no intrinsics, no assembly and no nested functions. It is
   compiled for several instruction sets by a target pragma, so every function that it calls in a
   loop must be defined in a header of the instance: an outside function is compiled for none.
   System headers are included here only, before any target pragma.

   To add a kernel: write its header; include it in type.h; add a member to cs_kernels
   (index 0 is float, 1 is double; a job struct whose arrays are void pointers keeps one
   signature for both); fill the member in level.h; call it from a .pxi that native.pyx
   includes: cs_active()->member[is_double](&job). Threads and scratch come from pool.h. Below
   about 0.2 ms of work in all, run on one thread.

   Return 0, or -1 where memory is short; nothing else can fail: arguments are checked in Python. */
#ifndef CS_NATIVE_H
#define CS_NATIVE_H

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* For a function that is fast only with its arguments known. */
#define INLINE static inline __attribute__((always_inline))
#define NOINLINE __attribute__((noinline))

#include "conv.h"
#include "layers.h"
#include "pool.h"

typedef struct {
    const char *name;
    int (*conv_forward[2])(const cs_conv *job);
    int (*conv_backward[2])(const cs_conv *job);
    int (*max_pool[2])(const cs_max_pool *job);
    int (*batchnorm[2])(const cs_batchnorm *job);
    int (*relu[2])(const cs_elementwise *job);
    int (*relu_back[2])(const cs_elementwise *job);
    int (*adam[2])(const cs_elementwise *job);
    int (*product[2])(const cs_product *job);
} cs_kernels;

/* The levels that this processor can run, best first; NULL after the last. */
const cs_kernels *cs_level(int i);

/* The level in use: the best one, until cs_use_level says otherwise. */
const cs_kernels *cs_active(void);
void cs_use_level(const cs_kernels *level);

#endif
