/** Exchanges ID tokens of other issuers for tokens of Google (workload identity federation), and these for tokens of service accounts. */

import type { Failure } from '../../../domain/index.ts';
import { getRealClock, type Io } from '../../../lib/io.ts';
import type { InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure } from '../../inventory/failures.ts';
import { parseFields, toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { takeToken } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';
import type { Cause } from '../login-refusals.ts';
import { describeExpiry, type SentToken } from '../token-times.ts';
import { resolveService } from './endpoints.ts';
import { createApiClassifier, createGoogleRefusal } from './responses.ts';

/** The only scope that Certificate Manager and the exchange before an impersonation accept. */
export const CLOUD_PLATFORM = 'https://www.googleapis.com/auth/cloud-platform';

export const STS = 'Google STS';

interface Exchange {
  /** The token endpoint of the Security Token Service. */
  url: URL;
  /** The provider, as `//iam.googleapis.com/projects/…`. */
  audience: string;
  subject_token: SentToken;
  subject_token_type: string;
  scope: string;
  /** The names of the provider and the audience of the ID token in messages, without values of variables. */
  names: { provider: string; audience: string };
}

/** Exchanges a token (RFC 8693). Throws InventoryError. */
export async function exchangeToken(
  { url, audience, subject_token, subject_token_type, scope, names }: Exchange,
  { io }: ReadContext,
  open: OpenClient,
): Promise<string> {
  const request = { ...names, sent: subject_token, now: getRealClock(io) };
  const client = await open({
    name: STS,
    origins: [url.origin],
    classify: (response) => classifyExchange(response, request),
  });
  const parameters = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    audience,
    scope,
    subject_token: subject_token.token,
    subject_token_type,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await client.sendJson({ method: 'POST', url, headers, body: parameters.toString() });
  return takeToken(toObject(response).access_token, STS, io);
}

/** Classifies errors by their texts, which are their only difference. */
function classifyExchange(
  response: InventoryResponse,
  { provider, audience, sent, now }: Exchange['names'] & { sent: SentToken; now: () => number },
): Failure {
  const { error, error_description } = parseFields(response.body);
  const description = String(error_description ?? '');
  if (error === 'invalid_target' || /invalid value for "?audience/i.test(description))
    return createInventoryFailure('inventory-provider-unknown', STS, provider);
  if (/audience/i.test(description)) return createInventoryFailure('inventory-wrong-audience', STS, audience);
  if (/stale|expired/i.test(description))
    return createInventoryFailure('inventory-id-token-expired', STS, describeExpiry(sent, { response, now }));
  return createGoogleRefusal(STS, response);
}

interface Impersonation {
  /** The name of the service account in messages. */
  account: string;
  /** The URL of `generateAccessToken` for this account. */
  url: URL;
  token: string;
  scope: string;
}

const IMPERSONATION_CAUSES: readonly Cause[] = [
  [
    /^PERMISSION_DENIED\b/,
    'Give the account that logs in the role Service Account Token Creator for this service account, or Workload Identity User for an ' +
      'identity of a pool.',
  ],
];

/** Requests a token for a service account. Throws InventoryError. */
export async function impersonate(
  { account, url, token, scope }: Impersonation,
  { io }: ReadContext,
  open: OpenClient,
): Promise<string> {
  const name = `the service account ${account}`;
  const classifyApi = createApiClassifier(name, 'iamcredentials.googleapis.com --project PROJECT');
  const client = await open({
    name,
    origins: [url.origin],
    classify: (response) => classifyApi(response) ?? createGoogleRefusal(name, response, IMPERSONATION_CAUSES),
  });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ scope: [scope], lifetime: '3600s' });
  const response = await client.sendJson({ method: 'POST', url, headers, body });
  return takeToken(toObject(response).accessToken, name, io);
}

export function createImpersonationUrl(account: string, env: Io['env']): URL {
  const path = `projects/-/serviceAccounts/${encodeURIComponent(account)}:generateAccessToken`;
  return new URL(path, resolveService('iamcredentials', env));
}
