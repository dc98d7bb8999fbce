/* Every kernel, for one type at one level. */
#include "vectors.h"
#include "max_pool.h"
#include "batchnorm.h"
#include "elementwise.h"
