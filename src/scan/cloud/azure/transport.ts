/** Sends the requests of Microsoft's library for logins like all others: within the rules for addresses, and through proxies. */

import type { TokenCredentialOptions } from '@azure/identity';
import type { Failure } from '../../../domain/index.ts';
import { getOrCreate } from '../../../lib/collections.ts';
import { isServiceError } from '../../../lib/http/statuses.ts';
import type { InventoryClient, InventoryClientOptions, InventoryResponse } from '../../inventory/client.ts';
import { InventoryError } from '../../inventory/failures.ts';
import type { OpenClient } from '../listing-job.ts';

export type HttpClient = NonNullable<TokenCredentialOptions['httpClient']>;
type PipelineRequest = Parameters<HttpClient['sendRequest']>[0];
type PipelineResponse = Awaited<ReturnType<HttpClient['sendRequest']>>;

export interface Transport {
  /** The client for the options of a credential. */
  httpClient: HttpClient;
  /** Returns the failure of the last request, because the library does not report its reason; null if it succeeded. */
  getFailure: () => Failure | null;
  /** Returns the status of the last response; null if there was none. */
  getStatus: () => number | null;
}

/** Creates the transport. `route`: the URL and the options of a request. Throws InventoryError. */
export function createTransport(
  open: OpenClient,
  route: (url: URL) => { url: URL; options: InventoryClientOptions },
): Transport {
  const clients = new Map<string, Promise<InventoryClient>>();
  let failure: Failure | null = null;
  let status: number | null = null;

  const send = async (request: PipelineRequest): Promise<InventoryResponse> => {
    const { url, options } = route(new URL(request.url));
    // The library only limits the request that checks whether a service responds.
    const probe = request.timeout > 0 ? { probe_seconds: request.timeout / 1000 } : {};
    const client = getOrCreate(clients, `${url.origin} ${request.timeout}`, () => open({ ...options, ...probe }));
    const headers = Object.entries(request.headers.toJSON()).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
    const body = typeof request.body === 'string' ? request.body : null;
    return (await client).send({ method: request.method, url, headers: Object.fromEntries(headers), body });
  };

  const sendRequest = async (request: PipelineRequest): Promise<PipelineResponse> => {
    [failure, status] = [null, null];
    try {
      const response = await send(request);
      status = response.status;
      return { request, status, headers: createHeaders(response), bodyAsText: response.body.toString() };
    } catch (error) {
      if (error instanceof InventoryError) failure = error.failure;
      throw error;
    }
  };
  return { httpClient: { sendRequest }, getFailure: () => failure, getStatus: () => status };
}

/**
 * Whether a response is about the request. Otherwise waiting may help; 410:
 * learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling
 */
export function isForLibrary({ status }: InventoryResponse): boolean {
  return !isServiceError(status) && status !== 410;
}

/** The headers that certvigil's HTTP client sets. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['accept-encoding', 'content-length', 'user-agent']);

/** The headers that the library reads. */
const HEADERS = ['content-type', 'date', 'retry-after', 'www-authenticate'];

function createHeaders({ header }: InventoryResponse): PipelineResponse['headers'] {
  const pairs = HEADERS.flatMap((name): [string, string][] => {
    const value = header(name);
    return value === null ? [] : [[name, value]];
  });
  const values = new Map(pairs);
  return {
    get: (name) => values.get(name.toLowerCase()),
    has: (name) => values.has(name.toLowerCase()),
    set: (name, value) => void values.set(name.toLowerCase(), String(value)),
    delete: (name) => void values.delete(name.toLowerCase()),
    toJSON: () => Object.fromEntries(values),
    [Symbol.iterator]: () => values[Symbol.iterator](),
  };
}
