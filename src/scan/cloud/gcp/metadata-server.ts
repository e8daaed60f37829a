/** Requests a token from the metadata server of a machine or pod in Google Cloud. */

import { type InventoryResponse, parseJson } from '../../inventory/client.ts';
import { InventoryError } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { parseServerUrl, takeToken } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';

const NAME = 'the metadata server of Google Cloud';

/** Its name, metadata.google.internal, would be resolved by a DNS server that others may control. */
const ADDRESS = '169.254.169.254';

const PATH = '/computeMetadata/v1/instance/service-accounts/default/token';

/** Elsewhere, nothing responds at this address. */
const PROBE_SECONDS = 3;

/**
 * Null outside Google Cloud, and on machines without a service account. GCE_METADATA_HOST replaces the address, as for Google's own
 * clients. Throws InventoryError.
 */
export async function requestMetadataToken({ io }: ReadContext, open: OpenClient): Promise<string | null> {
  const host = io.env.GCE_METADATA_HOST || ADDRESS;
  const url = new URL(PATH, parseServerUrl(`http://${host}`, 'GCE_METADATA_HOST'));
  const client = await open({ name: NAME, origins: [url.origin], probe_seconds: PROBE_SECONDS, address: ADDRESS });
  const response = await client.send({ url, headers: { 'metadata-flavor': 'Google' } }).catch(ignoreAbsence);
  if (response === null || response.header('metadata-flavor') !== 'Google') return null;
  return takeToken(toObject(parseJson(response.body, NAME)).access_token, NAME, io);
}

/** Other clouds have a server at this address, too. What Google's server cannot do right now is an error. */
function ignoreAbsence(error: unknown): InventoryResponse | null {
  if (error instanceof InventoryError && !TEMPORARY.includes(error.failure.code)) return null;
  throw error;
}

const TEMPORARY: readonly string[] = ['inventory-server-error', 'inventory-throttled'];
