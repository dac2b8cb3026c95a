/**
 * Matrix products in register tiles of 4 x 8, with the blocking of Goto & van de Geijn ("Anatomy of High-Performance Matrix
 * Multiplication", 2008): the right side is packed in panels, the left one is packed in strips or read in place. Convolutions are
 * such products without an unrolled copy of the image: the rows of a tile are pixels, found through a table of offsets (the
 * indirect convolution of Dukhan, 2019).
 */
#include "kernels.h"

/** Depth and rows of one block, so that data that is read repeatedly stays in the first- and second-level cache. */
#define DEPTH_BLOCK 256
#define ROW_BLOCK 120
/** Pixels, or rows of the batch, over which a gradient is summed before the sums are written to memory. */
#define SUM_BLOCK 256

/** Packs B [k, n] into panels [ceil(n / 8)][k][8], the last one padded with zeros. An element of B: b[row * rs + column * cs]. */
EXPORT(pack)(const float *b, int rs, int cs, int k, int n, float *panels) {
  for (int column = 0; column < n; column += PANEL) {
    const int width = smaller(PANEL, n - column);
    for (int row = 0; row < k; row++, panels += PANEL) {
      const float *from = b + row * rs + column * cs;
      if (cs == 1 && width == PANEL) {
        wasm_v128_store(panels, wasm_v128_load(from));
        wasm_v128_store(panels + 4, wasm_v128_load(from + 4));
      } else {
        for (int c = 0; c < width; c++) panels[c] = from[c * cs];
        for (int c = width; c < PANEL; c++) panels[c] = 0;
      }
    }
  }
}

/** Transposes A [rows, columns], whose rows are `lda` apart, to [columns, rows]. */
EXPORT(transpose)(const float *a, int rows, int columns, int lda, float *transposed) {
  for (int row = 0; row < rows; row += PANEL) /* a block at a time: both sides stay in the first-level cache */
    for (int column = 0; column < columns; column++)
      for (int r = row; r < smaller(rows, row + PANEL); r++) transposed[column * rows + r] = a[r * lda + column];
}

/** Flags for the start and the end of a tile. */
enum { FROM_ZERO = 8, TO_END = 16 }; /* added to the activation's number: first and last block of depth */

/** Initial values of a tile's sums: zero, the bias, or the content of C. */
INLINE void begin_tile(const int rows, vector *low, vector *high, const float *c, int ldc, int width, const float *bias,
                       int how) {
  vector start_low = wasm_f32x4_splat(0), start_high = start_low;
  if (bias && how & FROM_ZERO) load_first(bias, &start_low, &start_high, width);
#pragma unroll
  for (int r = 0; r < rows; r++) {
    low[r] = start_low;
    high[r] = start_high;
    if (!(how & FROM_ZERO)) load_first(c + r * ldc, &low[r], &high[r], width);
  }
}

INLINE void end_tile(const int rows, vector *low, vector *high, float *c, int ldc, int width, int how) {
#pragma unroll
  for (int r = 0; r < rows; r++) {
    if (how & TO_END) {
      low[r] = activate(low[r], how & 7);
      high[r] = activate(high[r], how & 7);
    }
    store_first(c + r * ldc, low[r], high[r], width);
  }
}

/**
 * c[r][0..width) = sum over segments s and i < length of a[r][s * stride + i] * panel[s * length + i][0..8).
 * A matrix has one segment; a convolution has one per filter row.
 */
INLINE void row_tile(const int rows, const float *const *a, int segments, int length, int stride, const float *panel,
                     float *c, int ldc, int width, const float *bias, int how) {
  vector low[ROWS], high[ROWS];
  begin_tile(rows, low, high, c, ldc, width, bias, how);
  const float *from[ROWS];
  for (int s = 0; s < segments; s++) {
#pragma unroll
    for (int r = 0; r < rows; r++) from[r] = a[r] + s * stride;
#pragma clang loop unroll(disable)
    for (int i = 0; i < length; i++, panel += PANEL) {
      const vector b0 = wasm_v128_load(panel), b1 = wasm_v128_load(panel + 4);
#pragma unroll
      for (int r = 0; r < rows; r++) {
        const vector value = wasm_v128_load32_splat(from[r]++);
        low[r] = multiply_add(low[r], value, b0);
        high[r] = multiply_add(high[r], value, b1);
      }
    }
  }
  end_tile(rows, low, high, c, ldc, width, how);
}

/* Separate functions: within a larger one V8 would not keep the sums in registers. */
static __attribute__((noinline)) void four_rows(const float *a0, const float *a1, const float *a2, const float *a3,
                                                int segments, int length, int stride, const float *panel, float *c,
                                                int ldc, int width, const float *bias, int how) {
  const float *const a[] = {a0, a1, a2, a3};
  row_tile(4, a, segments, length, stride, panel, c, ldc, width, bias, how);
}

static __attribute__((noinline)) void one_row(const float *a, int segments, int length, int stride, const float *panel,
                                              float *c, int ldc, int width, const float *bias, int how) {
  row_tile(1, &a, segments, length, stride, panel, c, ldc, width, bias, how);
}

/** The same for rows that are packed as a strip [length][4]. */
static __attribute__((noinline)) void strip_tile(const float *strip, int length, const float *panel, float *c, int ldc,
                                                 int width, const float *bias, int how) {
  vector low[ROWS], high[ROWS];
  begin_tile(ROWS, low, high, c, ldc, width, bias, how);
#pragma clang loop unroll(disable)
  for (int i = 0; i < length; i++, strip += ROWS, panel += PANEL) {
    const vector b0 = wasm_v128_load(panel), b1 = wasm_v128_load(panel + 4);
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      const vector value = wasm_v128_load32_splat(strip + r);
      low[r] = multiply_add(low[r], value, b0);
      high[r] = multiply_add(high[r], value, b1);
    }
  }
  end_tile(ROWS, low, high, c, ldc, width, how);
}

/** Packs four rows of `length` as a strip [length][4]. */
INLINE void lay_strip(const float *const *rows, int length, float *strip) {
  int i = 0;
  for (; i + 4 <= length; i += 4, strip += 16) { /* a block of 4 x 4 is transposed in registers */
    const vector a0 = wasm_v128_load(rows[0] + i), a1 = wasm_v128_load(rows[1] + i);
    const vector a2 = wasm_v128_load(rows[2] + i), a3 = wasm_v128_load(rows[3] + i);
    const vector low01 = wasm_i32x4_shuffle(a0, a1, 0, 4, 1, 5), high01 = wasm_i32x4_shuffle(a0, a1, 2, 6, 3, 7);
    const vector low23 = wasm_i32x4_shuffle(a2, a3, 0, 4, 1, 5), high23 = wasm_i32x4_shuffle(a2, a3, 2, 6, 3, 7);
    wasm_v128_store(strip, wasm_i64x2_shuffle(low01, low23, 0, 2));
    wasm_v128_store(strip + 4, wasm_i64x2_shuffle(low01, low23, 1, 3));
    wasm_v128_store(strip + 8, wasm_i64x2_shuffle(high01, high23, 0, 2));
    wasm_v128_store(strip + 12, wasm_i64x2_shuffle(high01, high23, 1, 3));
  }
  for (; i < length; i++)
    for (int r = 0; r < ROWS; r++) *strip++ = rows[r][i];
}

/** Packs rows of A, four at a time, as strips [rows / 4][segments x length][4]; a remainder of rows is not packed. */
static void lay_strips(const float *a, int lda, const int *offsets, int rows, int segments, int length, int stride,
                       float *strips) {
  for (int row = 0; row + ROWS <= rows; row += ROWS)
    for (int s = 0; s < segments; s++, strips += ROWS * length) {
      const float *four[ROWS];
#pragma unroll
      for (int r = 0; r < ROWS; r++) four[r] = a + (offsets ? offsets[row + r] : (row + r) * lda) + s * stride;
      lay_strip(four, length, strips);
    }
}

/** Rows `from` to `to` of A are `lda` apart, or, with a table, at one offset each. */
static void rows_times_panel(const float *a, int lda, const int *offsets, int from, int to, int segments, int length,
                             int stride, const float *panel, float *c, int ldc, int width, const float *bias, int how) {
  int row = from;
  for (; row + ROWS <= to; row += ROWS) {
    const int *at = offsets + row;
    const float *first = a + row * lda;
    float *to_rows = c + row * ldc;
    if (offsets)
      four_rows(a + at[0], a + at[1], a + at[2], a + at[3], segments, length, stride, panel, to_rows, ldc, width, bias,
                how);
    else
      four_rows(first, first + lda, first + 2 * lda, first + 3 * lda, segments, length, stride, panel, to_rows, ldc,
                width, bias, how);
  }
  for (; row < to; row++)
    one_row(a + (offsets ? offsets[row] : row * lda), segments, length, stride, panel, c + row * ldc, ldc, width, bias,
            how);
}

/**
 * C [m, n] = activation(A [m, k] B + bias [n]), or with `accumulate` activation(C + A B). B is packed by `pack`, bias may be 0,
 * the rows of C are `ldc` apart. `strips`: scratch of ROW_BLOCK x DEPTH_BLOCK floats for packing rows of A, which is worthwhile
 * if C has many columns; or 0.
 */
EXPORT(matmul)(const float *a, int lda, const float *panels, int m, int n, int k, const float *bias, int activation,
               int accumulate, float *c, int ldc, float *strips) {
  for (int row = 0; row < m; row += ROW_BLOCK) {
    const int rows = smaller(ROW_BLOCK, m - row), laid = strips ? rows / ROWS * ROWS : 0;
    for (int depth = 0; depth < k || depth == 0; depth += DEPTH_BLOCK) {
      const int length = smaller(DEPTH_BLOCK, k - depth);
      if (strips) lay_strips(a + row * lda + depth, lda, 0, rows, 1, length, 0, strips);
      for (int column = 0; column < n; column += PANEL) {
        const int first = depth == 0 && !accumulate, last = depth + length == k, width = smaller(PANEL, n - column);
        const int how = activation | (first ? FROM_ZERO : 0) | (last ? TO_END : 0);
        const float *panel = panels + column * k + depth * PANEL, *start = bias ? bias + column : 0;
        float *to = c + row * ldc + column;
        for (int r = 0; r < laid; r += ROWS)
          strip_tile(strips + r * length, length, panel, to + r * ldc, ldc, width, start, how);
        rows_times_panel(a + row * lda + depth, lda, 0, laid, rows, 1, length, 0, panel, to, ldc, width, start, how);
      }
    }
  }
}

/**
 * Y [pixels, oc] = activation(convolution + bias [oc]). x is already padded; `offsets` holds where in it each output pixel's
 * window begins; a window has `segments` rows of `length` values, `stride` apart. The filter [segments x length, oc] is packed.
 * `strips`: scratch of ROW_BLOCK times DEPTH_BLOCK or `length` floats, whichever is larger; or 0.
 */
EXPORT(convolve)(const float *x, const int *offsets, int pixels, int segments, int length, int stride,
                 const float *panels, int oc, const float *bias, int activation, float *y, float *strips) {
  const int k = segments * length;
  /* Deep windows are cut into blocks of whole segments, so that the block of a panel stays in the first-level cache. */
  const int per_block = length >= DEPTH_BLOCK ? 1 : DEPTH_BLOCK / length;
  for (int row = 0; row < pixels; row += ROW_BLOCK) {
    const int rows = smaller(ROW_BLOCK, pixels - row), laid = strips ? rows / ROWS * ROWS : 0;
    for (int segment = 0; segment < segments; segment += per_block) {
      const int count = smaller(per_block, segments - segment), deep = count * length;
      const float *from = x + segment * stride;
      if (strips) lay_strips(from, 0, offsets + row, rows, count, length, stride, strips);
      for (int column = 0; column < oc; column += PANEL) {
        const int width = smaller(PANEL, oc - column);
        const int how = activation | (segment == 0 ? FROM_ZERO : 0) | (segment + count == segments ? TO_END : 0);
        const float *panel = panels + column * k + segment * length * PANEL, *start = bias ? bias + column : 0;
        float *to = y + row * oc + column;
        for (int r = 0; r < laid; r += ROWS)
          strip_tile(strips + r * deep, deep, panel, to + r * oc, oc, width, start, how);
        rows_times_panel(from, 0, offsets + row, laid, rows, count, length, stride, panel, to, oc, width, start, how);
      }
    }
  }
}

/** c[r][0..width) += sum over p of a[at(p) + places[r]] * b[p * ldb + 0..8) */
INLINE void sum_tile(const int rows, const float *a, int lda, const int *offsets, const int *places, const float *b,
                     int ldb, int count, float *c, int ldc, int width) {
  vector low[ROWS], high[ROWS];
  int place[ROWS];
#pragma unroll
  for (int r = 0; r < rows; r++) {
    load_first(c + r * ldc, &low[r], &high[r], width);
    place[r] = places ? places[r] : r;
  }
  for (int p = 0; p < count; p++, b += ldb) {
    const float *from = offsets ? a + offsets[p] : a + p * lda;
    const vector b0 = wasm_v128_load(b), b1 = wasm_v128_load(b + 4);
#pragma unroll
    for (int r = 0; r < rows; r++) {
      const vector value = wasm_v128_load32_splat(from + (places ? place[r] : r));
      low[r] = multiply_add(low[r], value, b0);
      high[r] = multiply_add(high[r], value, b1);
    }
  }
#pragma unroll
  for (int r = 0; r < rows; r++) store_first(c + r * ldc, low[r], high[r], width);
}

static __attribute__((noinline)) void sum_tiles(int m, const float *a, int lda, const int *offsets, const int *places,
                                                const float *b, int ldb, int count, float *c, int ldc, int width) {
  int row = 0;
  for (; row + ROWS <= m; row += ROWS) {
    float *to = c + row * ldc;
    const int first = places ? places[row] : row; /* ascending: four consecutive places need no table */
    if (!places || places[row + ROWS - 1] - first == ROWS - 1)
      sum_tile(ROWS, a + first, lda, offsets, 0, b, ldb, count, to, ldc, width);
    else
      sum_tile(ROWS, a, lda, offsets, places + row, b, ldb, count, to, ldc, width);
  }
  for (; row < m; row++)
    sum_tile(1, a + (places ? places[row] : row), lda, offsets, 0, b, ldb, count, c + row * ldc, ldc, width);
}

static void clear_rows(float *to, int rows, int width, int leading) {
  for (int row = 0; row < rows; row++) __builtin_memset(to + row * leading, 0, (unsigned long)width * sizeof(float));
}

/**
 * C [m, n] = transposed A [k, m] times B [k, n]. `tail` holds the last n % 8 columns of B as one packed panel; the rows of C are
 * `ldc` apart.
 */
EXPORT(matmul_transposed)(const float *a, int lda, const float *b, int ldb, const float *tail, int m, int n, int k,
                          float *c, int ldc) {
  clear_rows(c, m, n, ldc);
  for (int p = 0; p < k; p += SUM_BLOCK) {
    const int count = smaller(SUM_BLOCK, k - p);
    for (int column = 0; column < n; column += PANEL) {
      const int width = smaller(PANEL, n - column);
      const float *panel = width == PANEL ? b + p * ldb + column : tail + p * PANEL;
      sum_tiles(m, a + p * lda, lda, 0, 0, panel, width == PANEL ? ldb : PANEL, count, c + column, ldc, width);
    }
  }
}

/**
 * The gradient of a convolution's filter: dw [k, oc] = sum over pixels of window [k] times dy [oc]. Element r of a window is at
 * x[offsets[pixel] + places[r]]. `tail` as above, for dy.
 */
EXPORT(convolve_filter_gradient)(const float *x, const int *offsets, const int *places, const float *dy, const float *tail,
                        int pixels, int k, int oc, float *dw) {
  clear_rows(dw, k, oc, oc);
  for (int p = 0; p < pixels; p += SUM_BLOCK) {
    const int count = smaller(SUM_BLOCK, pixels - p);
    for (int column = 0; column < oc; column += PANEL) {
      const int width = smaller(PANEL, oc - column);
      const float *panel = width == PANEL ? dy + p * oc + column : tail + p * PANEL;
      sum_tiles(k, x, 0, offsets + p, places, panel, width == PANEL ? oc : PANEL, count, dw + column, oc, width);
    }
  }
}
