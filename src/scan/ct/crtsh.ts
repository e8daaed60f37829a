/** Reads issuances from crt.sh, or a mirror of it. It always returns all that have not expired. */

import { throwInventoryError } from '../inventory/failures.ts';
import { toObject, toSerialNumber, toText } from '../inventory/values.ts';
import { createCtFailure } from './failures.ts';
import { type IssuancePage, type Provider, type RawIssuance, selectDates, selectNames } from './provider.ts';

/** It returns at most as many. */
const MAX_ROWS = 10_000;

export const CRTSH: Provider = {
  concurrency: 1,
  // Its operator permits 5 requests a minute (groups.google.com/g/crtsh/c/QXQFoy331pE).
  interval_ms: 12_000,
  hasCursor: false,
  // It often takes half a minute, or hangs.
  client: { probe_seconds: 60, waiting: { max_attempts: 2, max_wait_ms: 30_000 } },
  createFetch:
    (send, api, name) =>
    async ({ domain, include_subdomains }) => {
      const url = new URL(`${api}/`);
      url.searchParams.set('q', domain);
      url.searchParams.set('output', 'json');
      url.searchParams.set('exclude', 'expired');
      url.searchParams.set('deduplicate', 'Y');
      // Without `match`, names below the domain are found, too.
      if (!include_subdomains) url.searchParams.set('match', '=');
      return readRows(await send(url), domain, name);
    },
};

function readRows(content: unknown, domain: string, name: string): IssuancePage {
  if (!Array.isArray(content))
    throwInventoryError('inventory-unexpected-format', name, 'the certificates are not a list');
  return {
    issuances: content.map((row) => readRow(row, domain)),
    cursor: null,
    isLast: true,
    ...(content.length >= MAX_ROWS && { notice: createCtFailure('ct-truncated', name, String(content.length)) }),
  };
}

/** The names of a row are those that match, one a line, and the common name, which may be any text. Its times are in UTC. */
function readRow(content: unknown, domain: string): RawIssuance {
  const fields = toObject(content);
  const lines = typeof fields.name_value === 'string' ? fields.name_value.split('\n') : [];
  return {
    names: selectNames([...lines, fields.common_name], domain),
    issuer: toText(fields.issuer_name),
    serial_number: toSerialNumber(fields.serial_number),
    ...selectDates(fields.not_before, fields.not_after),
    ...{ tbs_sha256: null, key_sha256: null, caa_domains: [], der: null },
  };
}
