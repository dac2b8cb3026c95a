/**
 * The hot loops of training, for WebAssembly with 128-bit SIMD, over the memory of tfjs's wasm backend.
 *
 * The module owns no memory: it has no static data and allocates nothing. Every pointer comes from the caller; sizes and
 * strides count floats. All arithmetic is float32 in an order that depends only on the shapes, so results repeat bit for bit.
 */
#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(#name))) void name
#define INLINE static inline __attribute__((always_inline))

/** Columns of one packed panel, and of one tile: two vectors. */
#define PANEL 8
/** Rows of one tile. With its 8 sums, V8 keeps every operand of the inner loop in a register; with 10 or 12 it does not. */
#define ROWS 4

/** Rows that are summed before the partial sum is added to the total, which keeps the rounding error of long sums small. */
#define SUM_ROWS 128

typedef v128_t vector;

enum activation { LINEAR, RELU, RELU6 };

INLINE vector multiply_add(vector sum, vector a, vector b) { return wasm_f32x4_add(sum, wasm_f32x4_mul(a, b)); }

INLINE int smaller(int a, int b) { return a < b ? a : b; }

INLINE vector activate(vector x, int activation) {
  if (activation == RELU || activation == RELU6) x = wasm_f32x4_max(x, wasm_f32x4_splat(0));
  if (activation == RELU6) x = wasm_f32x4_min(x, wasm_f32x4_splat(6));
  return x;
}

/** Writes the first `count` (1 to 8) of eight values. */
INLINE void store_first(float *to, vector low, vector high, int count) {
  if (count == PANEL) {
    wasm_v128_store(to, low);
    wasm_v128_store(to + 4, high);
    return;
  }
  if (count >= 4) {
    wasm_v128_store(to, low);
    to += 4;
    count -= 4;
    low = high;
  }
  if (count > 0) to[0] = wasm_f32x4_extract_lane(low, 0);
  if (count > 1) to[1] = wasm_f32x4_extract_lane(low, 1);
  if (count > 2) to[2] = wasm_f32x4_extract_lane(low, 2);
}

/** Reads the first `count` (1 to 8) of eight values; the others are 0. */
INLINE void load_first(const float *from, vector *low, vector *high, int count) {
  if (count == PANEL) {
    *low = wasm_v128_load(from);
    *high = wasm_v128_load(from + 4);
    return;
  }
  *low = *high = wasm_f32x4_splat(0);
  vector *rest = low;
  if (count >= 4) {
    *low = wasm_v128_load(from);
    from += 4;
    count -= 4;
    rest = high;
  }
  if (count > 0) *rest = wasm_f32x4_replace_lane(*rest, 0, from[0]);
  if (count > 1) *rest = wasm_f32x4_replace_lane(*rest, 1, from[1]);
  if (count > 2) *rest = wasm_f32x4_replace_lane(*rest, 2, from[2]);
}

/** Reads the first `count` (1 to 4; more count as 4) of four values; the others are `rest`. */
INLINE vector load_some_or(const float *from, int count, float rest) {
  if (count >= 4) return wasm_v128_load(from);
  vector some = wasm_f32x4_replace_lane(wasm_f32x4_splat(rest), 0, from[0]);
  if (count > 1) some = wasm_f32x4_replace_lane(some, 1, from[1]);
  if (count > 2) some = wasm_f32x4_replace_lane(some, 2, from[2]);
  return some;
}

INLINE vector load_some(const float *from, int count) { return load_some_or(from, count, 0); }

INLINE void store_some(float *to, vector values, int count) {
  if (count >= 4) {
    wasm_v128_store(to, values);
    return;
  }
  to[0] = wasm_f32x4_extract_lane(values, 0);
  if (count > 1) to[1] = wasm_f32x4_extract_lane(values, 1);
  if (count > 2) to[2] = wasm_f32x4_extract_lane(values, 2);
}

/** Runs the statements for at = 0, 4, 8, ... below `count` with `some` = 4, then once for the remainder with `some` = 1 to 3. */
#define BY_FOUR(count, ...)                                                    \
  do {                                                                         \
    int at = 0;                                                                \
    for (const int some = 4; at + some <= (count); at += some) { __VA_ARGS__ } \
    const int some = (count) - at;                                             \
    if (some > 0) { __VA_ARGS__ }                                              \
  } while (0)

INLINE float total(vector x) {
  return (wasm_f32x4_extract_lane(x, 0) + wasm_f32x4_extract_lane(x, 1)) +
         (wasm_f32x4_extract_lane(x, 2) + wasm_f32x4_extract_lane(x, 3));
}

/**
 * e^x, accurate to one or two units in the last place, as in Cephes (Moshier 1992, expf): x = n log 2 + r, a polynomial in r,
 * and n added to the exponent. Below -87.3 the result is the smallest normal number, above 88.3 near the largest; NaN stays NaN.
 */
INLINE vector exponential(vector x) {
  const vector one = wasm_f32x4_splat(1);
  x = wasm_f32x4_max(wasm_f32x4_min(x, wasm_f32x4_splat(88.3762626647949f)), wasm_f32x4_splat(-87.3365447505531f));
  const vector n = wasm_f32x4_nearest(wasm_f32x4_mul(x, wasm_f32x4_splat(1.44269504088896341f)));
  vector r = wasm_f32x4_sub(x, wasm_f32x4_mul(n, wasm_f32x4_splat(0.693359375f)));
  r = wasm_f32x4_add(r, wasm_f32x4_mul(n, wasm_f32x4_splat(2.12194440e-4f)));
  vector p = wasm_f32x4_splat(1.9875691500e-4f);
  p = multiply_add(wasm_f32x4_splat(1.3981999507e-3f), p, r);
  p = multiply_add(wasm_f32x4_splat(8.3334519073e-3f), p, r);
  p = multiply_add(wasm_f32x4_splat(4.1665795894e-2f), p, r);
  p = multiply_add(wasm_f32x4_splat(1.6666665459e-1f), p, r);
  p = multiply_add(wasm_f32x4_splat(5.0000001201e-1f), p, r);
  p = multiply_add(wasm_f32x4_add(r, one), p, wasm_f32x4_mul(r, r));
  const vector exponent = wasm_i32x4_add(wasm_i32x4_trunc_sat_f32x4(n), wasm_i32x4_splat(127));
  return wasm_f32x4_mul(p, wasm_i32x4_shl(exponent, 23));
}

INLINE vector logistic(vector x) {
  const vector one = wasm_f32x4_splat(1);
  return wasm_f32x4_div(one, wasm_f32x4_add(one, exponential(wasm_f32x4_neg(x))));
}

/** tanh x, as in Cephes (tanhf): a polynomial near zero, where 1 - 2 / (e^2x + 1) would lose precision. */
INLINE vector tangent(vector x) {
  const vector one = wasm_f32x4_splat(1), size = wasm_f32x4_abs(x), square = wasm_f32x4_mul(x, x);
  vector near = wasm_f32x4_splat(-5.70498872745e-3f);
  near = multiply_add(wasm_f32x4_splat(2.06390887954e-2f), near, square);
  near = multiply_add(wasm_f32x4_splat(-5.37397155531e-2f), near, square);
  near = multiply_add(wasm_f32x4_splat(1.33314422036e-1f), near, square);
  near = multiply_add(wasm_f32x4_splat(-3.33332819422e-1f), near, square);
  near = multiply_add(x, wasm_f32x4_mul(near, square), x);
  const vector grown = exponential(wasm_f32x4_add(size, size));
  vector far = wasm_f32x4_sub(one, wasm_f32x4_div(wasm_f32x4_splat(2), wasm_f32x4_add(grown, one)));
  far = wasm_v128_or(far, wasm_v128_and(x, wasm_f32x4_splat(-0.0f))); /* the sign of x */
  return wasm_v128_bitselect(near, far, wasm_f32x4_lt(size, wasm_f32x4_splat(0.625f)));
}

/* matmul.c */
void pack(const float *b, int rs, int cs, int k, int n, float *panels);
void matmul(const float *a, int lda, const float *panels, int m, int n, int k, const float *bias, int activation,
            int accumulate, float *c, int ldc, float *strips);
void matmul_transposed(const float *a, int lda, const float *b, int ldb, const float *tail, int m, int n, int k, float *c,
                       int ldc);
