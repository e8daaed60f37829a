/**
 * Classifies the errors of a GraphQL response, whose HTTP status is 200. GitHub does not document their types; it adds new ones, and
 * reports the same cause in several ways.
 */

import type { GitHubFailureCode } from './failure-messages.ts';
import { findCodeByMessage, isRateLimitMessage } from './response-messages.ts';

/** `code` is next to `type` for rate limits, and in `extensions` for queries that do not match the schema. */
export interface GraphqlErrorItem {
  type?: string | null;
  code?: string | null;
  message?: string | null;
  extensions?: { code?: string } | null;
}

const CODES_BY_TYPE: Record<string, GitHubFailureCode> = {
  STALE_DATA: 'github-conflict',
  FORBIDDEN: 'github-forbidden',
  INSUFFICIENT_SCOPES: 'github-forbidden',
  NOT_FOUND: 'github-not-found',
  // GitHub uses both types, and `code: graphql_rate_limit` with the first one.
  RATE_LIMIT: 'github-rate-limited',
  RATE_LIMITED: 'github-rate-limited',
  BRANCH_PROTECTION_RULE_VIOLATION: 'github-branch-protected',
  UNPROCESSABLE: 'github-rejected',
  INTERNAL: 'github-server-error',
  SERVICE_UNAVAILABLE: 'github-server-error',
};

/** Whether a response has the shape that GraphQL prescribes: data, or errors. */
export function isGraphqlResponse(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  const { errors, data: result } = data as { errors?: unknown; data?: unknown };
  if (errors === undefined) return typeof result === 'object' && result !== null && !Array.isArray(result);
  return Array.isArray(errors) && errors.every(isErrorItem);
}

function isErrorItem(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  const { type, code, message, extensions } = item as Record<string, unknown>;
  const isText = (value: unknown) => value === undefined || value === null || typeof value === 'string';
  return [type, code, message].every(isText) && (extensions === undefined || typeof extensions === 'object');
}

/** Whether GitHub rejected the request for a rate limit: it had no effect, and may be sent again later. */
export function isRateLimitedGraphql(errors: readonly GraphqlErrorItem[]): boolean {
  return errors.some(
    ({ type, code, message }) =>
      CODES_BY_TYPE[type ?? ''] === 'github-rate-limited' ||
      code === 'graphql_rate_limit' ||
      isRateLimitMessage(message ?? ''),
  );
}

/** After an error of an unknown type, the change may have taken effect. */
export function classifyGraphqlErrors(errors: readonly GraphqlErrorItem[]): GitHubFailureCode {
  const [first] = errors;
  if (first === undefined) return 'github-unknown-error';
  // For an unknown mutation, GitHub reports its unknown input type first.
  if (errors.some(({ extensions }) => /^undefined/.test(extensions?.code ?? ''))) return 'github-unsupported';
  if (isRateLimitedGraphql(errors)) return 'github-rate-limited';
  const byType = CODES_BY_TYPE[first.type ?? ''];
  if (byType === 'github-branch-protected' || byType === 'github-conflict') return byType;
  // An archived repository is FORBIDDEN, a ruleset violation UNPROCESSABLE.
  const byMessage = findCodeByMessage(first.message ?? '');
  if (byMessage !== undefined) return byMessage;
  // This is GitHub's message for an internal timeout, after which the change may have taken effect.
  if (/^something went wrong/i.test(first.message ?? '')) return 'github-server-error';
  // A query that does not match the schema is not executed.
  return byType ?? ((first.extensions?.code ?? null) === null ? 'github-unknown-error' : 'github-rejected');
}
