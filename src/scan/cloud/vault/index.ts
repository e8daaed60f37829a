/** Reads the certificates that PKI mounts of HashiCorp Vault or OpenBao issued, and the issuers of the mounts. */

import type { VaultPkiSource } from '../../../domain/index.ts';
import { formatVaultListing } from '../../../domain/sources/cloud/vault-pki.ts';
import { formatItemLocation } from '../../../domain/sources/item-location.ts';
import { InventoryError, throwInventoryError } from '../../inventory/failures.ts';
import { removePrivateKeys } from '../../inventory/private-keys.ts';
import { type ListedItem, readInventory } from '../../inventory/read-inventory.ts';
import type { Page } from '../../inventory/read-pages.ts';
import type { ReadContext, ReadJob } from '../../sources/reader.ts';
import { createCertificateItem } from '../items.ts';
import { createListingJob } from '../listing-job.ts';
import { readCachedCertificates, writeCachedCertificates } from './cache.ts';
import { type IssuedCertificate, readIssued, selectCurrent, takeCertificate } from './issued-certificates.ts';
import { openVaultSession, resolveNamespace, type VaultSession } from './session.ts';

/** Lists one job for each PKI mount, with a session of its own. */
export function listVaultPkiJobs(source: VaultPkiSource, context: ReadContext): ReadJob[] {
  return source.mounts.map((mount) => {
    const listing = formatVaultListing(mount);
    const name = formatName(source, mount);
    return createListingJob(listing, context, async (open) => {
      const session = rememberRead(await openVaultSession(source, name, context, open));
      return readInventory<VaultItem>(
        {
          kind: 'vault_pki',
          source: listing,
          name,
          allow_empty: source.allow_empty,
          fetchPage: (next) =>
            next === null ? fetchIssued({ session, mount, source, context }) : fetchIssuers(session, mount, name),
          getId: ({ id }) => `${mount}/${id}`,
          mapItem: (item) => mapItem(item, name),
        },
        context,
      );
    });
  });
}

/** Remembers read paths, so that a repeated listing does not request them again. */
function rememberRead(session: VaultSession): VaultSession {
  const known = new Map<string, Record<string, unknown>>();
  return {
    ...session,
    read: async (path) => {
      const data = known.get(path) ?? (await session.read(path));
      known.set(path, data);
      return data;
    },
  };
}

/** Formats the name of a mount in failures. */
function formatName({ url }: VaultPkiSource, mount: string): string {
  return `the mount ${mount} of ${url.replace(CREDENTIALS, '$1')}`;
}

/** The user and password of a URL, which Vault does not use. */
const CREDENTIALS = /^(https?:\/\/)[^/?#]*@/i;

interface VaultItem {
  /** The serial number, or `issuer/` and the ID of an issuer. */
  id: string;
  /** The certificate; null: it is not monitored. */
  pem: string | null;
  /** The error of reading it; null if it was read. */
  error: InventoryError | null;
  labels: Record<string, string>;
}

function mapItem({ pem, error, labels }: VaultItem, name: string): ListedItem | null {
  if (error !== null) throw error;
  if (pem === null) return null;
  return createCertificateItem([pem], name, { ownership: { labels, owner: null, assignments: [] } });
}

interface IssuedRequest {
  session: VaultSession;
  mount: string;
  source: VaultPkiSource;
  context: ReadContext;
}

/**
 * Fetches the issued certificates. Vault has no pages: all serial numbers come at once. Superseded certificates are only known once all
 * were read.
 */
async function fetchIssued({ session, mount, source, context }: IssuedRequest): Promise<Page<VaultItem>> {
  const keys = await session.list(`${mount}/certs`);
  if (keys === null) throwInventoryError('inventory-not-found', formatName(source, mount), '404');
  const read = async (serial: string) => session.read(`${mount}/cert/${encodeURIComponent(serial)}`);
  const revoked = await listRevoked(session, mount);
  const cacheKey = JSON.stringify(['vault_pki', source.url, resolveNamespace(source, context), mount]);
  const cached = revoked === null ? new Map<string, string>() : await readCachedCertificates(cacheKey, context);
  const readKnown = async (serial: string) => {
    const certificate = cached.get(serial);
    return certificate === undefined ? read(serial) : { certificate, revocation_time: revoked?.has(serial) ? 1 : 0 };
  };
  const issued = await dropRemoved(await readIssued(keys, readKnown, formatName(source, mount)), session, mount);
  const known = new Map(
    issued.flatMap(({ serial, pem, summary }) =>
      pem === null || summary === null ? [] : [[serial, removePrivateKeys(pem).text] as const],
    ),
  );
  if (revoked !== null) await writeCachedCertificates(cacheKey, known, cached, context);
  const locations = new Set(context.listKnownLocations(formatVaultListing(mount)));
  const isKnown = ({ serial }: IssuedCertificate) =>
    locations.has(formatItemLocation('vault_pki', `${mount}/${serial}`));
  const current = selectCurrent(issued, source, { now: context.io.now(), isKnown });
  const items = issued.map((one) => toItem(one, current.has(one)));
  return { items, total: null, next: 'issuers' };
}

/** Drops what Vault deleted after it was listed, such as by `tidy`. One that does not exist and is still listed keeps its error. */
async function dropRemoved(
  issued: readonly IssuedCertificate[],
  session: VaultSession,
  mount: string,
): Promise<readonly IssuedCertificate[]> {
  const isMissing = ({ error }: IssuedCertificate) => error?.failure.code === 'inventory-not-found';
  if (!issued.some(isMissing)) return issued;
  const listed = await session.list(`${mount}/certs`);
  return listed === null ? issued : issued.filter((one) => !isMissing(one) || listed.includes(one.serial));
}

/** Lists the revoked serial numbers; null if the server or the policy does not allow it: then each certificate is read to find out. */
async function listRevoked(session: VaultSession, mount: string): Promise<Set<string> | null> {
  try {
    const serials = await session.list(`${mount}/certs/revoked`);
    return serials === null ? null : new Set(serials);
  } catch (error) {
    const codes = ['inventory-forbidden', 'inventory-not-found'];
    if (error instanceof InventoryError && codes.includes(error.failure.code)) return null;
    throw error;
  }
}

function toItem({ serial, pem, error }: IssuedCertificate, isCurrent: boolean): VaultItem {
  return { id: serial, pem: isCurrent ? pem : null, error, labels: {} };
}

/** Fetches the issuers. Servers before Vault 1.11 have one issuer per mount, which is among the issued certificates. */
async function fetchIssuers(session: VaultSession, mount: string, name: string): Promise<Page<VaultItem>> {
  const keys = (await session.list(`${mount}/issuers`)) ?? [];
  const items = await Promise.all(
    keys.map(async (id): Promise<VaultItem> => {
      const base = { id: `issuer/${id}`, pem: null, error: null, labels: {} };
      try {
        const { certificate, issuer_name, revoked } = await session.read(`${mount}/issuer/${encodeURIComponent(id)}`);
        const labels: Record<string, string> =
          typeof issuer_name === 'string' && issuer_name !== '' ? { issuer_name } : {};
        return { ...base, pem: revoked === true ? null : takeCertificate(certificate, name), labels };
      } catch (error) {
        if (!(error instanceof InventoryError)) throw error;
        return { ...base, error };
      }
    }),
  );
  return { items, total: null, next: null };
}
