/** Reads the listing of a REST API, as an entry or a preset describes it. */

import { resolve } from 'node:path';
import type { Failure, RenewalState, RestSource } from '../../domain/index.ts';
import { formatItemLocation } from '../../domain/sources/item-location.ts';
import { readCaFile } from '../../lib/files/ca-bundle.ts';
import { CONNECTION_HEADERS, encodeHeaders, splitCredentials } from '../../lib/http/headers.ts';
import { createUrlFailure } from '../http/failures.ts';
import { type InventoryClient, openInventoryClient, parseJson } from '../inventory/client.ts';
import { createInventoryFailure, throwInventoryError } from '../inventory/failures.ts';
import {
  addFacts,
  createItemFilter,
  createItemTest,
  type MappingOptions,
  mapFields,
  mute,
  omitExpired,
  readItemId,
} from '../inventory/map-item.ts';
import { createFailedListing, type ListingSource, readInventory } from '../inventory/read-inventory.ts';
import type { Page } from '../inventory/read-pages.ts';
import { readPath } from '../inventory/read-path.ts';
import { type ClientCertificate, readClientCertificate } from '../tls/client-certificate.ts';
import type { ReadContext, ReadJob } from './reader.ts';
import { findLargerTotal, findUnreadPage } from './rest-omissions.ts';
import {
  createFirstRequest,
  findNext,
  type PageState,
  parseState,
  type RestRequest,
  serializeState,
} from './rest-pages.ts';

/** Lists one job for the whole listing, with all its pages. */
export function listRestJobs(source: RestSource, context: ReadContext): ReadJob[] {
  return [{ sources: [source.kind], read: async () => [await readRest(source, context)] }];
}

async function readRest(source: RestSource, context: ReadContext): Promise<ListingSource> {
  const prepared = await prepareRequest(source, context);
  if ('code' in prepared) return createFailedListing(source.kind, prepared, context);
  const { url, headers, name } = prepared;
  const { ca, identity } = prepared;
  const client = await openInventoryClient(context, {
    name,
    origins: [url.origin],
    authorize: () => headers,
    ca,
    identity,
    verify: source.ssl_verification,
    max_mebibytes: source.limits.mebibytes,
  });
  try {
    const mapping: MappingOptions = { name, map: source.map };
    const { isWanted, isDecidable } = await createItemFilter(source.where);
    const [isMuted, isRenewed] = await Promise.all([source.muted, source.renewed].map((set) => createItemTest(set)));
    const unissued = new Set<string>();
    const isUnissued = createUnissuedTest(source, context, mapping);
    const result = await readInventory<unknown>(
      {
        kind: source.kind,
        source: source.kind,
        name,
        allow_empty: source.allow_empty,
        limits: source.limits,
        fetchPage: (next) => fetchPage(source, { url, name, client }, next),
        getId: (item) => readItemId(item, mapping),
        superseded: source.current.superseded,
        mapItem: async (item) => {
          const hasAll = source.details === null || isDecidable(item);
          if (hasAll && !isWanted(item)) return null;
          const detailed =
            source.details === null ? item : await addDetails(item, source.details, { url, name, client }, mapping);
          if (!hasAll && !isWanted(detailed)) return null;
          const id = isUnissued(detailed);
          if (id !== null) {
            unissued.add(id);
            return null;
          }
          const mapped = mapFields(detailed, mapping);
          const renewed = isRenewed?.(detailed) ? addFacts(mapped, { renewal_state: RENEWED }) : mapped;
          return omitExpired(isMuted?.(detailed) ? mute(renewed) : renewed, source.current, context.io.now());
        },
      },
      context,
    );
    return addUnissued(result, unissued.size, name);
  } finally {
    await client.close();
  }
}

/** The state of a certificate that the system renews, without details. */
const RENEWED: RenewalState = { managed: true, state: 'ok', reason: null, since: null };

/**
 * Returns a function for the ID of an item whose certificate was not issued yet, or null. An item that had a certificate before has lost
 * it, or the permission to read it, and is not unissued.
 */
function createUnissuedTest(
  { kind, issued }: RestSource,
  { listKnownLocations }: ReadContext,
  mapping: MappingOptions,
): (item: unknown) => string | null {
  if (issued === null) return () => null;
  const known = new Set(listKnownLocations(kind));
  return (item) => {
    const id = readItemId(item, mapping) ?? '';
    const hasCertificate = (readPath(item, issued) ?? '') !== '';
    return hasCertificate || known.has(formatItemLocation(kind, id)) ? null : id;
  };
}

/** Adds the number of unissued items. If no item has a certificate, the account may lack the permission to read them. */
function addUnissued(result: ListingSource, count: number, name: string): ListingSource {
  if (count === 0 || result.failure !== null) return result;
  if (result.locations.length === 0)
    return { ...result, failure: createInventoryFailure('inventory-item-unreadable', name, '403') };
  const note = createInventoryFailure('inventory-unissued-omitted', name, String(count));
  return { ...result, omitted: { counts: [{ type: 'unissued', count }], note } };
}

interface Connected {
  /** The URL with the path of the preset. */
  url: URL;
  name: string;
  client: InventoryClient;
}

async function fetchPage(
  source: RestSource,
  { url, name, client }: Connected,
  next: string | null,
): Promise<Page<unknown>> {
  const state: PageState = next === null ? { index: 0, received: 0 } : parseState(next);
  const request: RestRequest = createFirstRequest(source, url, state);
  const { method } = source;
  const hasBody = method === 'POST';
  const response = await client.send({
    url: request.url,
    method,
    ...(hasBody && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(request.body) }),
  });
  const content = parseJson(response.body, name);
  const items = source.items === null ? content : readPath(content, source.items);
  if (!Array.isArray(items)) {
    const where = source.items === null ? 'it is not a list' : `there is no list at \`items: ${source.items}\``;
    throwInventoryError('inventory-unexpected-format', name, where);
  }
  const found = findNext(
    source,
    { content, header: response.header, url: request.url },
    { ...state, count: items.length },
  );
  if (found.problem !== undefined) throwInventoryError('inventory-unexpected-format', name, found.problem);
  if (found.next === null && state.index === 0)
    checkOmissions(source, { content, header: response.header }, items.length, name);
  return { items, total: found.total, next: found.next === null ? null : serializeState(found.next) };
}

/**
 * Checks a single page that says that there is more. A declared link or cursor can have the wrong path; a declared page or offset ends with
 * an empty page, or with the total. Throws InventoryError.
 */
function checkOmissions(
  { next, is_single_page }: RestSource,
  response: Parameters<typeof findUnreadPage>[0],
  received: number,
  name: string,
): void {
  if (is_single_page || next.page !== undefined || next.offset !== undefined) return;
  const hasNext = Object.keys(next).length > 0;
  const found = findUnreadPage(response) ?? (hasNext ? null : findLargerTotal(response, received));
  if (found === null) return;
  const { what, key } = found;
  const otherwise = hasNext ? '' : ', or `next: null` if these items are all that you want';
  throwInventoryError('inventory-next-missing', name, `${what}. Set \`${key}\`${otherwise}`);
}

/** Returns the item with the fields of its details. A response in PEM becomes the field `details`. */
async function addDetails(
  item: unknown,
  template: string,
  { url, name, client }: Connected,
  mapping: MappingOptions,
): Promise<unknown> {
  const id = encodeURIComponent(readItemId(item, mapping) ?? '');
  const target = new URL(template.replaceAll('{id}', id), url);
  const { body } = await client.send({ url: target });
  if (body.includes('-----BEGIN ')) return { ...(item as object), details: body.toString('utf8') };
  const details = parseJson(body, name);
  return typeof details === 'object' && details !== null ? { ...(item as object), ...details } : item;
}

interface PreparedRequest {
  url: URL;
  headers: Record<string, string>;
  name: string;
  ca: string | null;
  identity: ClientCertificate | null;
}

/** Replaces variables, moves credentials from the URL to a header, and reads the files with CAs and the client certificate. */
async function prepareRequest(
  source: RestSource,
  { resolveVariables, root, io }: ReadContext,
): Promise<PreparedRequest | Failure> {
  const resolved = resolveVariables(source.url);
  if ('failure' in resolved) return resolved.failure;
  const split = splitCredentials(resolved.value);
  const shown = source.url.replace(/^(https?:\/\/)[^/?#]*@/i, '$1').replace(/[?#].*/s, '');
  if (split === null) return createUrlFailure('url-invalid', shown);
  const { url, authorization } = split;
  const isBare = url.pathname === '/' && url.search === '';
  const target = isBare && source.path !== '' ? new URL(source.path, url) : url;
  const headers: Record<string, string> = authorization === null ? {} : { authorization };
  for (const [name, text] of Object.entries(source.headers)) {
    if (CONNECTION_HEADERS.test(name)) return createUrlFailure('header-refused', shown, { detail: name });
    const value = resolveVariables(text);
    if ('failure' in value) return value.failure;
    headers[name.toLowerCase()] = value.value;
  }
  const { ca_file } = source;
  const ca = ca_file === null ? null : await readCaFile(resolve(root, ca_file));
  if (ca !== null && 'problem' in ca)
    return createUrlFailure('ca-file-unreadable', shown, { detail: ca_file ?? '', suffix: ` (It ${ca.problem}.)` });
  const files = source.client_certificate;
  const identity = files === null ? null : await readClientCertificate(files, { root, env: io.env });
  if (identity !== null && 'code' in identity) return identity;
  const name = isBare && source.path !== '' ? shown.replace(/\/?$/, source.path.replace(/\?.*/, '')) : shown;
  return { url: target, headers: encodeHeaders(headers), name, ca: ca?.pem ?? null, identity };
}
