/* What the kernels beside the convolution are asked (see native.h). */
#ifndef CS_LAYERS_H
#define CS_LAYERS_H

#include <stddef.h>
#include <stdint.h>

/* Elements below which a second thread costs more than it gives, and elements of one item. */
enum { CS_SMALL = 60000, CS_ITEM = 16384 };

/* Forward, `from` is x and `to` its maxima; backward, `from` is dout and `to` is dx. */
typedef struct {
    ptrdiff_t planes, height, width; /* of x; a plane is one channel of one image */
    ptrdiff_t window_height, window_width, stride, out_height, out_width;
    int backward;
    const void *from;
    void *to;
    uint8_t *winner; /* place of each maximum in its window, row by row */
} cs_max_pool;

/* Arrays of (images, channels, pixels) and of (channels). Forward has no dout; then out is the
   result, and mean, rest, var and inv_std are written unless they are frozen. Backward, out is dx. */
typedef struct {
    ptrdiff_t images, channels, pixels;
    double eps;
    int frozen; /* the statistics are given, and constants for the gradient */
    const void *x, *dout, *gamma, *beta;
    void *out, *mean, *rest, *var, *inv_std, *dgamma, *dbeta;
} cs_batchnorm;

/* ReLU: x, out, and backward dout. Adam: w is x, dw is dout, next_w is out. */
typedef struct {
    ptrdiff_t count;
    const void *x, *dout;
    void *out;
    const void *m, *v;
    void *next_m, *next_v;
    double learning_rate, beta1, beta2, epsilon, correct_m, correct_v;
} cs_elementwise;

/* c = a b + bias: (rows, columns) from (rows, steps) and (steps, columns). c is in C order; a and b
   are dense, and one of the two distances of each is 1, so that either may be a transpose. */
typedef struct {
    ptrdiff_t rows, columns, steps;
    ptrdiff_t a_row, a_step, b_step, b_column; /* from number to number */
    const void *a, *b;
    const void *bias; /* (columns), or NULL */
    void *c;
} cs_product;

#endif
