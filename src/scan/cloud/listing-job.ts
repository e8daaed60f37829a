/** Runs the requests of one listing, and closes its connections afterwards. */

import type { RawSource } from '../../domain/index.ts';
import { type InventoryClient, type InventoryClientOptions, openInventoryClient } from '../inventory/client.ts';
import { InventoryError } from '../inventory/failures.ts';
import type { ReadContext, ReadJob } from '../sources/reader.ts';

/** Opens a client that is closed at the end of the job. */
export type OpenClient = (options: InventoryClientOptions) => Promise<InventoryClient>;

/** `source`: the name of the listing. InventoryError in `read`, such as for credentials that are not set, fails it. */
export function createListingJob(
  source: string,
  context: ReadContext,
  read: (open: OpenClient) => Promise<RawSource>,
): ReadJob {
  return {
    sources: [source],
    read: async () => {
      const clients: InventoryClient[] = [];
      const open: OpenClient = async (options) => {
        const client = await openInventoryClient(context, options);
        clients.push(client);
        return client;
      };
      try {
        return [await read(open)];
      } catch (error) {
        if (!(error instanceof InventoryError)) throw error;
        return [{ entry: context.entry.name, source, failure: error.failure, locations: [] }];
      } finally {
        await Promise.all(clients.map((client) => client.close()));
      }
    },
  };
}
