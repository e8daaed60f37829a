/** Reads the classic SSL certificates of load balancers in Google Cloud, global and regional ones. */

import type { GcpSslCertificatesSource } from '../../../domain/index.ts';
import { formatSslListing } from '../../../domain/sources/cloud/gcp.ts';
import { readInventory } from '../../inventory/read-inventory.ts';
import { toId } from '../../inventory/values.ts';
import type { ReadContext, ReadJob } from '../../sources/reader.ts';
import { createOwnership } from '../facts.ts';
import { createListingJob } from '../listing-job.ts';
import { createGoogleItem } from './certificates.ts';
import { createGoogleTokenSource, openGoogleApi } from './client.ts';
import { type ComputeItem, fetchAggregatedPage } from './compute-lists.ts';
import { toSslRenewalState } from './renewal-state.ts';
import { readCertificateUsers } from './target-proxies.ts';

const SCOPE = 'https://www.googleapis.com/auth/compute.readonly';

/** Lists one job for each project. All jobs share a token. */
export function listGcpSslCertificatesJobs(source: GcpSslCertificatesSource, context: ReadContext): ReadJob[] {
  const { kind } = source;
  const getToken = createGoogleTokenSource(source.login, SCOPE, context);
  return source.projects.map((project) => {
    const listing = formatSslListing(project);
    const name = `Google Compute Engine in ${project}`;
    return createListingJob(listing, context, async (open) => {
      const api = await openGoogleApi(getToken, { service: 'compute', name, project }, context, open);
      let users: Promise<ReadonlyMap<string, string[]> | null> | null = null;
      const getUsers = () => {
        const isRequired = source.in_use;
        users ??= readCertificateUsers(api, { kind, project, name, isRequired, now: context.io.now });
        return users;
      };
      return readInventory<ComputeItem>(
        {
          kind,
          source: listing,
          name,
          allow_empty: source.allow_empty,
          fetchPage: async (next) => {
            await getUsers();
            return fetchAggregatedPage(api, project, 'sslCertificates', next, name);
          },
          getId: ({ scope, fields }) => {
            const id = toId(fields.name);
            return id === null ? null : `${project}/${scope}/${id}`;
          },
          mapItem: async ({ scope, fields }) => {
            const assignments = (await getUsers())?.get(`${scope}/${toId(fields.name)}`) ?? [];
            if (source.in_use && assignments.length === 0) return null;
            return createGoogleItem(
              {
                pem: fields.certificate,
                sans: fields.subjectAlternativeNames,
                expires: fields.expireTime,
                ownership: createOwnership([], assignments),
                renewal_state: toSslRenewalState(fields),
                command: 'gcloud compute ssl-certificates describe',
              },
              name,
            );
          },
        },
        context,
      );
    });
  });
}
