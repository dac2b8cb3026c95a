/** The parts of a convolution around its matrix products, and the depthwise convolution. Layout NHWC. */
#include "kernels.h"


/** Pads x [n, h, w, c] with zeros: padded [n, ph, pw, c], where x begins at row `top`, column `left`. Negative values crop. */
EXPORT(pad)(const float *x, int n, int h, int w, int c, int top, int left, int ph, int pw, float *padded) {
  const int first = top > 0 ? top : 0, last = smaller(ph, top + h);
  const int begin = left > 0 ? left : 0, end = smaller(pw, left + w);
  __builtin_memset(padded, 0, (unsigned long)n * ph * pw * c * sizeof(float));
  if (end <= begin) return;
  for (int image = 0; image < n; image++)
    for (int row = first; row < last; row++)
      __builtin_memcpy(padded + ((image * ph + row) * pw + begin) * c, x + ((image * h + row - top) * w + begin - left) * c,
                       (unsigned long)(end - begin) * c * sizeof(float));
}

/** Dilates a filter [kh, kw, size] with zeros between its elements: [(kh - 1) dilation_h + 1, (kw - 1) dilation_w + 1, size]. */
EXPORT(dilate)(const float *filter, int kh, int kw, int size, int dilation_h, int dilation_w, float *dilated) {
  const int width = (kw - 1) * dilation_w + 1;
  __builtin_memset(dilated, 0, (unsigned long)((kh - 1) * dilation_h + 1) * width * size * sizeof(float));
  for (int place = 0; place < kh * kw; place++)
    __builtin_memcpy(dilated + (place / kw * dilation_h * width + place % kw * dilation_w) * size, filter + place * size,
                     (unsigned long)size * sizeof(float));
}

/** Computes where each output pixel's window begins in the padded image, in floats. */
EXPORT(window_offsets)(int *offsets, int n, int oh, int ow, int ph, int pw, int c, int stride_h, int stride_w) {
  for (int image = 0; image < n; image++)
    for (int row = 0; row < oh; row++)
      for (int column = 0; column < ow; column++)
        *offsets++ = ((image * ph + row * stride_h) * pw + column * stride_w) * c;
}

/** Copies the windows of pixels `from` to `to` into the rows of a matrix [to - from, segments x length] (im2col). */
EXPORT(unroll)(const float *x, const int *offsets, int from, int to, int segments, int length, int stride,
               float *windows) {
  for (int pixel = from; pixel < to; pixel++) {
    const float *window = x + offsets[pixel];
    for (int s = 0; s < segments; s++, window += stride) {
      int i = 0;
      for (; i + 4 <= length; i += 4) wasm_v128_store(windows + i, wasm_v128_load(window + i));
      for (; i < length; i++) windows[i] = window[i];
      windows += length;
    }
  }
}

/** The reverse: adds the rows of a matrix to the windows of pixels `from` to `to` (col2im). */
EXPORT(scatter)(const float *windows, const int *offsets, int from, int to, int segments, int length, int stride,
                float *x) {
  for (int pixel = from; pixel < to; pixel++) {
    float *window = x + offsets[pixel];
    for (int s = 0; s < segments; s++, window += stride, windows += length) {
      int i = 0;
      for (; i + 4 <= length; i += 4)
        wasm_v128_store(window + i, wasm_f32x4_add(wasm_v128_load(window + i), wasm_v128_load(windows + i)));
      for (; i < length; i++) window[i] += windows[i];
    }
  }
}

/** Rotates a filter [kh, kw, c, oc] by 180 degrees and swaps its channel axes: [kh, kw, oc, c]. */
EXPORT(rotate_filter)(const float *filter, int kh, int kw, int c, int oc, float *rotated) {
  const int places = kh * kw;
  for (int place = 0; place < places; place++)
    for (int in = 0; in < c; in++)
      for (int out = 0; out < oc; out++)
        rotated[((places - 1 - place) * oc + out) * c + in] = filter[(place * c + in) * oc + out];
}

/** The depthwise convolution: x [n, h, w, c], filter [kh, kw, c, m], y [n, oh, ow, c m]; output channel = m x channel + index. */
struct depthwise {
  int n, h, w, c, m, oh, ow, kh, kw, stride_h, stride_w, top, left, dilation_h, dilation_w;
};

/** An output pixel paired with a filter position, and the offsets of their channels. */
struct pair {
  int in, out, weight;
};

enum product { TO_OUTPUT, TO_INPUT, TO_FILTER };

INLINE void add_product(float *sum, const float *a, const float *b) {
  wasm_v128_store(sum, multiply_add(wasm_v128_load(sum), wasm_v128_load(a), wasm_v128_load(b)));
}

/** Adds the products of two of x, filter and y to the third. */
INLINE void add_pair(const enum product product, float *x, float *filter, float *y, int c, int m, struct pair at) {
  float *in = x + at.in, *weight = filter + at.weight, *out = y + at.out;
  int i = 0;
  if (m == 1)
    for (; i + 4 <= c; i += 4) {
      if (product == TO_OUTPUT) add_product(out + i, in + i, weight + i);
      if (product == TO_INPUT) add_product(in + i, out + i, weight + i);
      if (product == TO_FILTER) add_product(weight + i, in + i, out + i);
    }
  for (; i < c * m; i++) {
    if (product == TO_OUTPUT) out[i] += in[i / m] * weight[i];
    if (product == TO_INPUT) in[i / m] += out[i] * weight[i];
    if (product == TO_FILTER) weight[i] += in[i / m] * out[i];
  }
}

INLINE void add_pairs(const enum product product, float *x, float *filter, float *y, const struct depthwise *shape) {
  const struct depthwise copy = *shape, *const d = &copy; /* a copy cannot alias the output */
  const int channels = d->c * d->m;
  for (int row = 0; row < d->n * d->oh; row++)
    for (int fy = 0; fy < d->kh; fy++) {
      const int image = row / d->oh, iy = row % d->oh * d->stride_h - d->top + fy * d->dilation_h;
      if (iy < 0 || iy >= d->h) continue;
      for (int ox = 0; ox < d->ow; ox++)
        for (int fx = 0; fx < d->kw; fx++) {
          const int ix = ox * d->stride_w - d->left + fx * d->dilation_w;
          if (ix < 0 || ix >= d->w) continue;
          const struct pair at = {((image * d->h + iy) * d->w + ix) * d->c, (row * d->ow + ox) * channels,
                                  (fy * d->kw + fx) * channels};
          add_pair(product, x, filter, y, d->c, d->m, at);
        }
    }
}

EXPORT(depthwise)(float *x, float *filter, float *y, const struct depthwise *d) {
  __builtin_memset(y, 0, (unsigned long)d->n * d->oh * d->ow * d->c * d->m * sizeof(float));
  add_pairs(TO_OUTPUT, x, filter, y, d);
}

EXPORT(depthwise_input_gradient)(float *dx, float *filter, float *dy, const struct depthwise *d) {
  __builtin_memset(dx, 0, (unsigned long)d->n * d->h * d->w * d->c * sizeof(float));
  add_pairs(TO_INPUT, dx, filter, dy, d);
}

EXPORT(depthwise_filter_gradient)(float *x, float *dw, float *dy, const struct depthwise *d) {
  __builtin_memset(dw, 0, (unsigned long)d->kh * d->kw * d->c * d->m * sizeof(float));
  add_pairs(TO_FILTER, x, dw, dy, d);
}
