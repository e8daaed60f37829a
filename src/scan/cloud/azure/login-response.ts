/** Explains why Microsoft Entra refuses a login: learn.microsoft.com/entra/identity-platform/reference-error-codes. */

import type { Failure } from '../../../domain/index.ts';
import type { InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure } from '../../inventory/failures.ts';
import { parseFields } from '../../inventory/values.ts';
import { type Cause, createLoginRefusal } from '../login-refusals.ts';
import { createTimesFailure, type SentToken } from '../token-times.ts';

export const LOGIN = 'Microsoft Entra';

const AUDIENCE_CODE = 'AADSTS700212';

/** The code for the times of an assertion, and one for several mistakes in it. */
const TIMES_CODE = 'AADSTS700024';
const ASSERTION_CODE = 'AADSTS50013';
const TIME_PROBLEM = /expired|not yet valid/i;

const CAUSES: readonly Cause[] = [
  [/^AADSTS7000222\b/, 'The client secret has expired. Create a new one.'],
  [/^AADSTS7000215\b/, 'Set the value of the client secret, not its ID, and check that it belongs to `client_id`.'],
  [/^AADSTS(?:700016|90002)\b/, 'Check `tenant_id` and `client_id`, or AZURE_TENANT_ID and AZURE_CLIENT_ID.'],
  [/^AADSTS700027\b/, 'Add the certificate to the app registration, and check that it has not expired there.'],
  [
    /^AADSTS(?:70021|700211|700213)\b/,
    'Compare the issuer and the subject of the federated credential with this job (repository, branch, environment) or this pod ' +
      '(service account, namespace).',
  ],
  [/^AADSTS7000112\b/, 'The application is disabled. Enable it in the tenant.'],
  [
    /^AADSTS53003\b/,
    'A policy for conditional access blocks the login. Exclude this workload, or run it from a permitted address.',
  ],
];

/** The request to Microsoft Entra that was refused. */
export interface EntraRequest {
  /** The audience of the ID token. */
  audience: string;
  /** The ID token; null: another login. */
  sent: SentToken | null;
  /** The clock, in milliseconds. */
  now: () => number;
}

/** Classifies a refusal. */
export function classifyLogin(response: InventoryResponse, { audience, sent, now }: EntraRequest): Failure {
  const { code, text } = readEntraError(response);
  if (code === AUDIENCE_CODE) return createInventoryFailure('inventory-wrong-audience', LOGIN, audience);
  if (code === TIMES_CODE || (code === ASSERTION_CODE && TIME_PROBLEM.test(text)))
    return createTimesFailure(LOGIN, sent, { response, now });
  return createLoginRefusal(LOGIN, { status: response.status, code, text }, CAUSES);
}

/** Reads the code and the text in front of the IDs of the request, which differ each time. */
function readEntraError(response: InventoryResponse): { code: string; text: string } {
  const description = String(parseFields(response.body).error_description ?? '');
  const [code = ''] = /AADSTS\d{4,9}\b/.exec(description || response.body.toString()) ?? [];
  const [text = ''] = description.split('Trace ID:');
  return { code, text: text.replace(/^AADSTS\d+:\s*/, '') };
}
