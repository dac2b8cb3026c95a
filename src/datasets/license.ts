/** The license of a dataset: an SPDX expression, or any short text, because many datasets have terms of their own. */
import { InvalidInput } from '../errors.ts';

const maxLicenseLength = 200;

/** Validates and trims a license; null is none. @throws InvalidInput naming the field */
export function parseLicense(text: string | null, field = 'input.license'): string | null {
  if (text === null) return null;
  const license = text.trim();
  if (license.length > 0 && license.length <= maxLicenseLength && !/\p{Cc}/u.test(license)) return license;
  throw new InvalidInput(
    field,
    `A license must have 1 to ${maxLicenseLength} characters and no control characters. Use null for no license.`,
  );
}
