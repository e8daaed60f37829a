/** An API server on loopback, which knows tokens by their names, and the client certificates of its CA. */

import {
  type ApiCall,
  type ApiReply,
  type FakeApi,
  type FakeTls,
  startFakeApi,
} from '../../../helpers/inventory/fake-api.ts';
import type { Sight } from '../vendor.ts';

/** The token of an identity. */
export const formatToken = (identity: string) => `token-of-${identity}`;
export const REVOKED = 'token-that-was-revoked';

export interface KubernetesServer extends FakeApi {
  /** Begins a case. */
  begin: () => void;
  /** What was seen since. */
  sights: Sight[];
}

export async function startKubernetesServer(tls: FakeTls): Promise<KubernetesServer> {
  const sights: Sight[] = [];
  const server = await startFakeApi((call): ApiReply => {
    const identity = authenticate(call);
    sights.push({ identity: identity ?? 'nobody', isAccepted: identity !== null });
    if (identity === null)
      return { status: 401, body: { kind: 'Status', status: 'Failure', reason: 'Unauthorized', code: 401 } };
    return { body: { kind: 'SecretList', apiVersion: 'v1', metadata: {}, items: [] } };
  }, tls);
  server.unref();
  const begin = () => void sights.splice(0);
  return { ...server, begin, sights };
}

/** An API server asks the client certificate first. */
function authenticate({ client, headers }: ApiCall): string | null {
  if (client !== null) return client;
  return /^Bearer token-of-([\w-]+)$/.exec(headers.authorization ?? '')?.[1] ?? null;
}
