/** Reads the certificates of Google Cloud Certificate Manager. */

import type { GcpCertificateManagerSource, Ownership } from '../../../domain/index.ts';
import { listCertificateManagerListings } from '../../../domain/sources/cloud/gcp.ts';
import { throwInventoryError } from '../../inventory/failures.ts';
import { readInventory } from '../../inventory/read-inventory.ts';
import { type Page, readCursor } from '../../inventory/read-pages.ts';
import { toId, toObject, toText } from '../../inventory/values.ts';
import type { ReadContext, ReadJob } from '../../sources/reader.ts';
import { createOwnership } from '../facts.ts';
import { createListingJob } from '../listing-job.ts';
import { createGoogleItem } from './certificates.ts';
import { createGoogleTokenSource, openGoogleApi } from './client.ts';
import { CLOUD_PLATFORM } from './federation.ts';
import { toManagerRenewalState } from './renewal-state.ts';
import { rejectUnreachable } from './unreachable-regions.ts';

type Fields = Readonly<Record<string, unknown>>;

const PAGE_SIZE = '500';

/** Lists one job for each location of a project, or for all of its locations. All jobs share a token. */
export function listGcpCertificateManagerJobs(source: GcpCertificateManagerSource, context: ReadContext): ReadJob[] {
  const getToken = createGoogleTokenSource(source.login, CLOUD_PLATFORM, context);
  return listCertificateManagerListings(source).map(({ listing, project, location }) => {
    const name = `Google Certificate Manager in ${location === null ? project : `${project}/${location}`}`;
    return createListingJob(listing, context, async (open) => {
      const api = await openGoogleApi(getToken, { service: 'certificatemanager', name, project }, context, open);
      const path = `projects/${project}/locations/${location ?? '-'}/certificates`;
      return readInventory<Fields>(
        {
          kind: 'gcp_certificate_manager',
          source: listing,
          name,
          allow_empty: source.allow_empty,
          fetchPage: async (next) => readPage(await api.get(path, { pageSize: PAGE_SIZE, pageToken: next }), name),
          getId: (item) => readId(item, project),
          mapItem: (item) =>
            createGoogleItem(
              {
                pem: item.pemCertificate,
                sans: item.sanDnsnames,
                expires: item.expireTime,
                ownership: toOwnership(item),
                renewal_state: toManagerRenewalState(item),
                command: 'gcloud certificate-manager certificates describe',
              },
              name,
            ),
        },
        context,
      );
    });
  });
}

/** Reads a page. An empty list is missing in the response; other fields then mean that the server is not Certificate Manager. */
function readPage(response: unknown, name: string): Page<Fields> {
  const { certificates: listed, nextPageToken, unreachable, ...others } = toObject(response);
  const isEmpty = listed === undefined && !Array.isArray(response) && Object.keys(others).length === 0;
  const certificates = isEmpty ? [] : listed;
  if (!Array.isArray(certificates))
    throwInventoryError('inventory-unexpected-format', name, 'no list of `certificates`');
  rejectUnreachable(unreachable, name);
  return { items: certificates.map(toObject), total: null, next: readCursor(nextPageToken, 'nextPageToken', name) };
}

/** Reads the ID, with the project of the manifest, because the API may return its number. */
function readId({ name }: Fields, project: string): string | null {
  const [, location, id] = /^projects\/[^/]+\/locations\/([^/]+)\/certificates\/([^/]+)$/.exec(toId(name) ?? '') ?? [];
  return id === undefined ? null : `${project}/${location}/${id}`;
}

function toOwnership({ labels, usedBy }: Fields): Ownership {
  const users = (Array.isArray(usedBy) ? usedBy : []).flatMap((one) => toText(toObject(one).name) ?? []);
  return createOwnership(Object.entries(toObject(labels)), [...new Set(users)]);
}
