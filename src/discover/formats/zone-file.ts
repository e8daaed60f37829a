/** DNS zone files (RFC 1035 section 5): the names with an address, mail servers, and the zone itself. */

import { findOrigin, readRecords } from '../dns-records.ts';
import type { Format } from '../format.ts';
import { readTemplated } from '../templated-text.ts';
import { readZone } from '../zone/records.ts';

export const ZONE_FILE: Format = {
  name: 'zone-file',
  files:
    /(?:^|\/)(?:(?:db|zone)\.[^/]+|(?:zones?|bind|named|nsd|knot)\/[^/]+|[^/]+\.(?:zone|dns|db|bind|txt|com|net|org|io|dev|eu|de|uk)(?:\.j2)?)$/i,
  sniff: (text) => /\sSOA\s|^\$ORIGIN\s/im.test(text),
  *read({ path, text }, repository) {
    if (/\.(?:ya?ml|json|js|ts|tf|md|rst|html?|go|py|rb|php|java|c|cc|h|rs|sh|pl|xml|tcl|lua)$/i.test(path)) return;
    yield* readTemplated(text, (hidden) => {
      const { records, unread } = readZone(hidden, findOrigin(path), path, repository);
      return [...readRecords(records), ...unread];
    });
  },
};
