/**
 * Batch normalization (Ioffe & Szegedy 2015) over x [rows, c], with a mean and a variance per channel, and layer normalization
 * (Ba, Kiros & Hinton 2016), with a mean and a variance per row. Variances are population variances, as in Keras.
 */
#include "kernels.h"

INLINE void clear_row(float *to, int count) { __builtin_memset(to, 0, (unsigned long)count * sizeof(float)); }

INLINE void add_row(float *to, const float *from, int count) {
  BY_FOUR(count, { store_some(to + at, wasm_f32x4_add(load_some(to + at, some), load_some(from + at, some)), some); });
}

INLINE void scale_row(float *row, float factor, int count) {
  BY_FOUR(count, { store_some(row + at, wasm_f32x4_mul(load_some(row + at, some), wasm_f32x4_splat(factor)), some); });
}

/** Computes mean, variance [c] of x [rows, c]. `row` is scratch of c floats. */
EXPORT(channel_moments)(const float *x, int rows, int c, float *row, float *mean, float *variance) {
  clear_row(mean, c);
  clear_row(variance, c);
  for (int from = 0; from < rows; from += SUM_ROWS) {
    clear_row(row, c);
    for (int r = from; r < smaller(rows, from + SUM_ROWS); r++) add_row(row, x + r * c, c);
    add_row(mean, row, c);
  }
  scale_row(mean, 1.0f / (float)rows, c);
  for (int from = 0; from < rows; from += SUM_ROWS) {
    clear_row(row, c);
    for (int r = from; r < smaller(rows, from + SUM_ROWS); r++)
      BY_FOUR(c, {
        const vector away = wasm_f32x4_sub(load_some(x + r * c + at, some), load_some(mean + at, some));
        store_some(row + at, multiply_add(load_some(row + at, some), away, away), some);
      });
    add_row(variance, row, c);
  }
  scale_row(variance, 1.0f / (float)rows, c);
}

/** to [c] = gamma / sqrt(variance + epsilon); gamma 0 means ones. */
INLINE void scales_of(const float *gamma, const float *variance, float epsilon, int c, float *to) {
  BY_FOUR(c, {
    const vector deviation = wasm_f32x4_sqrt(wasm_f32x4_add(load_some(variance + at, some), wasm_f32x4_splat(epsilon)));
    const vector wanted = gamma ? load_some(gamma + at, some) : wasm_f32x4_splat(1);
    store_some(to + at, wasm_f32x4_div(wanted, deviation), some);
  });
}

/** y = gamma (x - mean) / sqrt(variance + epsilon) + beta; gamma and beta may be 0. `scales` is scratch of c floats. */
EXPORT(normalize_channels)(const float *x, int rows, int c, const float *mean, const float *variance, float epsilon,
                           const float *gamma, const float *beta, float *scales, float *y) {
  scales_of(gamma, variance, epsilon, c, scales);
  for (int r = 0; r < rows; r++, x += c, y += c)
    BY_FOUR(c, {
      const vector away = wasm_f32x4_sub(load_some(x + at, some), load_some(mean + at, some));
      const vector start = beta ? load_some(beta + at, some) : wasm_f32x4_splat(0);
      store_some(y + at, multiply_add(start, away, load_some(scales + at, some)), some);
    });
}

/**
 * The gradient, through mean and variance too:  dbeta = sum dy,  dgamma = sum dy n,  n = (x - mean) / sqrt(variance + epsilon),
 *   dx = gamma / sqrt(variance + epsilon) (dy - dbeta / rows - n dgamma / rows)
 * `scratch` has 4 c floats.
 */
EXPORT(normalize_channels_gradient)(const float *x, const float *dy, int rows, int c, const float *mean,
                                    const float *variance, float epsilon, const float *gamma, float *scratch, float *dx,
                                    float *dgamma, float *dbeta) {
  float *inverses = scratch, *scales = scratch + c, *row = scratch + 2 * c; /* row: scratch for dbeta, then for dgamma */
  scales_of(0, variance, epsilon, c, inverses);
  scales_of(gamma, variance, epsilon, c, scales);
  clear_row(dbeta, c);
  clear_row(dgamma, c);
  for (int from = 0; from < rows; from += SUM_ROWS) {
    clear_row(row, 2 * c);
    for (int r = from; r < smaller(rows, from + SUM_ROWS); r++)
      BY_FOUR(c, {
        const vector given = load_some(dy + r * c + at, some);
        const vector away = wasm_f32x4_sub(load_some(x + r * c + at, some), load_some(mean + at, some));
        store_some(row + at, wasm_f32x4_add(load_some(row + at, some), given), some);
        store_some(row + c + at, multiply_add(load_some(row + c + at, some), given, away), some);
      });
    add_row(dbeta, row, c);
    add_row(dgamma, row + c, c);
  }
  const vector part = wasm_f32x4_splat(1.0f / (float)rows);
  float *less = row, *slope = row + c; /* dx = scale (dy - less - slope (x - mean)) */
  BY_FOUR(c, {
    const vector inverse = load_some(inverses + at, some), sum = wasm_f32x4_mul(load_some(dgamma + at, some), inverse);
    store_some(dgamma + at, sum, some);
    store_some(less + at, wasm_f32x4_mul(load_some(dbeta + at, some), part), some);
    store_some(slope + at, wasm_f32x4_mul(wasm_f32x4_mul(sum, inverse), part), some);
  });
  for (int r = 0; r < rows; r++, x += c, dy += c, dx += c)
    BY_FOUR(c, {
      const vector away = wasm_f32x4_sub(load_some(x + at, some), load_some(mean + at, some));
      const vector taken = multiply_add(load_some(less + at, some), load_some(slope + at, some), away);
      const vector left = wasm_f32x4_sub(load_some(dy + at, some), taken);
      store_some(dx + at, wasm_f32x4_mul(load_some(scales + at, some), left), some);
    });
}

INLINE float mean_of(const float *x, int count) {
  vector sum = wasm_f32x4_splat(0);
  BY_FOUR(count, { sum = wasm_f32x4_add(sum, load_some(x + at, some)); });
  return total(sum) / (float)count;
}

/** The mean squared distance from `middle`. */
INLINE float variance_of(const float *x, float middle, int count) {
  vector sum = wasm_f32x4_splat(0);
  BY_FOUR(count, {
    /* Lanes beyond the row hold the mean, and so add nothing. */
    const vector away = wasm_f32x4_sub(load_some_or(x + at, some, middle), wasm_f32x4_splat(middle));
    sum = multiply_add(sum, away, away);
  });
  return total(sum) / (float)count;
}

/**
 * Every row of y [rows, c] = gamma n + beta, n = (x - mean) inverse. Writes mean [rows], inverse [rows] = 1 / sqrt(variance +
 * epsilon).
 */
EXPORT(normalize_rows)(const float *x, int rows, int c, float epsilon, const float *gamma, const float *beta, float *mean,
                       float *inverse, float *y) {
  for (int r = 0; r < rows; r++, x += c, y += c) {
    mean[r] = mean_of(x, c);
    inverse[r] = 1.0f / __builtin_sqrtf(variance_of(x, mean[r], c) + epsilon);
    const vector middle = wasm_f32x4_splat(mean[r]), scale = wasm_f32x4_splat(inverse[r]);
    BY_FOUR(c, {
      vector value = wasm_f32x4_mul(wasm_f32x4_sub(load_some(x + at, some), middle), scale);
      if (gamma) value = wasm_f32x4_mul(value, load_some(gamma + at, some));
      if (beta) value = wasm_f32x4_add(value, load_some(beta + at, some));
      store_some(y + at, value, some);
    });
  }
}

/**
 * With g = gamma dy:  dx = inverse (g - mean g - n mean g n),  dgamma = sum dy n,  dbeta = sum dy. `sums`: 2 c scratch floats.
 */
EXPORT(normalize_rows_gradient)(const float *x, const float *dy, int rows, int c, const float *mean, const float *inverse,
                                const float *gamma, float *sums, float *dx, float *dgamma, float *dbeta) {
  clear_row(dgamma, c);
  clear_row(dbeta, c);
  for (int from = 0; from < rows; from += SUM_ROWS) {
    clear_row(sums, 2 * c);
    for (int r = from; r < smaller(rows, from + SUM_ROWS); r++, x += c, dy += c, dx += c) {
      const vector middle = wasm_f32x4_splat(mean[r]), scale = wasm_f32x4_splat(inverse[r]);
      vector plain = wasm_f32x4_splat(0), weighted = plain;
      BY_FOUR(c, {
        const vector given = load_some(dy + at, some); /* 0 beyond the row, which adds nothing */
        const vector n = wasm_f32x4_mul(wasm_f32x4_sub(load_some(x + at, some), middle), scale);
        const vector g = gamma ? wasm_f32x4_mul(given, load_some(gamma + at, some)) : given;
        plain = wasm_f32x4_add(plain, g);
        weighted = multiply_add(weighted, g, n);
        store_some(sums + at, wasm_f32x4_add(load_some(sums + at, some), given), some);
        store_some(sums + c + at, multiply_add(load_some(sums + c + at, some), given, n), some);
      });
      const vector less = wasm_f32x4_splat(total(plain) / (float)c), slope = wasm_f32x4_splat(total(weighted) / (float)c);
      BY_FOUR(c, {
        const vector given = load_some(dy + at, some);
        const vector n = wasm_f32x4_mul(wasm_f32x4_sub(load_some(x + at, some), middle), scale);
        const vector g = gamma ? wasm_f32x4_mul(given, load_some(gamma + at, some)) : given;
        const vector left = wasm_f32x4_sub(wasm_f32x4_sub(g, less), wasm_f32x4_mul(n, slope));
        store_some(dx + at, wasm_f32x4_mul(scale, left), some);
      });
    }
    add_row(dbeta, sums, c);
    add_row(dgamma, sums + c, c);
  }
}
