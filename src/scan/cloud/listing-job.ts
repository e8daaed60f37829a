/** Runs the requests of one listing, and closes its connections afterwards. */

import type { RawSource } from '../../domain/index.ts';
import { type InventoryClient, type InventoryClientOptions, openInventoryClient } from '../inventory/client.ts';
import { InventoryError } from '../inventory/failures.ts';
import { createFailedListing } from '../inventory/read-inventory.ts';
import type { ReadContext, ReadJob } from '../sources/reader.ts';

/** Opens a client that is closed at the end of the job or login. */
export type OpenClient = (options: InventoryClientOptions) => Promise<InventoryClient>;

/** Runs requests, and closes the clients that they opened. */
export async function useClients<Result>(
  context: ReadContext,
  use: (open: OpenClient) => Promise<Result>,
): Promise<Result> {
  const clients: InventoryClient[] = [];
  const open: OpenClient = async (options) => {
    const client = await openInventoryClient(context, options);
    clients.push(client);
    return client;
  };
  try {
    return await use(open);
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

/** Runs the requests of a listing, and of those that it finds. InventoryError, such as for missing credentials, fails the listing. */
export async function readListings(
  source: string,
  context: ReadContext,
  read: (open: OpenClient) => Promise<RawSource[]>,
): Promise<RawSource[]> {
  try {
    return await useClients(context, read);
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    return [createFailedListing(source, error.failure, context)];
  }
}

/** Creates the job. `source`: the name of the listing. */
export function createListingJob(
  source: string,
  context: ReadContext,
  read: (open: OpenClient) => Promise<RawSource>,
): ReadJob {
  return { sources: [source], read: () => readListings(source, context, async (open) => [await read(open)]) };
}
