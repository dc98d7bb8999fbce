/* x86-64-v4 (AVX-512): 32 registers of 64 bytes; a tile of 14 rows by 2 vectors fills 28 of them. */
#include "native.h"

#if defined(__x86_64__)
#define CS_TARGET "avx512f,avx512cd,avx512bw,avx512dq,avx512vl,avx2,fma,bmi,bmi2,lzcnt,f16c,movbe"
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target(CS_TARGET))), apply_to = function)
#else
#pragma GCC target("avx512f,avx512cd,avx512bw,avx512dq,avx512vl,avx2,fma,bmi,bmi2,lzcnt,f16c,movbe,prefer-vector-width=512")
#endif
#define CS_LEVEL x86_64_v4
#define CS_LEVEL_NAME "x86-64-v4"
#define CS_VECTOR_BYTES 64
#define CS_ROWS 14
#include "level.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
