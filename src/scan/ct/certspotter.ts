/** Reads issuances from Cert Spotter's API (sslmate.com/help/reference/ct_search_api_v1), or a mirror of it. */

import { InventoryError, throwInventoryError } from '../inventory/failures.ts';
import { toFingerprint, toId, toObject, toText, toTexts } from '../inventory/values.ts';
import {
  type FetchIssuances,
  type IssuancePage,
  type Provider,
  type RawIssuance,
  selectDates,
  selectNames,
} from './provider.ts';

const EXPANDED = ['dns_names', 'issuer', 'issuer.caa_domains', 'cert_der'];

export const CERTSPOTTER: Provider = {
  concurrency: 4,
  interval_ms: 0,
  hasCursor: true,
  client: { waiting: { max_attempts: 3, max_wait_ms: 60_000 } },
  createFetch: (send, api, name): FetchIssuances => {
    const fetchPage: FetchIssuances = async (query) => {
      const { domain, include_subdomains, cursor } = query;
      const url = new URL(`${api}/v1/issuances`);
      url.searchParams.set('domain', domain);
      if (include_subdomains) url.searchParams.set('include_subdomains', 'true');
      url.searchParams.set('match_wildcards', 'true');
      for (const field of EXPANDED) url.searchParams.append('expand', field);
      if (cursor !== null) url.searchParams.set('after', cursor);
      try {
        return readPage(await send(url), query, name);
      } catch (error) {
        // The provider does not know the cursor any more.
        if (cursor === null || !(error instanceof InventoryError) || !REFUSALS.has(error.failure.code)) throw error;
        return fetchPage({ ...query, cursor: null });
      }
    };
    return fetchPage;
  },
};

const REFUSALS: ReadonlySet<string> = new Set(['inventory-unexpected-status', 'inventory-not-found']);

/** The maximum length of an ID, which is recorded in the event log. */
const MAX_ID_LENGTH = 500;

/** Reads a page. An empty page is the last one. */
function readPage(
  content: unknown,
  { domain, cursor }: { domain: string; cursor: string | null },
  name: string,
): IssuancePage {
  if (!Array.isArray(content)) throwInventoryError('inventory-unexpected-format', name, 'the issuances are not a list');
  if (content.length === 0) return { issuances: [], cursor, isLast: true };
  const last = toId(toObject(content.at(-1)).id);
  if (last === null || last.length > MAX_ID_LENGTH)
    throwInventoryError('inventory-unexpected-format', name, 'an issuance has no usable ID');
  return { issuances: content.map((one) => readIssuance(one, domain)), cursor: last, isLast: false };
}

function readIssuance(content: unknown, domain: string): RawIssuance {
  const fields = toObject(content);
  const issuer = toObject(fields.issuer);
  return {
    names: selectNames(Array.isArray(fields.dns_names) ? fields.dns_names : [], domain),
    issuer: toText(issuer.name),
    serial_number: null,
    tbs_sha256: toFingerprint(fields.tbs_sha256),
    key_sha256: toFingerprint(fields.pubkey_sha256),
    caa_domains: toTexts(issuer.caa_domains),
    ...selectDates(fields.not_before, fields.not_after),
    der: readDer(fields.cert_der) ?? readDer(toObject(fields.cert).data),
  };
}

function readDer(value: unknown): Uint8Array | null {
  return typeof value === 'string' && value !== '' ? Buffer.from(value, 'base64') : null;
}
