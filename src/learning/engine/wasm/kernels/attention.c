/**
 * Multi-head scaled dot-product attention (Vaswani et al. 2017, section 3.2), forward and backward, without copying: query, key
 * and value of a head are columns of the projection [batch x steps, 3 x heads x size] and are read in place.
 */
#include "kernels.h"

struct attention {
  int batch, steps, heads, size;
  int causal; /* masks later steps */
};

/** One head of one sample: its start, and the distance between its rows. */
struct head {
  const float *query, *key, *value;
  int leading, width;
};

INLINE struct head head_of(const struct attention *a, const float *projected, int sample, int number) {
  const int width = a->heads * a->size;
  const float *first = projected + sample * a->steps * 3 * width + number * a->size;
  const struct head head = {first, first + width, first + 2 * width, 3 * width, width};
  return head;
}

/** Replaces each row of scores [steps, steps] by its softmax; masked entries become 0. */
static void softmax_rows(float *scores, int steps, float scale, int causal) {
  for (int row = 0; row < steps; row++, scores += steps) {
    const int seen = causal ? row + 1 : steps;
    vector most = wasm_f32x4_splat(-__builtin_inff()), sum = wasm_f32x4_splat(0);
    BY_FOUR(seen, { most = wasm_f32x4_max(most, load_some_or(scores + at, some, -__builtin_inff())); });
    most = wasm_f32x4_max(most, wasm_i32x4_shuffle(most, most, 2, 3, 0, 1));
    most = wasm_f32x4_max(most, wasm_i32x4_shuffle(most, most, 1, 0, 3, 2));
    BY_FOUR(seen, {
      const vector away = wasm_f32x4_sub(load_some_or(scores + at, some, -__builtin_inff()), most);
      const vector value = exponential(wasm_f32x4_mul(away, wasm_f32x4_splat(scale)));
      sum = wasm_f32x4_add(sum, value);
      store_some(scores + at, value, some);
    });
    const vector part = wasm_f32x4_splat(1.0f / total(sum));
    BY_FOUR(seen, { store_some(scores + at, wasm_f32x4_mul(load_some(scores + at, some), part), some); });
    for (int i = seen; i < steps; i++) scores[i] = 0;
  }
}

/** weights [batch, heads, steps, steps], out [batch x steps, heads x size]. `scratch`: (steps + 8) x (size + 8) floats. */
EXPORT(attention)(const float *projected, const struct attention *shape, float scale, float *scratch, float *weights,
                  float *out) {
  const struct attention copy = *shape, *const a = &copy; /* a copy cannot alias the output */
  for (int sample = 0; sample < a->batch; sample++)
    for (int number = 0; number < a->heads; number++, weights += a->steps * a->steps) {
      const struct head head = head_of(a, projected, sample, number);
      pack(head.key, 1, head.leading, a->size, a->steps, scratch);
      matmul(head.query, head.leading, scratch, a->steps, a->steps, a->size, 0, 0, 0, weights, a->steps, 0);
      softmax_rows(weights, a->steps, scale, a->causal);
      pack(head.value, head.leading, 1, a->steps, a->size, scratch);
      matmul(weights, a->steps, scratch, a->steps, a->size, a->steps, 0, 0, 0,
             out + sample * a->steps * head.width + number * a->size, head.width, 0);
    }
}

/** Replaces dweights [steps, steps] by scale weights (dweights - the row's sum of weights dweights). */
static void softmax_rows_gradient(const float *weights, float *dweights, int steps, float scale) {
  for (int row = 0; row < steps; row++, weights += steps, dweights += steps) {
    vector sum = wasm_f32x4_splat(0);
    BY_FOUR(steps, { sum = multiply_add(sum, load_some(weights + at, some), load_some(dweights + at, some)); });
    const vector less = wasm_f32x4_splat(total(sum)), scales = wasm_f32x4_splat(scale);
    BY_FOUR(steps, {
      const vector away = wasm_f32x4_sub(load_some(dweights + at, some), less);
      store_some(dweights + at, wasm_f32x4_mul(scales, wasm_f32x4_mul(load_some(weights + at, some), away)), some);
    });
  }
}

/** C [m, n] = transposed A [k, m] times B [k, n], both read in place. `tail` has k x 8 floats. */
static void product_over_rows(const float *a, int lda, const float *b, int ldb, float *tail, int m, int n, int k, float *c,
                              int ldc) {
  const int rest = n % PANEL;
  if (rest) pack(b + n - rest, ldb, 1, k, rest, tail);
  matmul_transposed(a, lda, b, ldb, tail, m, n, k, c, ldc);
}

/** dout has the layout of out, dprojected that of projected. `scratch`: as above, plus steps x (steps + 8) floats. */
EXPORT(attention_gradient)(const float *projected, const float *weights, const float *dout, const struct attention *shape,
                           float scale, float *scratch, float *dprojected) {
  const struct attention copy = *shape, *const a = &copy;
  const int steps = a->steps, size = a->size;
  float *scores = scratch, *tail = scores + steps * steps, *panels = tail + steps * PANEL;
  for (int sample = 0; sample < a->batch; sample++)
    for (int number = 0; number < a->heads; number++, weights += steps * steps) {
      const struct head head = head_of(a, projected, sample, number);
      const int leading = head.leading, width = head.width;
      const float *given = dout + sample * steps * width + number * size;
      float *dquery = dprojected + (head.query - projected), *dkey = dquery + width, *dvalue = dkey + width;
      product_over_rows(weights, steps, given, width, tail, steps, size, steps, dvalue, leading);
      pack(head.value, 1, leading, size, steps, panels);
      matmul(given, width, panels, steps, steps, size, 0, 0, 0, scores, steps, 0);
      softmax_rows_gradient(weights, scores, steps, scale);
      pack(head.key, leading, 1, steps, size, panels);
      matmul(scores, steps, panels, steps, size, steps, 0, 0, 0, dquery, leading, 0);
      product_over_rows(scores, steps, head.query, leading, tail, steps, size, steps, dkey, leading);
    }
}
