/** Apache httpd: `apache2 -S` lists the virtual hosts of each address, with their names. */

import path from 'node:path';
import fc from 'fast-check';
import { createCertificate } from '../../../src/app/demo/create-certificate.ts';
import { APACHE } from '../../../src/discover/formats/apache.ts';
import { runProgram } from '../../real/harness.ts';
import { VALIDITY, writeKeyPair } from '../../real/reading.ts';
import type { Difference } from '../suite.ts';
import { type Files, formatHosts, listMentions, type Program, readFiles, writeFiles } from './program.ts';

const NAMES = [
  'a.example.com',
  'b.example.com',
  '"quoted.example.com"',
  "'single.example.com'",
  'UPPER.example.com',
  '*.star.example.com',
  `c.\${domain}`,
  `"d.\${domain}"`,
  `\${whole}`,
  `\${several}`,
  'www?.question.example.com',
];
/** A name of the server can have a scheme and a port. */
const SERVER_NAMES = [
  ...NAMES.filter((name) => !/[*?]|several/.test(name)),
  'https://url.example.com:8443',
  'port.example.com:443',
];

const NOISE = [
  '# ServerName commented.example.com',
  '  # SSLEngine on \\\n  ServerAlias continued.example.com',
  'DocumentRoot "/srv/a b"',
  '<Directory "/srv/ServerName text.example.com">\n  AllowOverride None\n  </Directory>',
  '<IfDefine !ABSENT>\n  LogLevel warn\n  </IfDefine>',
  'ServerAdmin "ServerAlias <VirtualHost *:443>"',
  '',
];
/** Conditions that are false in this server, and that depend on its command line, its modules and its files. */
const UNKNOWN_AROUND: readonly ((text: string) => string)[] = [
  (text) => `<IfDefine ABSENT>\n${text}</IfDefine>\n`,
  (text) => `<IfModule absent_module>\n${text}</IfModule>\n`,
  (text) => `<IfFile absent>\n${text}</IfFile>\n`,
];

/** Conditions that are false, because the main file defines the name. */
const EXCLUDED_AROUND: readonly ((text: string) => string)[] = [
  (text) => `<IfDefine !domain>\n<IfDefine whole>\n</IfDefine>\n${text}</IfDefine>\n`,
  (text) => `<IFDEFINE !flag>\n${text}</IFDEFINE>\n`,
];
const IN_UNUSED_MACRO = (text: string) => `<Macro unused>\n${text}</Macro>\n`;

/** Ways to write a virtual host that is read, and some that are not. */
const AROUND: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `<IfModule ssl_module>\n${text}</IfModule>\n`,
  (text) => `<IfModule !absent_module>\n${text}</IfModule>\n`,
  (text) => `<IfDefine domain>\n${text}</IfDefine>\n`,
  (text) => `<IfDefine !ABSENT>\n<IfDefine domain>\n${text}</IfDefine>\n</IfDefine>\n`,
  ...EXCLUDED_AROUND,
  (text) => `UnDefine flag\n<IfDefine !flag>\n${text}</IfDefine>\nDefine flag\n`,
  IN_UNUSED_MACRO,
  ...UNKNOWN_AROUND,
];

const PORTS = [443, 8443, 80];

/** A virtual host has its directives itself, or by a macro of its file, of an included file, or of a file that the main file includes before. */
const WAYS = ['written', 'written', 'macro', 'included macro', 'macro elsewhere'] as const;

interface VirtualHost {
  /** The number of its file; the first one is apache2.conf. */
  file: number;
  ports: number[];
  /** How the address of each port is written for us. */
  address: number;
  serverName: string;
  /** The arguments of each `ServerAlias`. */
  aliases: string[][];
  engine: 'on' | 'On' | 'off' | 'none';
  around: number;
  noise: string[];
  between: string;
  casing: 'written' | 'lower' | 'upper';
  way: (typeof WAYS)[number];
  /** What an included file has. */
  included: 'nothing' | 'names' | 'engine';
  include: number;
}

const ADDRESSES: readonly ((port: number) => string)[] = [
  (port) => `*:${port}`,
  (port) => `_default_:${port}`,
  (port) => `203.0.113.5:${port}`,
  (port) => `[2001:db8::1]:${port}`,
  (port) => `"*:${port}"`,
];

/** Ways to include `parts/AT/part.conf`; the first one names it as on the server. */
const INCLUDES: readonly ((root: string, at: number) => string)[] = [
  (root, at) => `Include ${root}parts/${at}/part.conf`,
  (root, at) => `INCLUDE "${root}parts/${at}/part.conf"`,
  (root, at) => `IncludeOptional ${root}parts/${at}/*.conf`,
  (root, at) => `Include ${root}parts/${at}/`,
  (root, at) => `Include ${root}parts/${at}/nested.inc`,
];

const hostWith = (engines: readonly VirtualHost['engine'][]): fc.Arbitrary<VirtualHost> =>
  fc.record({
    file: fc.nat(2),
    ports: fc.uniqueArray(fc.constantFrom(...PORTS), { minLength: 1, maxLength: 2 }),
    address: fc.nat(ADDRESSES.length - 1),
    serverName: fc.constantFrom(...SERVER_NAMES),
    aliases: fc.array(fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
    engine: fc.constantFrom(...engines),
    around: fc.oneof(fc.constant(0), fc.nat(AROUND.length - 1)),
    noise: fc.array(fc.constantFrom(...NOISE), { maxLength: 2 }),
    between: fc.constantFrom(' ', '\t', ' \\\n    '),
    casing: fc.constantFrom('written', 'lower', 'upper'),
    way: fc.constantFrom(...WAYS),
    included: fc.constantFrom('nothing', 'nothing', 'names', 'engine'),
    include: fc.nat(INCLUDES.length - 1),
  });

const cases: fc.Arbitrary<VirtualHost[]> = fc.oneof(
  { arbitrary: fc.array(hostWith(['on', 'On', 'off', 'none']), { minLength: 1, maxLength: 4 }), weight: 3 },
  { arbitrary: fc.array(hostWith(['off']), { maxLength: 2 }), weight: 1 },
);

/** How a text is written: for us, or for Apache with the addresses of a case, in a directory of its own. */
interface Target {
  writeAddress: (host: VirtualHost, port: number) => string;
  root: string;
  /** What follows `SSLEngine on`, and any `SSLEngine`. */
  keys: string;
  mark: (engine: VirtualHost['engine']) => string;
}

const PUBLIC: Target = {
  writeAddress: ({ address }, port) => ADDRESSES[address]?.(port) ?? '',
  ...{ root: '/etc/apache2/', keys: '', mark: () => '' },
};

function writeHost(host: VirtualHost, at: number, target: Target, files: Map<string, string>): string {
  const { ports, serverName, aliases, engine, around, noise, between, casing, way, included, include } = host;
  const change = (name: string) => {
    if (casing === 'written') return name;
    return casing === 'lower' ? name.toLowerCase() : name.toUpperCase();
  };
  const { root, keys, mark } = target;
  const named = [
    `${change('ServerName')}${between}${serverName}`,
    ...aliases.map((names) => `${change('ServerAlias')}${between}${names.join(between)}`),
  ];
  const isOn = /^on$/i.test(engine);
  const switched = engine === 'none' ? [] : [`${change('SSLEngine')} ${engine}${isOn ? keys : ''}${mark(engine)}`];
  const part = included === 'nothing' ? [] : included === 'names' ? named : switched;
  if (included !== 'nothing') {
    files.set(`parts/${at}/part.conf`, `${part.join('\n')}\n`);
    if (include === INCLUDES.length - 1) files.set(`parts/${at}/nested.inc`, `Include ${root}parts/${at}/part.conf\n`);
  }
  const lines = [
    ...(included === 'names' ? [] : named),
    ...noise,
    ...(included === 'engine' ? [] : switched),
    ...(included === 'nothing' ? [] : [INCLUDES[include]?.(root, at) ?? '']),
  ];
  const open = `<${change('VirtualHost')} ${ports.map((port) => target.writeAddress(host, port)).join(' ')}>`;
  const close = `</${change('VirtualHost')}>`;
  const text = `${open}\n  ${lines.join('\n  ')}\n${way === 'written' ? '' : '  ServerAlias $a.macro.example.com $ab.longer.example.com\n'}${close}\n`;
  const used = way === 'written' ? text : `${useMacro(way, at, text, target, files)}`;
  return AROUND[around]?.(used) ?? '';
}

/** Writes a macro, and its use. */
function useMacro(
  way: VirtualHost['way'],
  at: number,
  text: string,
  { root }: Target,
  files: Map<string, string>,
): string {
  const macro = `<Macro Host${at} $a $ab>\n${text}</Macro>\n`;
  const use = `Use hOST${at} x${at} "y${at}.several.example.com z${at}"\n`;
  if (way === 'macro') return macro + use;
  const file = way === 'included macro' ? `macros/${at}.conf` : `before/${at}.conf`;
  files.set(file, macro);
  return way === 'included macro' ? `Include ${root}${file}\n${use}` : use;
}

const DEFINITIONS = `Define domain example.com\nDefine whole whole.\${domain}\nDefine several "one.\${domain} two.\${domain}"\nDefine flag\n`;

/** Writes the files of a case. The main file includes the others. */
function write(hosts: readonly VirtualHost[], target: Target): Files {
  const files = new Map<string, string>();
  const texts = hosts.map((host, at) => ({ file: host.file, text: writeHost(host, at, target, files) }));
  const join = (file: number) => texts.flatMap((one) => (one.file === file ? one.text : [])).join('');
  const includes = ['before', 'sites-enabled'].map((name) => `IncludeOptional ${target.root}${name}/*.conf\n`);
  return {
    'apache2.conf': `${DEFINITIONS}${includes[0]}${join(0)}${includes[1]}`,
    'sites-enabled/1.conf': join(1),
    'sites-enabled/2.conf': join(2),
    ...Object.fromEntries(files),
  };
}

function answer(hosts: readonly VirtualHost[]): string {
  const files = Object.entries(write(hosts, PUBLIC)).map(([name, text]) => [`apache/${name}`, text] as const);
  return formatHosts(listMentions(readFiles(APACHE, Object.fromEntries(files))));
}

/** Accepts that a section is on: without the virtual hosts in sections that only the server knows to be off, we read the same. */
const UNKNOWN_CONDITION: Difference<VirtualHost[]> = {
  name: 'a section of Apache whose condition the server decides',
  reason:
    'Modules, files and the command line of the server are unknown, and so is the order in which it reads the files. Sections are read unless the same file defines what they exclude.',
  source: 'docs/reference/discovery.md',
  covers: ({ one, theirs }) => {
    const known = one.map((host) => (isUnknown(host) ? { ...host, around: AROUND.indexOf(IN_UNUSED_MACRO) } : host));
    return answer(known) === theirs;
  },
};

const isUnknown = ({ around, file }: VirtualHost): boolean => {
  const used = AROUND[around];
  return used !== undefined && (UNKNOWN_AROUND.includes(used) || (file > 0 && EXCLUDED_AROUND.includes(used)));
};

interface Listed {
  address: string;
  port: number;
  names: string[];
}

/** Reads the output of `-S`: the virtual hosts of each address, each with its aliases. */
function readListed(output: string): Listed[] {
  const listed: Listed[] = [];
  let [address, port] = ['', ''];
  for (const text of output.split('\n')) {
    const shared = /^(127\.[\d.]+):(\d+) +is a NameVirtualHost/.exec(text);
    if (shared !== null) [, address = '', port = ''] = shared;
    const [, name] = /^ +port \d+ namevhost (\S+) \(/.exec(text) ?? [];
    if (name !== undefined) listed.push({ address, port: Number(port), names: [name] });
    const [, alias] = /^ +(?:wild )?alias (\S+)$/.exec(text) ?? [];
    if (alias !== undefined) listed.at(-1)?.names.push(alias);
  }
  return listed;
}

/** A name that says what `SSLEngine` is. */
const MARK = '.engine.example.net';

/** Whether a virtual host serves TLS: at 443, mod_ssl is on unless it is turned off. */
function hasTls({ port, names }: Listed): boolean {
  const mark = names.find((name) => name.endsWith(MARK));
  return mark === undefined ? port === 443 : /^on\./i.test(mark);
}

const MODULES = ['mpm_event', 'authz_core', 'ssl', 'socache_shmcb', 'macro'];

export const APACHE_HOSTS: Program<VirtualHost[]> = {
  name: 'apache2',
  cases,
  answer,
  differences: [UNKNOWN_CONDITION],
  open: async (apache, parent) => {
    const directory = path.join(parent, 'apache');
    writeFiles(directory, { empty: '' });
    const pair = writeKeyPair(directory, 'any', await createCertificate({ ...VALIDITY, commonName: 'any.example' }));
    const keys = `\n  SSLCertificateFile ${pair.cert}\n  SSLCertificateKeyFile ${pair.key}`;
    const load = MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n');
    const main = `ServerRoot ${directory}\nServerName main.example.org\nPidFile ${directory}/pid\nErrorLog ${directory}/error.log\n`;
    const ask = async (all: readonly VirtualHost[][]) => {
      const address = (at: number) => `127.30.${at >> 8}.${at & 255}`;
      // Apache lists the aliases of an address only if it has several virtual hosts.
      const includes = all.map((hosts, at) => {
        const root = `${directory}/${at}/`;
        const writeAddress = (_: VirtualHost | null, port: number) => `${address(at)}:${port}`;
        const addresses = PORTS.map((port) => writeAddress(null, port)).join(' ');
        const another = `<VirtualHost ${addresses}>\nServerName another.example.net\n</VirtualHost>\n`;
        const mark = (engine: string) => `\n  ServerAlias ${engine}${MARK}`;
        writeFiles(root, { ...write(hosts, { writeAddress, root, keys, mark }), 'another.conf': another });
        return `Include ${root}apache2.conf\nInclude ${root}another.conf`;
      });
      writeFiles(directory, {
        'apache2.conf': `${main}${load}\nListen 127.0.0.1:18080\n${includes.join('\n')}\n`,
      });
      const shown = await runProgram(apache, ['-S', '-d', directory, '-f', path.join(directory, 'apache2.conf')]);
      const listed = readListed(shown.toString());
      return all.map((_, at) => {
        const secure = listed.filter((one) => one.address === address(at) && hasTls(one));
        const names = secure.flatMap((one) => one.names.map((name) => `${name}:${one.port}`));
        return formatHosts(names.filter((name) => !name.includes(MARK)));
      });
    };
    const version = (await runProgram(apache, ['-v'])).toString().split('\n')[0] ?? '';
    return { name: version.replace('Server version: ', ''), ask };
  },
};
