/* What every processor of the architecture has: vectors of 16 bytes. arm64 has 32 registers, so
   its tile can be as high as with AVX-512; x86-64 has 16. */
#include "native.h"

#define CS_LEVEL baseline
#define CS_LEVEL_NAME "baseline"
#define CS_VECTOR_BYTES 16
#if defined(__aarch64__)
#define CS_ROWS 12
#else
#define CS_ROWS 6
#endif
#include "level.h"
