/** Reads the certificates of AWS Certificate Manager. */

import type { CertificateSummary, KeyAlgorithm } from '@aws-sdk/client-acm';
import type { AwsAcmSource, RawSource } from '../../../domain/index.ts';
import { ALL, listAcmListings } from '../../../domain/sources/cloud/aws-acm.ts';
import { throwInventoryError } from '../../inventory/failures.ts';
import { readInventory } from '../../inventory/read-inventory.ts';
import { readCursor } from '../../inventory/read-pages.ts';
import { toId, toObject } from '../../inventory/values.ts';
import type { ReadContext, ReadJob } from '../../sources/reader.ts';
import { createListingJob, type OpenClient, readListings } from '../listing-job.ts';
import { readAcmCertificate } from './acm-certificate.ts';
import { openAwsService } from './client.ts';
import { type AwsSession, createSessions, findHomeRegion } from './credentials.ts';
import { listEnabledRegions } from './regions.ts';

/** All key types. Without them, only certificates with RSA keys of 1024 and 2048 bits are listed. */
const ALL_KEY_TYPES: KeyAlgorithm[] = [
  ...(['RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096'] as const),
  ...(['EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'] as const),
];

const PAGE_SIZE = 1000;

/** Lists one job for each region of each account, or for all regions that are enabled in the account. */
export function listAwsAcmJobs(source: AwsAcmSource, context: ReadContext): ReadJob[] {
  const home = findHomeRegion(source.regions === ALL ? null : (source.regions[0] ?? null), source, context);
  const getSession = createSessions(source, home, context);
  return listAcmListings(source).map(({ listing, account, region }) => {
    const session = getSession(account);
    const read = (one: Region, open: OpenClient) => readRegion(source, one, session, context, open);
    if (region !== ALL) return createListingJob(listing, context, (open) => read({ listing, region }, open));
    const readAll = async (open: OpenClient) => {
      const enabled = await listEnabledRegions(home, session, context, open);
      const regions = enabled.filter((one) => !source.exclude_regions.includes(one));
      const unmonitored = source.exclude_regions.flatMap((one) => context.listKnownLocations(`${listing}/${one}`));
      const self: RawSource = { entry: context.entry.name, source: listing, failure: null, locations: [], unmonitored };
      return [self, ...(await readRegions(sortRegions(regions, home), listing, read, context))];
    };
    return { sources: [listing], read: () => readListings(listing, context, readAll) };
  });
}

/** Sorts regions: those that have certificates in most accounts come first. */
function sortRegions(regions: readonly string[], home: string): string[] {
  const first = [home, 'us-east-1'];
  return [...first, ...regions].filter(
    (region, index, all) => regions.includes(region) && all.indexOf(region) === index,
  );
}

interface Region {
  /** The name of the source of its locations. */
  listing: string;
  region: string;
}

/** The limit for `certvigil inspect`, which shows some of the certificates. */
const MAX_SAMPLED_REGIONS = 3;

/** Reads each region as a listing of its own, so that a failing region does not hide the others. */
async function readRegions(
  regions: readonly string[],
  parent: string,
  read: (region: Region, open: OpenClient) => Promise<RawSource>,
  context: ReadContext,
): Promise<RawSource[]> {
  const reads = regions.slice(0, context.onSample && MAX_SAMPLED_REGIONS).map((region) => {
    const listing = `${parent}/${region}`;
    return readListings(listing, context, async (open) => [await read({ listing, region }, open)]);
  });
  const results = (await Promise.all(reads)).flat();
  // An account cannot have certificates in regions to which its organization denies access.
  const isClosed = ({ source, failure }: RawSource) =>
    failure?.code === 'inventory-organization-denied' && context.listKnownLocations(source).length === 0;
  const open = results.filter((result) => !isClosed(result));
  return open.length === 0 ? results : open;
}

async function readRegion(
  source: AwsAcmSource,
  { listing, region }: Region,
  session: AwsSession,
  context: ReadContext,
  open: OpenClient,
): Promise<RawSource> {
  const name = `AWS Certificate Manager in ${region}`;
  const { ListCertificatesCommand } = await import('./sdk.ts');
  const run = await openAwsService({ service: 'acm', region, name }, session, context, open);
  return readInventory<CertificateSummary>(
    {
      kind: 'aws_acm',
      source: listing,
      name,
      allow_empty: source.allow_empty,
      fetchPage: async (next) => {
        const page = { MaxItems: PAGE_SIZE, Includes: { keyTypes: ALL_KEY_TYPES }, NextToken: next ?? undefined };
        const { CertificateSummaryList: items, NextToken } = await run('ListCertificates', (acm) =>
          acm.send(new ListCertificatesCommand(page)),
        );
        if (!Array.isArray(items))
          throwInventoryError('inventory-unexpected-format', name, 'no `CertificateSummaryList`');
        return { items, total: null, next: readCursor(NextToken, 'NextToken', name) };
      },
      getId: (item) => toId(toObject(item).CertificateArn),
      mapItem: ({ CertificateArn }) =>
        readAcmCertificate(CertificateArn ?? '', source, { name, run }, context.io.now()),
    },
    context,
  );
}
