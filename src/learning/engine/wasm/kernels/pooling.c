/**
 * Pooling over volumes; an image is a volume of depth 1. Layout NDHWC. The part of a window outside the volume is ignored.
 * If several values share the maximum, the gradient goes to the first of them, as in TensorFlow.
 */
#include "kernels.h"

/** The caller passes these seventeen integers in this order. */
struct pool {
  int n, d, h, w, c; /* the volume */
  int od, oh, ow;    /* the output */
  int kd, kh, kw;    /* the window */
  int stride_d, stride_h, stride_w;
  int front, top, left; /* the padding before the first plane, row, column */
};

/** The part of a window inside the volume: its origin, and its number of planes, rows and columns. */
struct window {
  int start, planes, rows, columns;
};

INLINE int larger(int a, int b) { return a > b ? a : b; }

/** One side of a window: its start inside the volume, and its length there. */
struct span {
  int first, count;
};

INLINE struct span span_of(int at, int stride, int before, int window, int size) {
  const int begin = at * stride - before, first = larger(0, begin);
  const struct span span = {first, smaller(size, begin + window) - first};
  return span;
}

/** Runs the statements for every window in order: `at` is the window, `out` the offset of its first channel in the output. */
#define EACH_WINDOW(...)                                                                                              \
  do {                                                                                                                \
    int out = 0;                                                                                                      \
    for (int image = 0; image < p->n; image++)                                                                        \
      for (int z = 0; z < p->od; z++) {                                                                               \
        const struct span deep = span_of(z, p->stride_d, p->front, p->kd, p->d);                                      \
        for (int y = 0; y < p->oh; y++) {                                                                             \
          const struct span high = span_of(y, p->stride_h, p->top, p->kh, p->h);                                      \
          const int line = ((image * p->d + deep.first) * p->h + high.first) * p->w;                                  \
          for (int x = 0; x < p->ow; x++, out += p->c) {                                                              \
            const struct span wide = span_of(x, p->stride_w, p->left, p->kw, p->w);                                   \
            const struct window at = {(line + wide.first) * p->c, deep.count, high.count, wide.count};                \
            __VA_ARGS__                                                                                               \
          }                                                                                                           \
        }                                                                                                             \
      }                                                                                                               \
  } while (0)

/** Runs the statements for every position in a window in order; `in` is the offset of its first channel in the volume. */
#define EACH_PLACE(at, in)                                                                                            \
  for (int plane = at.start, planes = plane + at.planes * p->h * p->w * p->c; plane < planes;                         \
       plane += p->h * p->w * p->c)                                                                                   \
    for (int row = plane, rows = row + at.rows * p->w * p->c; row < rows; row += p->w * p->c)                         \
      for (int in = row, columns = in + at.columns * p->c; in < columns; in += p->c)

/** Whether the windows tile the volume, so that every position belongs to exactly one of them. */
INLINE int tiles(const struct pool *p) {
  return p->stride_d == p->kd && p->stride_h == p->kh && p->stride_w == p->kw && p->od * p->kd == p->d &&
         p->oh * p->kh == p->h && p->ow * p->kw == p->w && !p->front && !p->top && !p->left;
}

EXPORT(max_pool)(const float *volume, float *output, const struct pool *pool) {
  const struct pool copy = *pool, *const p = &copy; /* a copy cannot alias the output */
  EACH_WINDOW({
    int channel = 0;
    for (; channel + 4 <= p->c; channel += 4) {
      vector largest = wasm_f32x4_splat(-__builtin_inff());
      EACH_PLACE(at, in) largest = wasm_f32x4_max(largest, wasm_v128_load(volume + in + channel));
      wasm_v128_store(output + out + channel, largest);
    }
    for (; channel < p->c; channel++) {
      float largest = -__builtin_inff();
      EACH_PLACE(at, in) {
        const float value = volume[in + channel];
        if (value > largest || value != value) largest = value;
      }
      output[out + channel] = largest;
    }
  });
}

/** `tiled`: every position is written once, so that nothing needs to be summed. */
INLINE void spread_to_largest(const int tiled, const struct pool *p, const float *volume, const float *output,
                              const float *dy, float *dx) {
  EACH_WINDOW({
    int channel = 0;
    for (; channel + 4 <= p->c; channel += 4) {
      const vector largest = wasm_v128_load(output + out + channel), gradient = wasm_v128_load(dy + out + channel);
      vector open = wasm_i32x4_splat(-1); /* lanes whose maximum has not been found yet */
      EACH_PLACE(at, in) {
        float *to = dx + in + channel;
        const vector found = wasm_v128_and(open, wasm_f32x4_eq(wasm_v128_load(volume + in + channel), largest));
        const vector given = wasm_v128_and(found, gradient);
        open = wasm_v128_andnot(open, found);
        wasm_v128_store(to, tiled ? given : wasm_f32x4_add(wasm_v128_load(to), given));
      }
    }
    for (; channel < p->c; channel++) {
      int open = 1;
      EACH_PLACE(at, in) {
        const int found = open && volume[in + channel] == output[out + channel];
        const float given = found ? dy[out + channel] : 0;
        dx[in + channel] = tiled ? given : dx[in + channel] + given;
        if (found) open = 0;
      }
    }
  });
}

/** volume and output are those of the forward pass. */
EXPORT(max_pool_gradient)(const float *volume, const float *output, const float *dy, float *dx, const struct pool *pool) {
  const struct pool copy = *pool, *const p = &copy;
  if (tiles(p)) {
    spread_to_largest(1, p, volume, output, dy, dx);
    return;
  }
  __builtin_memset(dx, 0, (unsigned long)p->n * p->d * p->h * p->w * p->c * sizeof(float));
  spread_to_largest(0, p, volume, output, dy, dx);
}

/** The forward pass divides by the number of positions inside the volume; so does the gradient. */
EXPORT(average_pool_gradient)(const float *dy, float *dx, const struct pool *pool) {
  const struct pool copy = *pool, *const p = &copy;
  __builtin_memset(dx, 0, (unsigned long)p->n * p->d * p->h * p->w * p->c * sizeof(float));
  EACH_WINDOW({
    const float share = 1.0f / (float)(at.planes * at.rows * at.columns);
    const float *from = dy + out;
    EACH_PLACE(at, in) {
      int channel = 0;
      for (; channel + 4 <= p->c; channel += 4) {
        float *to = dx + in + channel;
        wasm_v128_store(to, multiply_add(wasm_v128_load(to), wasm_v128_load(from + channel), wasm_f32x4_splat(share)));
      }
      for (; channel < p->c; channel++) dx[in + channel] += from[channel] * share;
    }
  });
}
