/** Proves the role of AWS to Google (workload identity federation with a provider for AWS). */

import type { ReadContext } from '../../sources/reader.ts';
import { createSessions, findHomeRegion } from '../aws/credentials.ts';

/** The credentials that AWS's own tools find. */
const LOGIN = { login: { role_arn: null, audience: 'sts.amazonaws.com' }, accounts: [] };

/**
 * Creates a signed request for GetCallerIdentity, which Google sends to AWS to verify the role. Its URL is always that of AWS, also if a
 * credential file has another one. `audience`: the provider, as `//iam.googleapis.com/projects/…`. Throws InventoryError.
 */
export async function createAwsIdentity(audience: string, context: ReadContext): Promise<string> {
  const region = findHomeRegion(null, LOGIN, context);
  const credentials = await createSessions(LOGIN, region, context)(null).getCredentials(false);
  const { AccountClient } = await import('../aws/sdk.ts');
  // Each client of the SDK can sign for any service. This client never sends requests.
  const client = new AccountClient({ region, credentials });
  const signer = await client.config.signer({
    ...{ name: 'sigv4', signingName: 'sts', signingRegion: region, properties: {} },
  });
  const hostname = `sts.${region}.amazonaws.com`;
  const query = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
  const request = { method: 'POST', protocol: 'https:', hostname, path: '/', query };
  const { headers } = await signer.sign({
    ...request,
    headers: { host: hostname, 'x-goog-cloud-target-resource': audience },
  });
  const url = `https://${hostname}?${new URLSearchParams(query)}`;
  const list = Object.entries(headers).map(([key, value]) => ({ key, value }));
  return encodeURIComponent(JSON.stringify({ url, method: request.method, headers: list }));
}
