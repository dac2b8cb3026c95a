/**
 * Pooling over volumes; an image is a volume of depth 1. Layout NDHWC. A window's part outside of the volume does not count.
 * The gradient of the largest goes to the first of equals, as in TensorFlow.
 */
#include "kernels.h"

/** As the caller lays it out: seventeen integers. */
struct pool {
  int n, d, h, w, c; /* the volume */
  int od, oh, ow;    /* the output */
  int kd, kh, kw;    /* the window */
  int stride_d, stride_h, stride_w;
  int front, top, left; /* the padding before the first plane, row, column */
};

/** The part of a window inside the volume: where it begins, and how many planes, rows, columns of it there are. */
struct window {
  int start, planes, rows, columns;
};

INLINE int larger(int a, int b) { return a > b ? a : b; }

INLINE struct window window_of(const struct pool *p, int number) {
  const int x = number % p->ow, y = number / p->ow % p->oh, z = number / (p->ow * p->oh) % p->od;
  const int column = x * p->stride_w - p->left, row = y * p->stride_h - p->top, plane = z * p->stride_d - p->front;
  const int image = number / (p->ow * p->oh * p->od), x0 = larger(0, column), y0 = larger(0, row), z0 = larger(0, plane);
  const struct window window = {(((image * p->d + z0) * p->h + y0) * p->w + x0) * p->c,
                                smaller(p->d, plane + p->kd) - z0, smaller(p->h, row + p->kh) - y0,
                                smaller(p->w, column + p->kw) - x0};
  return window;
}

#define EACH_WINDOW(number) for (int number = 0, last = p->n * p->od * p->oh * p->ow; number < last; number++)

/** Every place of a window in order; `in` is the place of its first channel in the volume. */
#define EACH_PLACE(at, in)                                                                                            \
  for (int plane = at.start, planes = plane + at.planes * p->h * p->w * p->c; plane < planes;                         \
       plane += p->h * p->w * p->c)                                                                                   \
    for (int row = plane, rows = row + at.rows * p->w * p->c; row < rows; row += p->w * p->c)                         \
      for (int in = row, columns = in + at.columns * p->c; in < columns; in += p->c)

EXPORT(max_pool)(const float *x, float *y, const struct pool *pool) {
  const struct pool copy = *pool, *const p = &copy; /* nothing that is written can be it */
  EACH_WINDOW(number) {
    const struct window at = window_of(p, number);
    float *to = y + number * p->c;
    int channel = 0;
    for (; channel + 4 <= p->c; channel += 4) {
      vector largest = wasm_f32x4_splat(-__builtin_inff());
      EACH_PLACE(at, in) largest = wasm_f32x4_max(largest, wasm_v128_load(x + in + channel));
      wasm_v128_store(to + channel, largest);
    }
    for (; channel < p->c; channel++) {
      float largest = -__builtin_inff();
      EACH_PLACE(at, in) {
        const float value = x[in + channel];
        if (value > largest || value != value) largest = value;
      }
      to[channel] = largest;
    }
  }
}

/** x and y as the forward pass had them. */
EXPORT(max_pool_gradient)(const float *x, const float *y, const float *dy, float *dx, const struct pool *pool) {
  const struct pool copy = *pool, *const p = &copy;
  __builtin_memset(dx, 0, (unsigned long)p->n * p->d * p->h * p->w * p->c * sizeof(float));
  EACH_WINDOW(number) {
    const struct window at = window_of(p, number);
    const int out = number * p->c;
    int channel = 0;
    for (; channel + 4 <= p->c; channel += 4) {
      const vector largest = wasm_v128_load(y + out + channel), gradient = wasm_v128_load(dy + out + channel);
      vector open = wasm_i32x4_splat(-1); /* lanes whose largest is not found yet */
      EACH_PLACE(at, in) {
        float *to = dx + in + channel;
        const vector found = wasm_v128_and(open, wasm_f32x4_eq(wasm_v128_load(x + in + channel), largest));
        open = wasm_v128_andnot(open, found);
        wasm_v128_store(to, wasm_f32x4_add(wasm_v128_load(to), wasm_v128_and(found, gradient)));
      }
    }
    for (; channel < p->c; channel++) {
      int open = 1;
      EACH_PLACE(at, in) {
        if (!open || x[in + channel] != y[out + channel]) continue;
        dx[in + channel] += dy[out + channel];
        open = 0;
      }
    }
  }
}

/** The forward pass divides by the places inside the volume; so does the gradient. */
EXPORT(average_pool_gradient)(const float *dy, float *dx, const struct pool *pool) {
  const struct pool copy = *pool, *const p = &copy;
  __builtin_memset(dx, 0, (unsigned long)p->n * p->d * p->h * p->w * p->c * sizeof(float));
  EACH_WINDOW(number) {
    const struct window at = window_of(p, number);
    const float share = 1.0f / (float)(at.planes * at.rows * at.columns);
    const float *from = dy + number * p->c;
    EACH_PLACE(at, in) {
      int channel = 0;
      for (; channel + 4 <= p->c; channel += 4) {
        float *to = dx + in + channel;
        wasm_v128_store(to, multiply_add(wasm_v128_load(to), wasm_v128_load(from + channel), wasm_f32x4_splat(share)));
      }
      for (; channel < p->c; channel++) dx[in + channel] += from[channel] * share;
    }
  }
}
