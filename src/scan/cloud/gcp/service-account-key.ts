/** Logs in with the key of a service account (RFC 7523), or as the user that logged in with gcloud. */

import { createPrivateKey, sign } from 'node:crypto';
import type { Failure } from '../../../domain/index.ts';
import { encodeBasic } from '../../../lib/http/headers.ts';
import type { InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure } from '../../inventory/failures.ts';
import { parseFields, toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { takeToken } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';
import type { Cause } from '../login-refusals.ts';
import { createGoogleRefusal } from './responses.ts';

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

interface TokenRequest {
  /** The token endpoint. */
  url: URL;
  parameters: Readonly<Record<string, string>>;
  /** The name of the service in failures. */
  name?: string;
  /** The client that authenticates itself by HTTP (RFC 6749 section 2.3.1); absent: it is part of the parameters, or not needed. */
  client?: { id: string; secret: string };
  /** The causes of a refusal, besides those of all logins. */
  causes?: readonly Cause[];
}

/** Requests a token. Throws InventoryError. */
export async function requestToken(
  { url, parameters, name = OAUTH, client, causes }: TokenRequest,
  { io }: ReadContext,
  open: OpenClient,
): Promise<string> {
  const { sendJson } = await open({
    name,
    origins: [url.origin],
    classify: (response) => classifyLogin(response, name, causes),
  });
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...(client !== undefined && { authorization: encodeBasic({ user: client.id, password: client.secret }) }),
  };
  const body = new URLSearchParams(parameters).toString();
  return takeToken(toObject(await sendJson({ method: 'POST', url, headers, body })).access_token, name, io);
}

function classifyLogin(response: InventoryResponse, name: string, causes: readonly Cause[] = []): Failure {
  const description = String(parseFields(response.body).error_description ?? '');
  if (/reasonable timeframe|\biat\b/i.test(description)) return createInventoryFailure('inventory-clock-skew', name);
  return createGoogleRefusal(name, response, causes);
}
