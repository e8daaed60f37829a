/** Requests ID tokens (OpenID Connect) of the job from GitHub Actions, so that secrets need not be stored. */

import { traceWork } from '../../lib/trace/trace.ts';
import { createInventoryFailure, throwInventoryError } from '../inventory/failures.ts';
import type { ReadContext } from '../sources/reader.ts';
import { takeToken } from './credentials.ts';
import type { OpenClient } from './listing-job.ts';

const SERVICE = "GitHub's service for ID tokens";

/** The name of such a token in failures. */
export const JOB_TOKEN = "the job's ID token";

/**
 * Returns a token for `audience`. GitHub sets both variables only for jobs with the permission `id-token: write`. Throws
 * InventoryError.
 */
export async function requestIdToken(audience: string, { io }: ReadContext, open: OpenClient): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: endpoint = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: token = '' } = io.env;
  if (endpoint === '' || token === '' || !URL.canParse(endpoint)) {
    const isJob = io.env.GITHUB_ACTIONS === 'true';
    throwInventoryError(isJob ? 'inventory-id-token-permission' : 'inventory-id-token-unavailable', SERVICE);
  }
  io.addSecrets([token]);
  const url = new URL(endpoint);
  url.searchParams.set('audience', audience);
  const client = await open({
    name: SERVICE,
    origins: [url.origin],
    authorize: () => ({ authorization: `Bearer ${token}` }),
    classify: ({ status }) => createInventoryFailure('inventory-id-token-refused', SERVICE, String(status)),
  });
  const traced = { subject: () => `to ${SERVICE}`, describe: () => 'has a token' };
  return traceWork('login', traced, async () => {
    const response = (await client.sendJson({ url })) as { value?: unknown } | null;
    return takeToken(response?.value, SERVICE, io);
  });
}
