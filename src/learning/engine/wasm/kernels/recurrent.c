/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000), one step at a time;
 * matmul.c computes the products around it. Gates are in Keras's order: input, forget, candidate, output.
 *
 *   i = s(z_i)   f = s(z_f)   g = tanh(z_g)   o = s(z_o)        c = f c' + i g        h = o tanh(c)
 */
#include "kernels.h"

/** The logistic function, or Keras's hard sigmoid: 0.2 z + 0.5, clipped to [0, 1]. */
INLINE vector gate(vector z, int hard) {
  if (!hard) return logistic(z);
  const vector line = wasm_f32x4_add(wasm_f32x4_mul(z, wasm_f32x4_splat(0.2f)), wasm_f32x4_splat(0.5f));
  return wasm_f32x4_max(wasm_f32x4_min(line, wasm_f32x4_splat(1)), wasm_f32x4_splat(0));
}

/** The derivative of a gate, as a function of the gate's value. */
INLINE vector gate_slope(vector y, int hard) {
  const vector one = wasm_f32x4_splat(1);
  if (!hard) return wasm_f32x4_mul(y, wasm_f32x4_sub(one, y));
  const vector open = wasm_v128_and(wasm_f32x4_gt(y, wasm_f32x4_splat(0)), wasm_f32x4_lt(y, one));
  return wasm_v128_and(open, wasm_f32x4_splat(0.2f));
}

/**
 * z [batch, 4 units] holds the gates' inputs and receives their values. c_before [batch, units] may be 0, for zeros. Writes c and
 * h [batch, units].
 */
EXPORT(lstm_step)(float *z, const float *c_before, float *c, float *h, int batch, int units, int hard) {
  for (int row = 0; row < batch; row++, z += 4 * units, c += units, h += units) {
    BY_FOUR(units, {
      const vector i = gate(load_some(z + at, some), hard), f = gate(load_some(z + units + at, some), hard);
      const vector g = tangent(load_some(z + 2 * units + at, some)), o = gate(load_some(z + 3 * units + at, some), hard);
      vector cell = wasm_f32x4_mul(i, g);
      if (c_before) cell = multiply_add(cell, f, load_some(c_before + at, some));
      store_some(z + at, i, some);
      store_some(z + units + at, f, some);
      store_some(z + 2 * units + at, g, some);
      store_some(z + 3 * units + at, o, some);
      store_some(c + at, cell, some);
      store_some(h + at, wasm_f32x4_mul(o, tangent(cell)), some);
    });
    if (c_before) c_before += units;
  }
}

/**
 * gates, c_before, c: as written by lstm_step; dh [batch, units]: the gradient of h. dc [batch, units]: the gradient of c from
 * the next step, which is replaced by that of c_before. Writes dz [batch, 4 units].
 */
EXPORT(lstm_step_gradient)(const float *gates, const float *c_before, const float *c, const float *dh, float *dc, float *dz,
                           int batch, int units, int hard) {
  const vector one = wasm_f32x4_splat(1);
  for (int row = 0; row < batch; row++, gates += 4 * units, dz += 4 * units, c += units, dh += units, dc += units) {
    BY_FOUR(units, {
      const vector i = load_some(gates + at, some), f = load_some(gates + units + at, some);
      const vector g = load_some(gates + 2 * units + at, some), o = load_some(gates + 3 * units + at, some);
      const vector bent = tangent(load_some(c + at, some)), given = load_some(dh + at, some);
      const vector before = c_before ? load_some(c_before + at, some) : wasm_f32x4_splat(0);
      const vector slope = wasm_f32x4_sub(one, wasm_f32x4_mul(bent, bent));
      const vector cell = multiply_add(load_some(dc + at, some), wasm_f32x4_mul(given, o), slope);
      store_some(dz + at, wasm_f32x4_mul(wasm_f32x4_mul(cell, g), gate_slope(i, hard)), some);
      store_some(dz + units + at, wasm_f32x4_mul(wasm_f32x4_mul(cell, before), gate_slope(f, hard)), some);
      store_some(dz + 2 * units + at,
                 wasm_f32x4_mul(wasm_f32x4_mul(cell, i), wasm_f32x4_sub(one, wasm_f32x4_mul(g, g))), some);
      store_some(dz + 3 * units + at, wasm_f32x4_mul(wasm_f32x4_mul(given, bent), gate_slope(o, hard)), some);
      store_some(dc + at, wasm_f32x4_mul(cell, f), some);
    });
    if (c_before) c_before += units;
  }
}

/** y = tanh(x); x and y may be the same. */
EXPORT(tanh_all)(const float *x, float *y, int count) {
  BY_FOUR(count, { store_some(y + at, tangent(load_some(x + at, some)), some); });
}
