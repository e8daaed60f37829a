/** Classifies the errors of Google's APIs. */

import type { ClassifyResponse, InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';

const THROTTLED: readonly string[] = [
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'RATE_LIMIT_EXCEEDED',
];
const DISABLED: readonly string[] = ['SERVICE_DISABLED', 'accessNotConfigured'];
const SCOPE: readonly string[] = ['ACCESS_TOKEN_SCOPE_INSUFFICIENT'];

/**
 * Creates a classifier. Compute Engine throttles with status 403, and every API has the same status for several mistakes. `api`: the name
 * for `gcloud services enable`.
 */
export function createApiClassifier(name: string, api: string): ClassifyResponse {
  return (response) => {
    if (response.status !== 403) return null;
    const reasons = readReasons(response);
    const has = (known: readonly string[]) => reasons.some((reason) => known.includes(reason));
    if (has(THROTTLED)) return 'retry';
    if (has(DISABLED)) return createInventoryFailure('inventory-api-disabled', name, api);
    return has(SCOPE) ? createInventoryFailure('inventory-token-scope', name) : null;
  };
}

/** Reads the reasons of `google.rpc.ErrorInfo`, and of the older form of Compute Engine. */
function readReasons(response: InventoryResponse): string[] {
  const { details, errors } = toObject(readErrorBody(response).error);
  return [details, errors].flat().flatMap((one) => {
    const { reason } = toObject(one);
    return typeof reason === 'string' ? [reason] : [];
  });
}

/** Reads the JSON of an error; an empty object if a proxy responded instead. */
export function readErrorBody({ body }: InventoryResponse): Readonly<Record<string, unknown>> {
  try {
    return toObject(JSON.parse(body.toString()));
  } catch {
    return {};
  }
}

/** Describes an error by the status and the error code of OAuth (RFC 6749 section 5.2), such as `invalid_grant`. */
export function describeLoginError(response: InventoryResponse): string {
  const { error } = readErrorBody(response);
  const isCode = typeof error === 'string' && /^[a-z_]{1,40}$/.test(error);
  return isCode ? `${response.status}, ${error}` : String(response.status);
}
