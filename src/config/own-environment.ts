/** Returns all environment variables of this process, including secrets. No other file of the server reads `process.env`. */
export function ownEnvironment(): Record<string, string | undefined> {
  return process.env;
}
