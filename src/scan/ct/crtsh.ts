/** Reads issuances from crt.sh, or a mirror of it, which always returns all that have not expired. */

import { isIssuedFor } from '../../domain/index.ts';
import { throwInventoryError } from '../inventory/failures.ts';
import { toObject, toSerialNumber, toText } from '../inventory/values.ts';
import { createCtFailure } from './failures.ts';
import { type IssuancePage, type Provider, type RawIssuance, selectDates, selectNames } from './provider.ts';

/** The maximum of identities that it selects: each name of a certificate is one. */
const MAX_IDENTITIES = 10_000;

export const CRTSH: Provider = {
  concurrency: 1,
  // The operator permits 5 requests a minute (groups.google.com/g/crtsh/c/QXQFoy331pE).
  interval_ms: 12_000,
  hasCursor: false,
  // A response often takes half a minute, or never comes.
  client: { probe_seconds: 60, waiting: { max_attempts: 2, max_wait_ms: 30_000 } },
  createFetch:
    (send, api, name) =>
    async ({ domain, include_subdomains }) => {
      const request = async (identity: string, match: string) => {
        const url = new URL(`${api}/`);
        // Without a type, it would also compare mail addresses, organizations and other text, for which a certificate is not valid: clients
        // only accept subject alternative names (RFC 9525 section 6.3), which each certificate has (Baseline Requirements, section 7.1.2.7.12).
        // Without `match`, a name with a hyphen would be compared as a whole, so that the names below it are missing.
        const query = { dNSName: identity, match, output: 'json', exclude: 'expired', deduplicate: 'Y' };
        for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
        return readRows(await send(url), domain, name);
      };
      const page = await request(domain, include_subdomains ? 'ILIKE' : '=');
      const parent = domain.slice(domain.indexOf('.') + 1);
      if (!parent.includes('.')) return page;
      // Like Cert Spotter, with the wildcards that cover the domain.
      const wild = await request(`*.${parent}`, '=');
      return { ...page, ...wild, issuances: [...page.issuances, ...wild.issuances] };
    },
};

function readRows(content: unknown, domain: string, name: string): IssuancePage {
  if (!Array.isArray(content))
    throwInventoryError('inventory-unexpected-format', name, 'the certificates are not a list');
  const identities = content.reduce<number>((sum, row) => sum + countIdentities(row), 0);
  return {
    issuances: content.flatMap((row) => readRow(row, domain) ?? []),
    cursor: null,
    isLast: true,
    ...(identities >= MAX_IDENTITIES && { notice: createCtFailure('ct-truncated', name, String(content.length)) }),
  };
}

/** Counts the names that a row stands for, in the common name and the alternative names together. */
function countIdentities(row: unknown): number {
  const { result_count: count } = toObject(row);
  return typeof count === 'number' && count >= 1 ? count : 1;
}

/**
 * Reads a row. Its names are those that match, one a line, and the common name, which may be any text. Its times are in UTC. Returns null if
 * none of the matching names is one for the domain: `ILIKE` also finds `notexample.org`, and a mirror may compare mail addresses.
 */
function readRow(content: unknown, domain: string): RawIssuance | null {
  const fields = toObject(content);
  const lines = typeof fields.name_value === 'string' ? fields.name_value.split('\n') : [];
  if (!lines.some((line) => isDnsName(line) && isIssuedFor(line.trim().toLowerCase(), domain))) return null;
  return {
    names: selectNames([...lines, fields.common_name], domain),
    issuer: toText(fields.issuer_name),
    serial_number: toSerialNumber(fields.serial_number),
    ...selectDates(fields.not_before, fields.not_after),
    ...{ tbs_sha256: null, key_sha256: null, caa_domains: [], der: null },
  };
}

/** Whether an identity is neither a mail address, nor a URI, nor free text. A DNS name with other invalid characters is one. */
function isDnsName(identity: string): boolean {
  return !/[@/\s]/.test(identity.trim());
}
