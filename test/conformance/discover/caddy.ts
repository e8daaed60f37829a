/** Caddy: `caddy adapt` gives the hosts of its servers and matchers, and which of them have certificates of its own authority. */

import path from 'node:path';
import fc from 'fast-check';
import { CADDYFILE } from '../../../src/discover/formats/caddyfile.ts';
import { runProgram } from '../../real/harness.ts';
import { type Files, formatHosts, listMentions, type Program, readFiles, writeFiles } from './program.ts';

/** Ways to write a name in an address. Each site has its own names, because Caddy rejects an address that another site has. */
const NAMES: readonly ((id: string) => string)[] = [
  (id) => `${id}.example.com`,
  (id) => `${id.toUpperCase()}.Example.com`,
  (id) => `*.${id}.example.com`,
  (id) => `{$ABSENT:${id}.example.com}`,
  (id) => `${id}.{$ABSENT:example.com}`,
];
const AROUND: readonly ((address: string) => string)[] = [
  (address) => address,
  (address) => `"${address}"`,
  (address) => `\`${address}\``,
];
const ADDRESSES: readonly (readonly [scheme: string, rest: string])[] = [
  ['', ''],
  ['', ''],
  ['', ':443'],
  ['', ':8443'],
  ['', ':80'],
  ['https://', ''],
  ['https://', ':8443'],
  ['http://', ''],
  ['http://', ':8080'],
  ['', '/path/*'],
];
const BETWEEN = [' ', ', ', ',\n', '\t'];
const TLS = ['', '', 'tls admin@example.com', 'tls internal', 'tls {\n  issuer internal\n  }', 'import private'];
/** Addresses without a host. */
const HOSTLESS = ['https://', ':443', ':80', 'http://'];

const NOISE = [
  'respond "at @a host text.example.com"',
  '# @a host commented.example.com',
  'header X-It "host }"',
  'respond `at @a host several.example.com\n  @b host lines.example.com\n`',
  'reverse_proxy 127.0.0.1:1 {\n  header_up Host up.example.com\n  }',
  'redir https://redir.example.com{uri}',
  'respond \\\n  200',
  'respond "it \\" is" # host commented.example.com',
  'log {\n  output discard\n  }',
];

/** Matchers, each with what uses it. `ID` is a name of its own. */
const MATCHERS = [
  '@ID host ID.match.example.com other-ID.example.com\n  respond @ID 200',
  '@ID host "ID.quoted.example.com" *.ID.example.com\n  handle @ID {\n  respond 200\n  }',
  '@ID {\n  host ID.block.example.com\n  path /a\n  }\n  respond @ID 200',
  '@ID {\n  path /a\n  not host ID.not.example.com\n  }\n  respond @ID 200',
  '@ID not host ID.not.example.com\n  respond @ID 200',
  '@ID {\n  not {\n  host ID.not.example.com\n  }\n  }\n  respond @ID 200',
  '@ID path /host\n  respond @ID 200',
  'handle /a {\n  import named ID\n  }',
  'import named ID',
  'import twice ID x-ID.example.com',
  'import parts/ID.conf ID',
];

const SNIPPETS = `(private) {
  tls internal
}
(named) {
  @{args.0} host {args.0}.snippet.example.com fixed-{args.0}.example.com
  respond @{args.0} 200
}
(twice) {
  import named {args.0}
  @x{args.0} host {args.1} "quoted-{args.1}"
  respond @x{args.0} 200
}
(site) {
  {args.0}, www.{args.0}:8443 {
    import {args.1}
  }
}
(empty) {
}
`;
const PART = '@{args.0} host {args.0}.part.example.com part-{args.0}.example.com\nrespond @{args.0} 200\n';

interface Site {
  kind: 'addresses' | 'hostless' | 'snippet';
  addresses: { name: number; around: number; address: number; between: number }[];
  hostless: string;
  tls: number;
  parts: { isMatcher: boolean; at: number }[];
  /** Whether it is in a file of its own. */
  isIncluded: boolean;
}

interface Configuration {
  hasOptions: boolean;
  sites: Site[];
  /** Whether a single site has no braces. */
  isBare: boolean;
}

const siteWith = (addresses: readonly number[], hostless: readonly string[]): fc.Arbitrary<Site> =>
  fc.record({
    kind: fc.constantFrom('addresses', 'addresses', 'addresses', 'hostless', 'snippet'),
    addresses: fc.array(
      fc.record({
        name: fc.nat(NAMES.length - 1),
        around: fc.nat(AROUND.length - 1),
        address: fc.constantFrom(...addresses),
        between: fc.nat(BETWEEN.length - 1),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    hostless: fc.constantFrom(...hostless),
    tls: fc.nat(TLS.length - 1),
    parts: fc.array(fc.record({ isMatcher: fc.boolean(), at: fc.nat(98) }), { maxLength: 4 }),
    isIncluded: fc.boolean(),
  });

const configurationWith = (site: fc.Arbitrary<Site>, maxLength: number): fc.Arbitrary<Configuration> =>
  fc.record({
    hasOptions: fc.boolean(),
    sites: fc.array(site, { minLength: 1, maxLength }),
    isBare: fc.boolean(),
  });

const isPlain = ([scheme, rest]: readonly [string, string]) => scheme === 'http://' || rest === ':80';
const plainAddresses = ADDRESSES.flatMap((address, at) => (isPlain(address) ? [at] : []));

const cases: fc.Arbitrary<Configuration> = fc.oneof(
  { arbitrary: configurationWith(siteWith([...ADDRESSES.keys()], HOSTLESS), 3), weight: 3 },
  {
    arbitrary: configurationWith(
      siteWith(plainAddresses, [':80', 'http://']).filter(({ kind }) => kind !== 'snippet'),
      2,
    ),
    weight: 1,
  },
);

/** Writes the parts of a site, which can need files, by their names. */
function writeBody({ kind, tls, parts, isIncluded }: Site, at: number, files: Map<string, string>): string {
  const lines = parts.map((part, index) => {
    const id = `m${at}${index}`;
    if (!part.isMatcher) return NOISE[part.at % NOISE.length] ?? '';
    files.set(`parts/${id}.conf`, PART);
    return (MATCHERS[part.at % MATCHERS.length] ?? '')
      .replaceAll('ID', id)
      .replace('parts/', isIncluded ? '../parts/' : 'parts/');
  });
  const settings = kind === 'hostless' ? [] : [TLS[tls] ?? ''];
  return [...settings, ...lines].join('\n  ');
}

function writeSite(site: Site, at: number, isBare: boolean, files: Map<string, string>): string {
  if (site.kind === 'snippet') return `import site s${at}.example.com ${site.tls % 2 === 0 ? 'private' : 'empty'}\n`;
  const addresses = site.addresses.map(({ name, around, address, between }, index) => {
    const [scheme = '', rest = ''] = ADDRESSES[address] ?? [];
    const written = `${scheme}${NAMES[name]?.(`s${at}${index}`)}${rest}`;
    const isLast = index === site.addresses.length - 1;
    // A quotation mark ends the word, so that a comma after it is a word of its own.
    const separator = around === 0 ? BETWEEN[between] : ' ';
    return `${AROUND[around]?.(written)}${isLast ? '' : separator}`;
  });
  const head = site.kind === 'hostless' ? site.hostless : addresses.join('');
  const body = writeBody(site, at, files);
  return isBare ? `${head}\n${body}\n` : `${head} {\n  ${body}\n}\n`;
}

function write({ hasOptions, sites, isBare }: Configuration): Files {
  const files = new Map<string, string>();
  // Two sites without a host would have the same address.
  const first = sites.findIndex(({ kind }) => kind === 'hostless');
  const kept = sites.filter(({ kind }, at) => kind !== 'hostless' || at === first);
  const isWhole = isBare && kept.length === 1 && kept[0]?.kind !== 'snippet' && !kept[0]?.isIncluded;
  const texts = kept.map((site, at) => {
    const text = writeSite(site, at, isWhole, files);
    if (!site.isIncluded) return text;
    files.set(`sites/${at}.conf`, text);
    return '';
  });
  if (kept.some((site) => site.isIncluded)) texts.push('import sites/*.conf\n');
  const options = hasOptions ? '{\n  email admin@example.com\n  # host commented.example.com\n}\n' : '';
  return { Caddyfile: `${options}${SNIPPETS}${texts.join('')}`, ...Object.fromEntries(files) };
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** The values of a key at any depth, but not in the matcher `not`. */
function listValues(json: Json | undefined, key: string): Json[] {
  if (Array.isArray(json)) return json.flatMap((one) => listValues(one, key));
  if (typeof json !== 'object' || json === null) return [];
  const { not: _, ...rest } = json;
  return Object.entries(rest).flatMap(([name, value]) =>
    name === key && value !== undefined ? [value] : listValues(value, key),
  );
}

const listTexts = (json: Json | undefined, key: string): string[] =>
  listValues(json, key)
    .flat()
    .filter((one) => typeof one === 'string');

/** Lists `HOST:PORT` of the hosts with TLS, but for those with a certificate of the local authority. */
function listHosts(adapted: Json): string[] {
  const local = listValues(adapted, 'policies')
    .flat()
    .filter((policy) => listTexts(policy, 'module').includes('internal'))
    .flatMap((policy) => listTexts(policy, 'subjects'));
  const servers = listValues(adapted, 'servers').flatMap((one) => Object.values(one ?? {}));
  return servers.flatMap((server) => {
    const [port] = listTexts(server, 'listen').map((address) => address.replace(/^.*:/, ''));
    const plain = new Set([...listTexts(server, 'skip'), ...local]);
    const [routes = []] = listValues(server, 'routes');
    if (port === '80' || !Array.isArray(routes)) return [];
    return routes.flatMap((route) => {
      const { match, handle } = route as Record<string, Json>;
      const names = listTexts(match, 'host');
      const secure = names.filter((name) => !plain.has(name));
      if (names.length > 0 ? secure.length === 0 : port !== '443') return [];
      return [...secure, ...listTexts(handle, 'host')].map((host) => `${host}:${port}`);
    });
  });
}

/** Combinations of sites at a port that Caddy does not serve. */
const REJECTED = /cannot natively multiplex HTTP and HTTPS/;

export const CADDY_SITES: Program<Configuration> = {
  name: 'caddy',
  cases,
  answer: (one) => formatHosts(listMentions(readFiles(CADDYFILE, write(one)))),
  differences: [],
  open: async (caddy, parent) => {
    const version = (await runProgram(caddy, ['version'])).toString().trim();
    let asked = 0;
    const askOne = async (one: Configuration) => {
      asked += 1;
      const directory = path.join(parent, `caddy${asked}`);
      writeFiles(directory, write(one));
      try {
        const adapted = await runProgram(caddy, ['adapt', '--config', path.join(directory, 'Caddyfile')]);
        return formatHosts(listHosts(JSON.parse(adapted.toString())));
      } catch (error) {
        if (REJECTED.test(String(error))) return null;
        throw error;
      }
    };
    const ask = async (all: readonly Configuration[]) => {
      const answers: (string | null)[] = [];
      for (const one of all) answers.push(await askOne(one));
      return answers;
    };
    return { name: `Caddy ${version}`, ask };
  },
};
