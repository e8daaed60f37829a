/** Lists the regions that an account has enabled. */

import type { Region } from '@aws-sdk/client-account';
import { isAwsRegion } from '../../../domain/sources/cloud/aws-acm.ts';
import { throwInventoryError } from '../../inventory/failures.ts';
import { readCursor, readPages } from '../../inventory/read-pages.ts';
import type { ReadContext } from '../../sources/reader.ts';
import type { OpenClient } from '../listing-job.ts';
import { openAwsService } from './client.ts';
import type { AwsSession } from './credentials.ts';

const NAME = 'AWS Account Management (account:ListRegions)';

/**
 * Lists the enabled regions, sorted; an empty list is an error, because all certificates would seem removed. `home`: a region of the
 * partition. Throws InventoryError.
 */
export async function listEnabledRegions(
  home: string,
  session: AwsSession,
  context: ReadContext,
  open: OpenClient,
): Promise<string[]> {
  const { ListRegionsCommand } = await import('./sdk.ts');
  const run = await openAwsService({ service: 'account', region: home, name: NAME }, session, context, open);
  const fetchPage = async (next: string | null) => {
    const request = { RegionOptStatusContains: ENABLED, MaxResults: PAGE_SIZE, NextToken: next ?? undefined };
    const { Regions, NextToken } = await run('ListRegions', (account) => account.send(new ListRegionsCommand(request)));
    if (!Array.isArray(Regions)) throwInventoryError('inventory-unexpected-format', NAME, 'no `Regions`');
    const items: readonly (Region | null)[] = Regions;
    return { items, total: null, next: readCursor(NextToken, 'NextToken', NAME) };
  };
  const regions = new Set<string>();
  const options = { kind: 'aws_acm', name: NAME, limits: LIMITS, now: context.io.now };
  for await (const { items } of readPages(fetchPage, options))
    for (const item of items) {
      const region = item?.RegionName;
      if (!isAwsRegion(region)) throwInventoryError('inventory-unexpected-format', NAME, 'no `RegionName`');
      regions.add(region);
    }
  if (regions.size === 0) throwInventoryError('inventory-unexpected-format', NAME, 'no region');
  return [...regions].sort();
}

const ENABLED: ('ENABLED' | 'ENABLED_BY_DEFAULT')[] = ['ENABLED', 'ENABLED_BY_DEFAULT'];
const PAGE_SIZE = 50;

/** The limits: AWS has fewer than fifty regions. */
const LIMITS = { pages: 100, items: 1000 };
