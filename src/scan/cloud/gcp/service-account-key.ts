/** Logs in with the key of a service account (RFC 7523), or as the user that logged in with gcloud. */

import { createPrivateKey, sign } from 'node:crypto';
import type { Failure } from '../../../domain/index.ts';
import type { InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { takeToken } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';
import { describeLoginError, readErrorBody } from './responses.ts';

const OAUTH = 'Google OAuth';

/** The maximum lifetime of Google. */
const LIFETIME_SECONDS = 3600;

interface ServiceAccountKey {
  email: string;
  private_key: string;
  /** The ID of the key; null if the file does not have it. */
  key_id: string | null;
}

/** Signs a JSON Web Token (RS256). Throws for a text that is not a private key. `now`: milliseconds. */
export function signAssertion(
  { email, private_key, key_id }: ServiceAccountKey,
  { audience, scope, now }: { audience: string; scope: string; now: number },
): string {
  const issued = Math.floor(now / 1000);
  const header = { alg: 'RS256', typ: 'JWT', ...(key_id !== null && { kid: key_id }) };
  const claims = { iss: email, scope, aud: audience, iat: issued, exp: issued + LIFETIME_SECONDS };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign('sha256', Buffer.from(text), createPrivateKey(private_key)).toString('base64url')}`;
}

/** Requests a token. `url`: the token endpoint. Throws InventoryError. */
export async function requestToken(
  url: URL,
  parameters: Readonly<Record<string, string>>,
  { io }: ReadContext,
  open: OpenClient,
): Promise<string> {
  const client = await open({ name: OAUTH, origins: [url.origin], classify: classifyLogin });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(parameters).toString();
  return takeToken(toObject(await client.sendJson({ method: 'POST', url, headers, body })).access_token, OAUTH, io);
}

function classifyLogin(response: InventoryResponse): Failure {
  const description = String(readErrorBody(response).error_description ?? '');
  if (/reasonable timeframe|\biat\b/i.test(description)) return createInventoryFailure('inventory-clock-skew', OAUTH);
  return createInventoryFailure('inventory-login-refused', OAUTH, describeLoginError(response));
}
