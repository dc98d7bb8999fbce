/* x86-64-v3 (AVX2 with FMA): 16 registers of 32 bytes; a tile of 6 rows by 2 vectors fills 12. */
#include "native.h"

#if defined(__x86_64__)
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma,bmi,bmi2,lzcnt,f16c,movbe"))), apply_to = function)
#else
#pragma GCC target("avx2,fma,bmi,bmi2,lzcnt,f16c,movbe")
#endif
#define CS_LEVEL x86_64_v3
#define CS_LEVEL_NAME "x86-64-v3"
#define CS_VECTOR_BYTES 32
#define CS_ROWS 6
#include "level.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
