/** DNS zones: `named-compilezone` gives all their records with full names. */

import path from 'node:path';
import fc from 'fast-check';
import { ZONE_FILE } from '../../../src/discover/formats/zone-file.ts';
import { runProgram } from '../../real/harness.ts';
import { type Files, formatHosts, listMentions, type Program, readFiles, writeFiles } from './program.ts';

/** Data of each type. `HOST` is the name of another entry. */
const DATA: Readonly<Record<string, readonly string[]>> = {
  A: ['192.0.2.1', '( 192.0.2.2 )', '(\n  192.0.2.3 ; an address )\n  )'],
  AAAA: ['2001:db8::1'],
  HTTPS: ['1 . alpn=h2'],
  MX: ['10 HOST', '( 10\n HOST )'],
  TXT: ['"text ; no comment"', '"( one" "a \\" b"', 'www', '(\n"www A 192.0.2.9"\n)', '"two\\\\"'],
  SRV: ['0 0 443 HOST'],
  CAA: ['0 issue "ca.example.net"'],
  NS: ['HOST'],
  CNAME: ['HOST', 'elsewhere.example.net.'],
};

const OWNERS = [
  '@',
  'www',
  'api',
  'mail',
  'a.b',
  '*',
  'UPPER',
  '300',
  'in',
  'a',
  'mx',
  '1h',
  'full.example.com.',
  'x.other.example.',
];
const ORIGINS = ['sub', 'deep.sub', 'example.com.', 'abs.example.com.', 'example.com. ; a comment', '@'];

type Entry =
  | { kind: 'origin'; origin: string }
  | { kind: 'ttl' }
  | { kind: 'comment' }
  | {
      kind: 'record';
      /** Null: that of the record before. */
      owner: string | null;
      options: string;
      type: string;
      data: string;
      host: string;
      end: string;
    }
  | { kind: 'generate'; directive: string; range: string; name: string; options: string; data: string }
  | { kind: 'include'; origin: string; isQuoted: boolean; entries: Entry[] };

interface Zone {
  /** Whether the file names the zone, or its first line. */
  isNamed: boolean;
  entries: Entry[];
}

const TYPES = ['A', 'A', 'AAAA', 'CNAME', 'HTTPS', 'MX', 'TXT', 'SRV', 'CAA', 'NS', 'a', 'Cname'];
const PLAIN_TYPES = ['TXT', 'MX', 'CAA', 'SRV', 'txt'];

const recordWith = (types: readonly string[]): fc.Arbitrary<Entry> =>
  fc.constantFrom(...types).chain((type) =>
    fc.record({
      kind: fc.constant('record'),
      owner: fc.option<string>(fc.constantFrom(...OWNERS), { freq: 3 }),
      options: fc.constantFrom('', 'IN ', '300 ', '1h30m ', '300 IN ', 'IN 1D ', 'in\t', '1w2d '),
      type: fc.constant(type),
      data: fc.constantFrom(...(DATA[type.toUpperCase()] ?? [])),
      host: fc.constantFrom('www', 'api', 'mail', 'a.b', 'full.example.com.', '@', 'elsewhere.example.net.'),
      end: fc.constantFrom('', ' ; a comment "', '\t', '\n'),
    }),
  );

const RANGES = ['1-3', '0-0', '8-12', '0-9/4', '1-2/7', '65535-65537'];
/** Names that have a part for each number. */
const GENERATED = [
  '$',
  '-$.x',
  `\${0}`,
  `\${10,3,d}`,
  `\${0,4,x}`,
  `\${-1,0,X}`,
  `\${-9,4,d}`,
  `\${1,5,o}.deep`,
  `\${0,4,n}`,
  `x\${0,5,N}y`,
  '$-$$',
  '$\\$a',
  '$.full.example.com.',
];
const GENERATED_DATA = [
  ...['A 192.0.2.1', 'AAAA 2001:db8::1', 'a 192.0.2.1 ; a comment', 'CNAME www', 'CNAME elsewhere-$.example.net.'],
  ...['MX "10 mail"', 'TXT "text $"'],
];
const PLAIN_GENERATED_DATA = ['TXT "text $"', 'MX "10 mail$"'];

const generateWith = (data: readonly string[]): fc.Arbitrary<Entry> =>
  fc.record({
    kind: fc.constant('generate'),
    directive: fc.constantFrom('$GENERATE', '$generate'),
    range: fc.constantFrom(...RANGES),
    name: fc.constantFrom(...GENERATED),
    options: fc.constantFrom('', 'IN ', '300 ', '1h IN ', 'IN 300 '),
    data: fc.constantFrom(...data),
  });

/** Draws entries that can include others, down to a depth. */
const entriesWith = (types: readonly string[], data: readonly string[], depth: number): fc.Arbitrary<Entry[]> =>
  fc.array(
    fc.oneof(
      { arbitrary: recordWith(types), weight: 6 },
      { arbitrary: fc.record({ kind: fc.constant('origin'), origin: fc.constantFrom(...ORIGINS) }), weight: 1 },
      { arbitrary: fc.constantFrom<Entry>({ kind: 'ttl' }, { kind: 'comment' }), weight: 1 },
      { arbitrary: generateWith(data), weight: 1 },
      ...(depth === 0 ? [] : [{ arbitrary: includeWith(entriesWith(types, data, depth - 1)), weight: 1 }]),
    ),
    { maxLength: depth === DEPTH ? 12 : 4 },
  );

const DEPTH = 2;

const includeWith = (entries: fc.Arbitrary<Entry[]>): fc.Arbitrary<Entry> =>
  fc.record({
    kind: fc.constant('include'),
    origin: fc.constantFrom('', '', 'sub', 'abs.example.com.', '@'),
    isQuoted: fc.boolean(),
    entries,
  });

const cases: fc.Arbitrary<Zone> = fc.record({
  isNamed: fc.boolean(),
  entries: fc.oneof(
    { arbitrary: entriesWith(TYPES, GENERATED_DATA, DEPTH), weight: 3 },
    { arbitrary: entriesWith(PLAIN_TYPES, PLAIN_GENERATED_DATA, DEPTH), weight: 1 },
  ),
});

const isAlias = (entry: Entry | undefined) => entry?.kind === 'record' && /^cname$/i.test(entry.type);

/** An alias has no other records, so that its owner is its own, and that of no record after it. A wildcard has no name servers. */
function writeEntry(entry: Exclude<Entry, { kind: 'include' }>, at: string, before: Entry | undefined): string {
  if (entry.kind === 'origin') return `$ORIGIN ${entry.origin}`;
  if (entry.kind === 'ttl') return '$TTL 2h ; for the rest';
  if (entry.kind === 'comment') return '; www A 192.0.2.1 (';
  if (entry.kind === 'generate')
    return `${entry.directive} ${entry.range} g${at}-${entry.name} ${entry.options}${entry.data}`;
  const hasOwn = isAlias(entry) || entry.type === 'NS' || (isAlias(before) && entry.owner === null);
  const owner = hasOwn ? `own${at}` : (entry.owner ?? '');
  return `${owner} ${entry.options}${entry.type} ${entry.data.replace('HOST', entry.host)}${entry.end}`;
}

/** Writes entries after a record, and the files that they include, by their names. */
function writeEntries(entries: readonly Entry[], prefix: string, last: Entry | undefined, files: Map<string, string>) {
  let before = last;
  const lines = entries.map((entry, index) => {
    const at = `${prefix}${index}`;
    if (entry.kind === 'include') {
      const name = `parts/${at}.inc`;
      files.set(name, writeEntries(entry.entries, `${at}-`, before, files));
      return `$INCLUDE ${entry.isQuoted ? `"${name}"` : name} ${entry.origin}`;
    }
    const line = writeEntry(entry, at, before);
    if (entry.kind === 'record') before = entry;
    return line;
  });
  return `${lines.join('\n')}\n`;
}

function write({ isNamed, entries }: Zone): { text: string; files: Files } {
  const files = new Map<string, string>();
  const text = `${isNamed ? '' : '$ORIGIN example.com.\n'}$TTL 1h
@ IN SOA ns0 hostmaster.example.com. ( 2026010100 ; serial (with a comment)
    1d 2h
    4w 1h )
  NS ns0
ns0 A 192.0.2.53
${writeEntries(entries, '', undefined, files)}`;
  return { text, files: Object.fromEntries(files) };
}

const nameFile = ({ isNamed }: Zone) => (isNamed ? 'zones/example.com.zone' : 'zones/internal.zone');

const CHECKS = [...['-i', 'none'], ...['-k', '-m', '-M', '-n', '-r', '-S'].flatMap((flag) => [flag, 'ignore'])];

/** A host has an address or an alias, and is no name server. The mail servers use port 25. */
function listHosts(canonical: string): string[] {
  const records = canonical.split('\n').map((line) => line.toLowerCase().split(/\s+/));
  const targets = (type: string, at: number) =>
    new Set(records.filter((words) => words[3] === type).map((words) => words[at]));
  const [nameServers, mailServers] = [targets('ns', 4), targets('mx', 5)];
  return records.flatMap(([name = '', , , type = '']) => {
    if (!/^(?:a|aaaa|cname|https)$/.test(type) || nameServers.has(name)) return [];
    return [`${name.replace(/\.$/, '')}:${mailServers.has(name) ? 25 : 443}`];
  });
}

export const ZONES: Program<Zone> = {
  name: 'named-compilezone',
  cases,
  answer: (zone) => {
    const { text, files } = write(zone);
    const named = Object.entries(files).map(([name, content]) => [`zones/${name}`, content] as const);
    return formatHosts(listMentions(readFiles(ZONE_FILE, { [nameFile(zone)]: text, ...Object.fromEntries(named) })));
  },
  differences: [],
  open: async (program, directory) => {
    const version = (await runProgram(program, ['-v'])).toString().trim();
    const askOne = async (zone: Zone) => {
      const { text, files } = write(zone);
      writeFiles(directory, { 'zone.txt': text, ...files });
      const options = [...CHECKS, '-w', directory, '-o', '-', 'example.com', path.join(directory, 'zone.txt')];
      return formatHosts(listHosts((await runProgram(program, options)).toString()));
    };
    const ask = async (zones: readonly Zone[]) => {
      const answers: string[] = [];
      for (const zone of zones) answers.push(await askOne(zone));
      return answers;
    };
    return { name: `named-compilezone ${version}`, ask };
  },
};
