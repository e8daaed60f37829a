/** Lists the regions that an account has enabled. */

import type { ReadContext } from '../../sources/reader.ts';
import type { OpenClient } from '../listing-job.ts';
import { openAwsService } from './client.ts';
import type { AwsSession } from './credentials.ts';

const NAME = 'AWS Account Management (account:ListRegions)';

/** `home`: a region of the partition. Sorted. Throws InventoryError. */
export async function listEnabledRegions(
  home: string,
  session: AwsSession,
  context: ReadContext,
  open: OpenClient,
): Promise<string[]> {
  const { ListRegionsCommand } = await import('./sdk.ts');
  const run = await openAwsService({ service: 'account', region: home, name: NAME }, session, context, open);
  const regions: string[] = [];
  let next: string | undefined;
  do {
    const request = { RegionOptStatusContains: ENABLED, MaxResults: PAGE_SIZE, NextToken: next };
    const { Regions = [], NextToken } = await run('ListRegions', (account) =>
      account.send(new ListRegionsCommand(request)),
    );
    regions.push(...Regions.flatMap(({ RegionName }) => RegionName ?? []));
    next = NextToken;
  } while (next && regions.length < MAX_REGIONS);
  return regions.sort();
}

const ENABLED: ('ENABLED' | 'ENABLED_BY_DEFAULT')[] = ['ENABLED', 'ENABLED_BY_DEFAULT'];
const PAGE_SIZE = 50;

/** AWS has fewer than fifty. */
const MAX_REGIONS = 1000;
