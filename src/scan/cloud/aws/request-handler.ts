/** Sends the requests of AWS's clients by the client of inventories, with its proxies, address rules, limits, retries and redaction. */

import { getOrCreate } from '../../../lib/collections.ts';
import { VERSION } from '../../../lib/version.ts';
import type { InventoryClient, InventoryClientOptions } from '../../inventory/client.ts';
import type { OpenClient } from '../listing-job.ts';

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

const ignore = () => undefined;

/** A logger without output: the SDK would write to standard error. */
export const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

interface SdkRequest {
  method: string;
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** Creates the handler. It throws InventoryError for a response other than 2xx, so that AWS's clients do not handle errors of a server. */
function createRequestHandler(
  describe: (url: URL) => InventoryClientOptions,
  open: OpenClient,
  check: (body: Buffer) => void,
) {
  const clients = new Map<string, Promise<InventoryClient>>();
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async ({ method, protocol, hostname, port, path, query = {}, headers, body }: SdkRequest) => {
      const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
      for (const [name, value] of Object.entries(query))
        for (const one of [value ?? ''].flat()) url.searchParams.append(name, one);
      const client = await getOrCreate(clients, url.origin, () => open(describe(url)));
      const response = await client.send({ method, url, headers, body: body ?? null });
      check(response.body);
      return { response: { statusCode: response.status, headers: {}, body: response.body } };
    },
  };
}

interface ClientConfig {
  requestHandler: ReturnType<typeof createRequestHandler>;
  maxAttempts: number;
  defaultsMode: 'standard';
  customUserAgent: [name: string, version: string][];
}

/**
 * Creates the configuration. `describe`: the client for the server of a URL, except its origin. `check` throws InventoryError for a body
 * that cannot be read.
 */
export function createClientConfig(
  describe: (url: URL) => Omit<InventoryClientOptions, 'origins'>,
  open: OpenClient,
  check: (body: Buffer) => void = () => undefined,
): ClientConfig {
  return {
    requestHandler: createRequestHandler((url) => ({ ...describe(url), origins: [url.origin] }), open, check),
    // The client of inventories retries requests.
    maxAttempts: 1,
    // Another mode may ask the metadata service of the machine for its region.
    defaultsMode: 'standard',
    customUserAgent: [['certvigil', VERSION]],
  };
}
