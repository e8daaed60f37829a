/**
 * Reads the expiry of the credentials of app registrations in Microsoft Entra ID from Microsoft Graph: client secrets, certificates, and
 * the signing certificates of SAML applications. It returns dates and names, but no secrets or keys.
 */

import type { EntraAppCredentialsSource, InventoryItem } from '../../../domain/index.ts';
import { isExpiredFor } from '../../inventory/current-items.ts';
import { type ListedItem, readInventory } from '../../inventory/read-inventory.ts';
import { toId, toObject, toText, toTime } from '../../inventory/values.ts';
import type { ReadContext, ReadJob } from '../../sources/reader.ts';
import { NO_FIELDS } from '../items.ts';
import { createListingJob } from '../listing-job.ts';
import { CLOUDS, createTokenSource, openService, resolveServiceUrl } from './session.ts';
import { readLinkedPage } from './subscription.ts';

type Fields = Readonly<Record<string, unknown>>;

const KIND = 'entra_app_credentials';

/** The maximum page size of Microsoft Graph. */
const PAGE_SIZE = '999';

/** The days for which expired credentials are monitored: they stay in the list until somebody deletes them. */
const EXPIRED_DAYS = 7;

/** Lists one job for the tenant: the app registrations, then the service principals. */
export function listEntraJobs(source: EntraAppCredentialsSource, context: ReadContext): ReadJob[] {
  const job = createListingJob(KIND, context, async (open) => {
    const name = 'Microsoft Graph';
    const { authority, graph: resource } = CLOUDS[source.cloud];
    const graph = resolveServiceUrl(resource, 'MICROSOFT_GRAPH_URL', context);
    const getToken = createTokenSource(source, { title: 'Microsoft Entra ID', authority, resource }, context);
    const client = await openService(name, graph, getToken, open);
    const lists = [APPLICATIONS, SERVICE_PRINCIPALS].map(({ path, select }) => createUrl(graph, path, select));
    return readInventory<Credential>(
      {
        kind: KIND,
        source: KIND,
        name,
        allow_empty: source.allow_empty,
        superseded: false,
        // The cursor is the URL of the page, which also identifies the list.
        fetchPage: async (next) => {
          const url = new URL(next ?? lists[0] ?? graph);
          const page = readLinkedPage(await client.sendJson({ url }), name, '@odata.nextLink');
          const isApplications = url.pathname === APPLICATIONS.path;
          const { find } = isApplications ? APPLICATIONS : SERVICE_PRINCIPALS;
          return {
            ...page,
            items: page.items.flatMap(find),
            next: page.next ?? (isApplications ? (lists[1] ?? null) : null),
          };
        },
        getId: ({ id }) => id,
        mapItem: (credential) => mapCredential(credential, context.io.now()),
      },
      context,
    );
  });
  return [job];
}

function createUrl(graph: string, path: string, select: string): string {
  const url = new URL(path, graph);
  url.searchParams.set('$select', select);
  url.searchParams.set('$top', PAGE_SIZE);
  return url.href;
}

interface Credential {
  id: string | null;
  /** The title, such as `Payroll API: client secret "ci"`. */
  title: string;
  labels: Record<string, string>;
  startDateTime: unknown;
  endDateTime: unknown;
}

/** One list of Microsoft Graph, and the credentials of an object in it. */
interface CredentialList {
  path: string;
  select: string;
  find: (object: Fields) => Credential[];
}

const APPLICATIONS: CredentialList = {
  path: '/v1.0/applications',
  select: 'id,appId,displayName,keyCredentials,passwordCredentials',
  find: (application) => [
    ...toList(application.passwordCredentials).map((one) =>
      createCredential(application, one, { type: 'client_secret', words: 'client secret', id: one.keyId }),
    ),
    ...toList(application.keyCredentials).map((one) =>
      createCredential(application, one, { type: 'certificate', words: 'certificate', id: one.keyId }),
    ),
  ],
};

/** The list of enterprise applications: only those with SAML have a certificate that is not in their app registration. */
const SERVICE_PRINCIPALS: CredentialList = {
  path: '/v1.0/servicePrincipals',
  select: 'id,appId,displayName,preferredSingleSignOnMode,preferredTokenSigningKeyThumbprint,keyCredentials',
  find: (principal) => {
    if (principal.preferredSingleSignOnMode !== 'saml') return [];
    const signing = selectSigning(principal);
    const saml = { type: 'saml_signing_certificate', words: 'SAML signing certificate' };
    // The active certificate has the same location before and after its replacement.
    return signing.map((one) =>
      createCredential(principal, one, { ...saml, id: signing.length === 1 ? 'saml' : `saml/${one.keyId}` }),
    );
  },
};

/** Selects the active certificate; all of them if the application does not name it. Each is listed twice: to sign, and to verify. */
function selectSigning({ keyCredentials, preferredTokenSigningKeyThumbprint }: Fields): Fields[] {
  const byThumbprint = new Map(toList(keyCredentials).map((one) => [toThumbprint(one.customKeyIdentifier), one]));
  const active = byThumbprint.get(String(preferredTokenSigningKeyThumbprint ?? '').toUpperCase());
  return active === undefined ? [...byThumbprint.values()] : [active];
}

/** Converts a thumbprint to upper-case hex; most responses have it in base64. */
function toThumbprint(identifier: unknown): string {
  const text = String(identifier ?? '');
  return /^[0-9A-Fa-f]{40}$/.test(text)
    ? text.toUpperCase()
    : Buffer.from(text, 'base64').toString('hex').toUpperCase();
}

function createCredential(
  { appId, displayName }: Fields,
  { displayName: description, hint, startDateTime, endDateTime }: Fields,
  { type, words, id }: { type: string; words: string; id: unknown },
): Credential {
  const [client, key] = [toId(appId), toId(id)];
  const name = toText(description) ?? toText(hint);
  return {
    id: client === null || key === null ? null : `${client}/${key}`,
    title: `${toText(displayName) ?? client}: ${words}${name === null ? '' : ` "${name}"`}`,
    labels: { kind: type, ...(client !== null && { app_id: client }) },
    startDateTime,
    endDateTime,
  };
}

/** Maps a credential; null if it expired long ago. */
function mapCredential({ title, labels, startDateTime, endDateTime }: Credential, now: number): ListedItem | null {
  const item: InventoryItem = {
    ...NO_FIELDS,
    common_name: title,
    valid_from: toTime(startDateTime),
    valid_to: toTime(endDateTime),
  };
  if (isExpiredFor(EXPIRED_DAYS, item, now)) return null;
  return { item, observed: { ownership: { labels, owner: null, assignments: [] } } };
}

function toList(value: unknown): Fields[] {
  return (Array.isArray(value) ? value : []).map(toObject);
}
