/** Codes of expected errors: of results in GraphQL, of GraphQL errors (`extensions.code`), and of the JSON of other routes. */
export type ErrorCode =
  | 'CONFLICT'
  | 'FORBIDDEN'
  | 'INVALID_CONFIGURATION'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_DATA'
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'RATE_LIMITED'
  | 'UNAUTHENTICATED'
  | 'UNAVAILABLE'
  | 'USERNAME_TAKEN';
