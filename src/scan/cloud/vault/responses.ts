/** Explains the errors of HashiCorp Vault and OpenBao, which only have texts. They are those of the auth methods' source code. */

import type { Failure } from '../../../domain/index.ts';
import type { ClassifyResponse, InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure } from '../../inventory/failures.ts';
import { parseFields } from '../../inventory/values.ts';
import { type Cause, createLoginRefusal } from '../login-refusals.ts';
import { createTimesFailure, describeExpiry, type SentToken } from '../token-times.ts';

/** A login with a secret or an ID token, as it was sent. */
export interface SentLogin {
  path: string;
  /** The method and its credentials, without values of variables. */
  description: string;
  /** The sent values, which errors may repeat: Vault quotes an unknown secret ID. */
  secrets: readonly string[];
  /** The audience of the JWT; null: unknown or absent. */
  audience: string | null;
  /** The JWT; null: another login. */
  sent: SentToken | null;
}

const AUDIENCE_PROBLEM = /\(aud\) claim|\baud claim|audience claim/i;
const TIME_PROBLEM = /\b(?:token is expired|not yet valid|not valid yet|issued in the future)/i;

const CAUSES: readonly Cause[] = [
  [/could not be found|invalid role name/, 'Check `role`, and that the auth method at this path has it.'],
  [
    /invalid role or secret ID|invalid secret_id|missing secret_id/,
    'Create a new secret ID: it may have expired, or be used up. The role ID must be one of the auth method at this path.',
  ],
  [/CIDR/, 'The role or its secret ID is only for other addresses. Add that of this machine, or run certvigil there.'],
  [
    /is missing|not found in token|bound claim|\(sub\) claim/,
    'Compare `bound_claims` and `bound_subject` of the role with the job (repository, branch, environment).',
  ],
  [
    /\(iss\) claim|issuer/,
    'Compare `bound_issuer` and `oidc_discovery_url` of the auth method, or `issuer` for Kubernetes, with the issuer of the token.',
  ],
  [
    /signature|known key|key set|signing algorithm|token must be signed/,
    'The auth method does not know the key that signed the token. Check that it is for the issuer of the token.',
  ],
  [
    /service account name not authorized|namespace not authorized/,
    'Add the service account and the namespace of the pod to `bound_service_account_names` and `bound_service_account_namespaces` of the ' +
      'role.',
  ],
  [/role with oidc role_type/, 'Create a role with `role_type: jwt`.'],
];

/**
 * Classifies the response to a login. Vault responds to most mistakes with 400 and a text, the Kubernetes method with 403, and both with
 * 404 if the auth method is not enabled at the path.
 */
export function classifyLogin(
  response: InventoryResponse,
  { path, description, secrets, audience, sent }: SentLogin,
  { name, now }: { name: string; now: () => number },
): Failure | null {
  const { status } = response;
  if (status === 404)
    return createInventoryFailure('inventory-not-found', `the auth method at ${path} of ${name}`, '404');
  if (status !== 400 && status !== 401 && status !== 403) return null;
  const text = readErrors(response);
  if (AUDIENCE_PROBLEM.test(text))
    return createInventoryFailure('inventory-wrong-audience', name, audience ?? 'that of the token');
  // The Kubernetes method does not say why it denies permission.
  if (TIME_PROBLEM.test(text) || describeExpiry(sent, { response, now }) !== '')
    return createTimesFailure(name, sent, { response, now });
  return createLoginRefusal(name, { status, text, sent: description, secrets }, CAUSES);
}

/**
 * Classifies the response to another request. An expired token and a missing permission have the same status, and before Vault 1.17 the same
 * text: developer.hashicorp.com/vault/docs/concepts/tokens#error-responses. `description`: the login.
 */
export function classifyRequest(
  response: InventoryResponse,
  { name, description }: { name: string; description: string },
): ReturnType<ClassifyResponse> {
  if (response.status !== 403) return null;
  const text = readErrors(response);
  if (!/\binvalid token\b|\bbad token\b/.test(text)) return 'unauthorized';
  const refusal = { status: 403, text, sent: description };
  return { next: 'unauthorized', failure: createLoginRefusal(name, refusal, TOKEN_CAUSES) };
}

const TOKEN_CAUSES: readonly Cause[] = [
  [/./s, 'The token has expired, was revoked, or belongs to another namespace or server. Create a new one.'],
];

/** Reads the texts of an error; an empty text: a proxy responded instead. */
function readErrors(response: InventoryResponse): string {
  const { errors } = parseFields(response.body);
  return Array.isArray(errors) ? errors.filter((error) => typeof error === 'string').join('; ') : '';
}
