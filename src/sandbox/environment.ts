/** The environment of a sandboxed process: built from nothing, so that a secret can only get in by being named here. */

/** Where programs and libraries are found, how text is shown, and what numeric libraries and drivers read. No secrets. */
const inherited =
  /^(PATH|LANG|LANGUAGE|LC_\w+|TZ|LD_LIBRARY_PATH|NODE_OPTIONS|(CUDA|CUDNN|NVIDIA|TF|XLA|OMP|GOMP|KMP|MKL|OPENBLAS|GOTO|VK|MESA|LP|GALLIUM|LIBGL|DAWN|VIPS)_\w+)$/;

/**
 * @param own     the variables that the program itself needs; undefined values are left out
 * @param foreign the environment of this process
 * @param names   further variables of `foreign` to pass on (AIAS_SANDBOX_ENVIRONMENT)
 */
export function sandboxEnvironment(
  own: Record<string, string | undefined>,
  foreign: Record<string, string | undefined>,
  names: readonly string[] = [],
): Record<string, string> {
  const passed = Object.entries(foreign).filter(([name]) => inherited.test(name) || names.includes(name));
  const all = [...passed, ...Object.entries(own)];
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
