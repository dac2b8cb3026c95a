/**
 * The hot loops of training, for WebAssembly with 128-bit SIMD, over the memory of tfjs's wasm backend.
 *
 * The module owns no memory: no static data, no allocation. Every pointer comes from the caller, sizes and strides count
 * floats. All arithmetic is float32 in an order that depends on the shapes alone, so that a result repeats bit for bit.
 */
#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(#name))) void name
#define INLINE static inline __attribute__((always_inline))

/** Columns of one packed panel, and of one tile: two vectors. */
#define PANEL 8
/** Rows of one tile: with its 8 sums, V8 keeps every operand of the inner loop in a register; with 10 or 12 it does not. */
#define ROWS 4

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

/** Reads the first `count` (1 to 8) of eight values; zeros stand for the rest. */
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
