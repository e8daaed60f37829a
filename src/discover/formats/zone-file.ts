/** DNS zone files (RFC 1035 section 5): the names with an address, mail servers, and the zone itself. */

import { findOrigin, type RecordLine, readRecords } from '../dns-records.ts';
import type { Format } from '../format.ts';
import { readTemplated } from '../templated-text.ts';

export const ZONE_FILE: Format = {
  name: 'zone-file',
  files:
    /(?:^|\/)(?:(?:db|zone)\.[^/]+|(?:zones?|bind|named|nsd|knot)\/[^/]+|[^/]+\.(?:zone|dns|db|bind|txt|com|net|org|io|dev|eu|de|uk)(?:\.j2)?)$/i,
  sniff: (text) => /\sSOA\s|^\$ORIGIN\s/im.test(text),
  *read({ path, text }) {
    if (/\.(?:ya?ml|json|js|ts|tf|md|rst|html?|go|py|rb|php|java|c|cc|h|rs|sh|pl|xml|tcl|lua)$/i.test(path)) return;
    yield* readTemplated(text, (hidden) => readRecords(listRecords(hidden, findOrigin(path))));
  },
};

const TOKEN = /;[^\n]*|\n|[ \t\r\f]+|[()]|"(?:[^"\\]|\\[\s\S])*"?|(?:\\[\s\S]|[^\s;()"\\])+/g;
const CLASS = /^(?:IN|CH|HS|CS)$/i;
const TTL = /^\d[\dsmhdw]*$/i;
const TYPE = /^[A-Z][A-Z0-9-]*$/i;

interface Entry {
  words: string[];
  line: number;
  /** Whether the line begins with a blank: its owner is that of the previous entry. */
  isBlank: boolean;
}

/** Lists the entries of a file. An entry with parentheses can continue over several lines. */
function* listEntries(text: string): Generator<Entry> {
  let entry: Entry = { words: [], line: 1, isBlank: false };
  let [line, depth] = [1, 0];
  let isStart = true;
  for (const [token] of text.matchAll(TOKEN)) {
    if (isStart && depth === 0) entry = { words: [], line, isBlank: /^[ \t]/.test(token) };
    isStart = token === '\n';
    if (token === '(') depth += 1;
    else if (token === ')') depth = Math.max(0, depth - 1);
    else if (token !== '\n' && !/^[\s;]/.test(token)) entry.words.push(token);
    for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) line += 1;
    if (token === '\n' && depth === 0 && entry.words.length > 0) yield entry;
  }
  if (entry.words.length > 0 && !isStart) yield entry;
}

/** Lists the records with their owners as full names. `$INCLUDE` and `$GENERATE` are not followed. */
function* listRecords(text: string, fileOrigin: string | null): Generator<RecordLine> {
  let origin = fileOrigin;
  let owner: string | null = '@';
  for (const { words, line, isBlank } of listEntries(text)) {
    const [first = '', second = ''] = words;
    if (first.toUpperCase() === '$ORIGIN') {
      origin = second.endsWith('.') || origin === null ? second.replace(/\.$/, '') : `${second}.${origin}`;
      continue;
    }
    if (first.startsWith('$')) continue;
    if (!isBlank) owner = first;
    const rest = isBlank ? words : words.slice(1);
    const at = rest.findIndex((word) => !CLASS.test(word) && !TTL.test(word));
    const type = rest[at];
    if (owner === null || type === undefined || !TYPE.test(type) || at > 2) continue;
    yield { name: owner, zone: origin, type: type.toUpperCase(), values: rest.slice(at + 1), line };
  }
}
