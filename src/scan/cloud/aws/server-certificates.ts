/** Reads the server certificates of AWS Identity and Access Management. */

import type { ServerCertificateMetadata } from '@aws-sdk/client-iam';
import type { AwsIamSource } from '../../../domain/index.ts';
import { listIamListings } from '../../../domain/sources/cloud/aws-iam.ts';
import { throwInventoryError } from '../../inventory/failures.ts';
import { type ListedItem, readInventory } from '../../inventory/read-inventory.ts';
import { readCursor } from '../../inventory/read-pages.ts';
import { toId, toObject } from '../../inventory/values.ts';
import type { ReadContext, ReadJob } from '../../sources/reader.ts';
import { UNMANAGED } from '../facts.ts';
import { createCertificateItem } from '../items.ts';
import { createListingJob } from '../listing-job.ts';
import { createAwsOwnership } from './acm-certificate.ts';
import { openAwsService, type RunOperation } from './client.ts';
import { createSessions, findHomeRegion } from './credentials.ts';

const NAME = 'AWS IAM';
const PAGE_SIZE = 100;

/** Lists one job for each account: IAM has no regions. */
export function listAwsIamJobs(source: AwsIamSource, context: ReadContext): ReadJob[] {
  const home = findHomeRegion(null, source, context);
  const getSession = createSessions(source, home, context);
  return listIamListings(source).map(({ listing, account }) =>
    createListingJob(listing, context, async (open) => {
      const { ListServerCertificatesCommand } = await import('./sdk.ts');
      const options = { service: 'iam', region: home, name: NAME } as const;
      const run = await openAwsService(options, getSession(account), context, open);
      return readInventory<ServerCertificateMetadata>(
        {
          kind: 'aws_iam',
          source: listing,
          name: NAME,
          allow_empty: source.allow_empty,
          fetchPage: async (marker) => {
            const page = { MaxItems: PAGE_SIZE, Marker: marker ?? undefined };
            const { ServerCertificateMetadataList, Marker, IsTruncated } = await run('ListServerCertificates', (iam) =>
              iam.send(new ListServerCertificatesCommand(page)),
            );
            if (!Array.isArray(ServerCertificateMetadataList))
              throwInventoryError('inventory-unexpected-format', NAME, 'no `ServerCertificateMetadataList`');
            const next = readCursor(Marker, 'Marker', NAME);
            // Otherwise, the certificates of further pages would seem removed.
            if (IsTruncated !== (next !== null))
              throwInventoryError(
                'inventory-unexpected-format',
                NAME,
                '`IsTruncated` and `Marker` contradict each other',
              );
            return { items: ServerCertificateMetadataList, total: null, next };
          },
          getId: (item) => toId(toObject(item).Arn),
          mapItem: (item) => readServerCertificate(item, run),
        },
        context,
      );
    }),
  );
}

/** Reads a server certificate. Such certificates are not renewed, but replaced, and their private keys cannot be read. */
async function readServerCertificate(
  { ServerCertificateName }: ServerCertificateMetadata,
  run: RunOperation<'iam'>,
): Promise<ListedItem> {
  const { GetServerCertificateCommand } = await import('./sdk.ts');
  const { ServerCertificate } = await run('GetServerCertificate', (iam) =>
    iam.send(new GetServerCertificateCommand({ ServerCertificateName })),
  );
  const { CertificateBody, CertificateChain, Tags = [] } = ServerCertificate ?? {};
  if (typeof CertificateBody !== 'string')
    throwInventoryError('inventory-unexpected-format', NAME, 'no `CertificateBody`');
  const texts = CertificateChain === undefined ? [CertificateBody] : [CertificateBody, CertificateChain];
  return createCertificateItem(texts, NAME, { ownership: createAwsOwnership(Tags, []), renewal_state: UNMANAGED });
}
