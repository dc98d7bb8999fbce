/* The vector of an instance (see native.h). GCC and Clang translate arithmetic, comparisons and
   subscripts of such types into the instructions of the level. A comparison gives VEC_INT, with
   all bits of a lane set where it holds. */
typedef REAL NAME(vec) __attribute__((vector_size(CS_VECTOR_BYTES), may_alias));
typedef REAL NAME(vec_at) __attribute__((vector_size(CS_VECTOR_BYTES), aligned(sizeof(REAL)), may_alias));
typedef REAL_INT NAME(vec_int) __attribute__((vector_size(CS_VECTOR_BYTES), may_alias));

#undef VEC
#undef VEC_INT
#undef LANES
#undef LOAD
#undef STORE
#undef LOAD_ALIGNED
#undef STORE_ALIGNED
#define VEC NAME(vec)
#define VEC_INT NAME(vec_int)
#define LANES ((int)(CS_VECTOR_BYTES / sizeof(REAL)))
#define LOAD(p) (*(const NAME(vec_at) *)(p)) /* from any address of a REAL */
#define STORE(p, v) (*(NAME(vec_at) *)(p) = (v))
#define LOAD_ALIGNED(p) (*(const VEC *)(p)) /* from a multiple of the vector's size */
#define STORE_ALIGNED(p, v) (*(VEC *)(p) = (v))

#ifndef CS_SHUFFLE
#define CS_SHUFFLE
/* The vector whose lane l is lane index(l) of a and b side by side. */
#if defined(__clang__)
#define SHUFFLED(result, a, b, index)                            \
    do {                                                         \
        VEC shuffled_;                                           \
        UNROLL for (int l = 0; l < LANES; l++) {                 \
            int i_ = (index);                                    \
            shuffled_[l] = i_ < LANES ? (a)[i_] : (b)[i_ - LANES]; \
        }                                                        \
        (result) = shuffled_;                                    \
    } while (0)
#else
#define SHUFFLED(result, a, b, index)                          \
    do {                                                       \
        VEC_INT index_;                                        \
        UNROLL for (int l = 0; l < LANES; l++) index_[l] = (index); \
        (result) = __builtin_shuffle((a), (b), index_);        \
    } while (0)
#endif
#endif
