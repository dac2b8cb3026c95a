/** Pattern for pools and labels: a Kubernetes label value in lower case. */
export const labelPattern = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/;
export const labelRule =
  '1 to 63 lowercase letters, digits, ".", "_", or "-", and must start and end with a letter or digit';
