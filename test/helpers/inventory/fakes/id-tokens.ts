/** A local service that issues ID tokens to a job, as that of GitHub Actions does, and checks them for the fakes. */

import { type FakeApi, startFakeApi } from '../fake-api.ts';

export interface FakeIdTokens extends FakeApi {
  /** The variables of a job with `id-token: write`. */
  env: Record<string, string>;
  /** A token for this audience, as a file of a pod has one. */
  issue: (audience: string | null) => string;
}

const REQUEST_TOKEN = 'request-token-of-the-job';

export async function startFakeIdTokens(): Promise<FakeIdTokens> {
  let issued = 0;
  const issue = (audience: string | null) => {
    issued += 1;
    const claims = { aud: audience, sub: 'repo:example/certificates', jti: String(issued) };
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.signature`;
  };
  const api = await startFakeApi(({ url, headers }) => {
    if (headers.authorization !== `Bearer ${REQUEST_TOKEN}`) return { status: 401, body: { message: 'bad token' } };
    return { body: { count: 1, value: issue(url.searchParams.get('audience')) } };
  });
  const env = {
    GITHUB_ACTIONS: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: `${api.origin}/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
  };
  return { ...api, env, issue };
}

/** The audience in a token of this service; null if it is not one. */
export function readAudience(token: string | null | undefined): string | null {
  try {
    return JSON.parse(Buffer.from((token ?? '').split('.')[1] ?? '', 'base64url').toString()).aud ?? null;
  } catch {
    return null;
  }
}
