/** Sums over axes, gradients of activations, segment sums, and the optimizers' updates. */
#include "kernels.h"

/** sums [outer, inner] = factor x the sum over the middle axis of x [outer, count, inner]. `row` is scratch of `inner` floats. */
EXPORT(sum_middle)(const float *x, int outer, int count, int inner, float factor, float *row, float *sums) {
  const vector factors = wasm_f32x4_splat(factor);
  for (int o = 0; o < outer; o++, sums += inner) {
    __builtin_memset(sums, 0, (unsigned long)inner * sizeof(float));
    for (int from = 0; from < count; from += SUM_ROWS) {
      __builtin_memset(row, 0, (unsigned long)inner * sizeof(float));
      for (int k = smaller(SUM_ROWS, count - from); k > 0; k--, x += inner) {
        int i = 0;
        for (; i + 4 <= inner; i += 4)
          wasm_v128_store(row + i, wasm_f32x4_add(wasm_v128_load(row + i), wasm_v128_load(x + i)));
        for (; i < inner; i++) row[i] += x[i];
      }
      for (int i = 0; i < inner; i++) sums[i] += row[i];
    }
    int i = 0;
    for (; i + 4 <= inner; i += 4) wasm_v128_store(sums + i, wasm_f32x4_mul(wasm_v128_load(sums + i), factors));
    for (; i < inner; i++) sums[i] *= factor;
  }
}

/** sums [outer] = factor x the sum over the last axis of x [outer, count]. */
EXPORT(sum_last)(const float *x, int outer, int count, float factor, float *sums) {
  for (int o = 0; o < outer; o++, x += count) {
    float sum = 0;
    for (int from = 0; from < count; from += SUM_ROWS * 16) {
      const int to = smaller(count, from + SUM_ROWS * 16);
      vector a = wasm_f32x4_splat(0), b = a, c = a, d = a;
      int i = from;
      for (; i + 16 <= to; i += 16) {
        a = wasm_f32x4_add(a, wasm_v128_load(x + i));
        b = wasm_f32x4_add(b, wasm_v128_load(x + i + 4));
        c = wasm_f32x4_add(c, wasm_v128_load(x + i + 8));
        d = wasm_f32x4_add(d, wasm_v128_load(x + i + 12));
      }
      float rest = 0;
      for (; i < to; i++) rest += x[i];
      sum += total(wasm_f32x4_add(wasm_f32x4_add(a, b), wasm_f32x4_add(c, d))) + rest;
    }
    sums[o] = sum * factor;
  }
}

/** dx = dy where y lies strictly between 0 and `ceiling`, else 0. */
EXPORT(relu_gradient)(const float *dy, const float *y, float ceiling, float *dx, int count) {
  const vector zero = wasm_f32x4_splat(0), most = wasm_f32x4_splat(ceiling);
  int i = 0;
  for (; i + 4 <= count; i += 4) {
    const vector value = wasm_v128_load(y + i);
    const vector open = wasm_v128_and(wasm_f32x4_gt(value, zero), wasm_f32x4_lt(value, most));
    wasm_v128_store(dx + i, wasm_v128_and(wasm_v128_load(dy + i), open));
  }
  for (; i < count; i++) dx[i] = y[i] > 0 && y[i] < ceiling ? dy[i] : 0;
}

/** y [rows, width] = x [rows, width] + bias [width]; x and y may be the same. */
EXPORT(add_rows)(const float *x, const float *bias, int rows, int width, float *y) {
  for (int row = 0; row < rows; row++, x += width, y += width) {
    int i = 0;
    for (; i + 4 <= width; i += 4) wasm_v128_store(y + i, wasm_f32x4_add(wasm_v128_load(x + i), wasm_v128_load(bias + i)));
    for (; i < width; i++) y[i] = x[i] + bias[i];
  }
}

EXPORT(clear)(float *x, int count) { __builtin_memset(x, 0, (unsigned long)count * sizeof(float)); }

/** y = activation(y), in place. */
EXPORT(apply_activation)(int activation, float *y, int count) {
  int i = 0;
  for (; i + 4 <= count; i += 4) wasm_v128_store(y + i, activate(wasm_v128_load(y + i), activation));
  for (; i < count; i++) y[i] = wasm_f32x4_extract_lane(activate(wasm_f32x4_splat(y[i]), activation), 0);
}

/** y [rows, width] = activation(y + bias [width]), in place: completes a product of a native library. bias may be 0. */
EXPORT(finish_rows)(const float *bias, int rows, int width, int activation, float *y) {
  if (!bias) {
    apply_activation(activation, y, rows * width);
    return;
  }
  for (int row = 0; row < rows; row++, y += width)
    BY_FOUR(width, {
      const vector sum = wasm_f32x4_add(load_some(y + at, some), load_some(bias + at, some));
      store_some(y + at, activate(sum, activation), some);
    });
}

/** sums [segments, width]: adds each row of x [rows, width] to its segment in `ids`; rows without a valid segment are dropped. */
EXPORT(segment_sum)(const float *x, const int *ids, int rows, int width, int segments, float *sums) {
  __builtin_memset(sums, 0, (unsigned long)segments * width * sizeof(float));
  for (int row = 0; row < rows; row++, x += width) {
    if (ids[row] < 0 || ids[row] >= segments) continue;
    float *to = sums + ids[row] * width;
    int i = 0;
    for (; i + 4 <= width; i += 4) wasm_v128_store(to + i, wasm_f32x4_add(wasm_v128_load(to + i), wasm_v128_load(x + i)));
    for (; i < width; i++) to[i] += x[i];
  }
}

/* Optimizer updates. w and updated may be the same; the accumulators change in place. Formulas: learning/training/optimizer.ts */

INLINE vector mix(vector x, float a, vector y, float b) {
  return wasm_f32x4_add(wasm_f32x4_mul(x, wasm_f32x4_splat(a)), wasm_f32x4_mul(y, wasm_f32x4_splat(b)));
}

/** One update: kind 0 sgd, 1 momentum, 2 rmsprop, 3 adam. `first` and `second` are the accumulators, if the kind has them. */
INLINE vector change(int kind, vector gradient, vector *first, vector *second, float rate, float beta1, float beta2,
                     float epsilon) {
  const vector rates = wasm_f32x4_splat(rate), small = wasm_f32x4_splat(epsilon);
  if (kind == 1) {
    *first = wasm_f32x4_add(wasm_f32x4_mul(*first, wasm_f32x4_splat(beta1)), gradient);
    return wasm_f32x4_mul(*first, rates);
  }
  if (kind == 2) {
    *first = mix(*first, beta1, wasm_f32x4_mul(gradient, gradient), 1 - beta1);
    return wasm_f32x4_mul(wasm_f32x4_div(gradient, wasm_f32x4_sqrt(wasm_f32x4_add(*first, small))), rates);
  }
  if (kind == 3) {
    *first = mix(*first, beta1, gradient, 1 - beta1);
    *second = mix(*second, beta2, wasm_f32x4_mul(gradient, gradient), 1 - beta2);
    return wasm_f32x4_mul(wasm_f32x4_div(*first, wasm_f32x4_add(wasm_f32x4_sqrt(*second), small)), rates);
  }
  return wasm_f32x4_mul(gradient, rates);
}

INLINE void update_all(const int kind, const float *w, float *updated, float *first, float *second, const float *g,
                       int count, float rate, float beta1, float beta2, float epsilon) {
  int i = 0;
  for (; i + 4 <= count; i += 4) {
    vector a = kind > 0 ? wasm_v128_load(first + i) : wasm_f32x4_splat(0);
    vector b = kind > 2 ? wasm_v128_load(second + i) : a;
    const vector step = change(kind, wasm_v128_load(g + i), &a, &b, rate, beta1, beta2, epsilon);
    if (kind > 0) wasm_v128_store(first + i, a);
    if (kind > 2) wasm_v128_store(second + i, b);
    wasm_v128_store(updated + i, wasm_f32x4_sub(wasm_v128_load(w + i), step));
  }
  for (; i < count; i++) {
    vector a = kind > 0 ? wasm_v128_load32_splat(first + i) : wasm_f32x4_splat(0);
    vector b = kind > 2 ? wasm_v128_load32_splat(second + i) : a;
    const vector step = change(kind, wasm_v128_load32_splat(g + i), &a, &b, rate, beta1, beta2, epsilon);
    if (kind > 0) first[i] = wasm_f32x4_extract_lane(a, 0);
    if (kind > 2) second[i] = wasm_f32x4_extract_lane(b, 0);
    updated[i] = w[i] - wasm_f32x4_extract_lane(step, 0);
  }
}

/** Writes the updated weights to `updated`; first and second change in place. */
EXPORT(update)(int kind, const float *w, float *updated, float *first, float *second, const float *g, int count,
               float rate, float beta1, float beta2, float epsilon) {
  if (kind == 0) update_all(0, w, updated, first, second, g, count, rate, beta1, beta2, epsilon);
  if (kind == 1) update_all(1, w, updated, first, second, g, count, rate, beta1, beta2, epsilon);
  if (kind == 2) update_all(2, w, updated, first, second, g, count, rate, beta1, beta2, epsilon);
  if (kind == 3) update_all(3, w, updated, first, second, g, count, rate, beta1, beta2, epsilon);
}

/** Copies one row of a permuted tensor: `count` values at a distance of `stride`. */
static __attribute__((noinline)) void gather_row(const float *from, int stride, int count, float *to) {
  int at = 0;
  if (stride == 1) {
    for (; at + 4 <= count; at += 4) wasm_v128_store(to + at, wasm_v128_load(from + at));
  } else {
    for (; at + 4 <= count; at += 4, from += 4 * (long)stride) {
      to[at] = from[0];
      to[at + 1] = from[stride];
      to[at + 2] = from[2 * (long)stride];
      to[at + 3] = from[3 * (long)stride];
    }
    for (; at < count; at++, from += stride) to[at] = *from;
    return;
  }
  for (; at < count; at++) to[at] = from[at];
}

/**
 * Permutes the axes of a tensor with 1 to 8 axes. sides: the result's shape, first axis first; strides: the distance in `from`
 * between neighbors along each of these axes.
 */
EXPORT(permute)(const float *from, const int *sides, const int *strides, int axes, float *to) {
  int index[8];
  for (int axis = 0; axis < axes; axis++) index[axis] = 0;
  const int inner = axes - 1, count = sides[inner], stride = strides[inner];
  for (;;) {
    gather_row(from, stride, count, to);
    to += count;
    int axis = inner - 1;
    for (; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < sides[axis]) break;
      from -= (long)strides[axis] * sides[axis];
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}
