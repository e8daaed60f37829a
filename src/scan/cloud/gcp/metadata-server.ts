/** Requests a token from the metadata server of a machine or pod in Google Cloud. */

import type { Io } from '../../../lib/io.ts';
import { type InventoryResponse, parseJson } from '../../inventory/client.ts';
import { InventoryError } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { takeToken } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';
import { parseMetadataUrl } from '../login-chain.ts';

const NAME = 'the metadata server of Google Cloud';

/** The address, because others may control the DNS server that would resolve its name, metadata.google.internal. */
const ADDRESS = '169.254.169.254';
const NAME_OF_ADDRESS = /^metadata\.google\.internal\.?(?=:|$)/;

const PATH = '/computeMetadata/v1/instance/service-accounts/default/token';

/** The time limit: outside of clouds, nothing responds at this address. */
const PROBE_SECONDS = 3;

/**
 * Requests a token. `problem`: the reason why there is none, such as outside Google Cloud, or on machines without a service account.
 * GCE_METADATA_HOST replaces the address, as for Google's own clients. Throws InventoryError.
 */
export async function requestMetadataToken(
  { io }: ReadContext,
  open: OpenClient,
): Promise<{ token: string } | { problem: string }> {
  const disabled = findSwitch(io.env);
  if (disabled !== null) return { problem: `disabled by ${disabled}` };
  const host = (io.env.GCE_METADATA_HOST || ADDRESS).replace(NAME_OF_ADDRESS, ADDRESS);
  const parsed = parseMetadataUrl(`http://${host}${PATH}`);
  if ('problem' in parsed) return { problem: `GCE_METADATA_HOST is ${parsed.problem}` };
  const { url } = parsed;
  const client = await open({ name: NAME, origins: [url.origin], probe_seconds: PROBE_SECONDS, address: ADDRESS });
  const response = await client.send({ url, headers: { 'metadata-flavor': 'Google' } }).catch(ignoreAbsence);
  if (response === null || response.header('metadata-flavor') !== 'Google')
    return { problem: `no token at ${host}: this is not a machine of Google Cloud, or it has no service account` };
  return { token: takeToken(toObject(parseJson(response.body, NAME)).access_token, NAME, io) };
}

/** Finds the variable of one of Google's clients that disables the server; null: there is none. */
function findSwitch({ METADATA_SERVER_DETECTION: detection, NO_GCE_CHECK: isDisabled }: Io['env']): string | null {
  if (detection?.trim().toLowerCase() === 'none') return 'METADATA_SERVER_DETECTION';
  return isDisabled?.toLowerCase() === 'true' ? 'NO_GCE_CHECK' : null;
}

/** Ignores a missing server; other clouds have a server at this address, too. Temporary failures of Google's server are errors. */
function ignoreAbsence(error: unknown): InventoryResponse | null {
  if (error instanceof InventoryError && !TEMPORARY.includes(error.failure.code)) return null;
  throw error;
}

const TEMPORARY: readonly string[] = ['inventory-server-error', 'inventory-throttled'];
