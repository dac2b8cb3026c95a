/** Builds the environment of a sandboxed process from an allowlist, so that secrets do not leak into it. */

/** Variables for finding programs and libraries, for the locale, and for numeric libraries and drivers. They hold no secrets. */
const allowedNames =
  /^(PATH|LANG|LANGUAGE|LC_\w+|TZ|LD_LIBRARY_PATH|NODE_OPTIONS|(CUDA|CUDNN|NVIDIA|TF|XLA|OMP|GOMP|KMP|MKL|OPENBLAS|GOTO|VK|MESA|LP|GALLIUM|LIBGL|DAWN|VIPS)_\w+)$/;

/**
 * @param own variables that the program itself needs; undefined values are omitted
 * @param inheritedFrom environment of this process
 * @param names additional variables of `inheritedFrom` to pass on (AIAS_SANDBOX_ENVIRONMENT)
 */
export function sandboxEnvironment(
  own: Record<string, string | undefined>,
  inheritedFrom: Record<string, string | undefined>,
  names: readonly string[] = [],
): Record<string, string> {
  const passed = Object.entries(inheritedFrom).filter(([name]) => allowedNames.test(name) || names.includes(name));
  const all = [...passed, ...Object.entries(own)];
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
