/** Opens clients for services of AWS. */

import type { AccountClient } from '@aws-sdk/client-account';
import type { ACMClient } from '@aws-sdk/client-acm';
import type { IAMClient } from '@aws-sdk/client-iam';
import { isAwsRegion } from '../../../domain/sources/cloud/aws-acm.ts';
import type { Io } from '../../../lib/io.ts';
import { parseJson } from '../../inventory/client.ts';
import { createInventoryFailure, InventoryError, throwInventoryError } from '../../inventory/failures.ts';
import type { ReadContext } from '../../sources/reader.ts';
import type { OpenClient } from '../listing-job.ts';
import { type AwsSession, resolveEndpoint } from './credentials.ts';
import { createClientConfig } from './request-handler.ts';
import { checkXml, classifyError } from './responses.ts';

interface Clients {
  acm: ACMClient;
  iam: IAMClient;
  account: AccountClient;
}

/** Runs an operation with a client. `operation`: its name, such as `ListCertificates`. Throws InventoryError. */
export type RunOperation<Service extends keyof Clients> = <Output>(
  operation: string,
  run: (client: Clients[Service]) => Promise<Output>,
) => Promise<Output>;

/** The interval of requests: AWS allows ten per second for each of the operations on a certificate, and eight listings. */
const INTERVAL_MS = 125;

interface ServiceOptions<Service extends keyof Clients> {
  service: Service;
  region: string;
  /** The name in failures. */
  name: string;
}

/** Returns a function that runs operations of the service, no faster than AWS permits. Throws InventoryError. */
export async function openAwsService<Service extends keyof Clients>(
  { service, region, name }: ServiceOptions<Service>,
  session: AwsSession,
  { io }: ReadContext,
  open: OpenClient,
): Promise<RunOperation<Service>> {
  checkRegion(region);
  // A client reads the files of the configuration before it asks for credentials. The login has checked them.
  await session.getCredentials(false);
  const expired = createInventoryFailure('inventory-unauthorized', name, '400');
  const endpoint = resolveEndpoint(service, io.env);
  const config = {
    ...createClientConfig(
      () => ({ name, classify: (response) => classifyError(response, name, expired) }),
      open,
      (body) => (service === 'iam' ? checkXml(body, name) : parseJson(body, name)),
    ),
    region,
    ...(endpoint !== null && { endpoint: endpoint.href }),
    credentials: async (use?: { forceRefresh?: boolean }) => session.getCredentials(use?.forceRefresh === true),
  };
  const sdk = await import('./sdk.ts');
  const create = {
    acm: () => new sdk.ACMClient(config),
    iam: () => new sdk.IAMClient(config),
    account: () => new sdk.AccountClient(config),
  } satisfies { [Name in keyof Clients]: () => Clients[Name] };
  const client = create[service]() as Clients[Service];
  const pace = endpoint === null || isAws(endpoint) ? createPacer(io) : async () => undefined;
  // The time from which on new credentials may be obtained: rejected ones must not be requested again for each item.
  let refreshableAt = 0;
  return async (operation, run) => {
    await pace(operation);
    try {
      return await run(client);
    } catch (error) {
      const isExpired = error instanceof InventoryError && error.failure === expired && io.now() >= refreshableAt;
      if (!isExpired) throw toInventoryError(error, name);
    }
    try {
      await client.config.credentials({ forceRefresh: true });
      return await run(client);
    } catch (error) {
      if (error instanceof InventoryError && error.failure === expired) refreshableAt = io.now() + REFRESH_INTERVAL_MS;
      throw toInventoryError(error, name);
    }
  };
}

const REFRESH_INTERVAL_MS = 60_000;

/** Checks a region. Those of the manifest were checked before, but not those of the environment. Throws InventoryError. */
function checkRegion(region: string): void {
  if (!isAwsRegion(region))
    throwInventoryError('inventory-credentials-invalid', 'AWS_REGION or AWS_DEFAULT_REGION', 'it is not a region');
}

/** Converts errors of AWS's client about a response, which have its metadata. Others are bugs. */
function toInventoryError(error: unknown, name: string): unknown {
  if (error instanceof InventoryError || !(error instanceof Error) || !('$metadata' in error)) return error;
  return new InventoryError(createInventoryFailure('inventory-unexpected-format', name, 'AWS’s client cannot read it'));
}

/** Whether a server is one of AWS. Other servers, such as those for tests, have no such limits. */
function isAws({ hostname }: URL): boolean {
  return /\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.test(hostname);
}

/** Creates a function that spreads the requests of each operation. */
export function createPacer({ now, sleep }: Pick<Io, 'now' | 'sleep'>): (operation: string) => Promise<void> {
  const next = new Map<string, number>();
  return async (operation) => {
    const current = now();
    const at = Math.max(current, next.get(operation) ?? 0);
    next.set(operation, at + INTERVAL_MS);
    if (at > current) await sleep(at - current);
  };
}
