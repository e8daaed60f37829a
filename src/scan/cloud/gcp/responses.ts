/** Classifies the errors of Google's APIs. */

import type { Failure } from '../../../domain/index.ts';
import type { ClassifyResponse, InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure } from '../../inventory/failures.ts';
import { parseFields, toObject } from '../../inventory/values.ts';
import { type Cause, createLoginRefusal } from '../login-refusals.ts';

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
  const { details, errors } = toObject(parseFields(response.body).error);
  return [details, errors].flat().flatMap((one) => {
    const { reason } = toObject(one);
    return typeof reason === 'string' ? [reason] : [];
  });
}

/** The causes of refused logins, by their error codes of OAuth (RFC 6749 section 5.2) and their texts. */
const CAUSES: readonly Cause[] = [
  [
    /Invalid JWT Signature|account not found/i,
    'The key or its service account does not exist any more. Create a new key.',
  ],
  [
    /attribute condition/i,
    'Compare the attribute condition of the provider with this job (repository, branch, environment) or this pod (service account, ' +
      'namespace).',
  ],
];

/** Creates the failure of a login that Google refuses. `causes`: those of this kind of login, which take precedence. */
export function createGoogleRefusal(name: string, response: InventoryResponse, causes: readonly Cause[] = []): Failure {
  const { error, error_description } = parseFields(response.body);
  const { status: code, message } = toObject(error);
  const [shownCode, text] = typeof error === 'string' ? [error, error_description] : [code, message];
  const refusal = { status: response.status, code: String(shownCode ?? ''), text: String(text ?? '') };
  return createLoginRefusal(name, refusal, [...causes, ...CAUSES]);
}
