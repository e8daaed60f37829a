/** Apache httpd: `apache2 -S` lists the virtual hosts of each address, with their names and lines. */

import path from 'node:path';
import fc from 'fast-check';
import { createCertificate } from '../../../src/app/demo/create-certificate.ts';
import { APACHE } from '../../../src/discover/formats/apache.ts';
import { runProgram } from '../../real/harness.ts';
import { VALIDITY, writeKeyPair } from '../../real/reading.ts';
import { formatHosts, listMentions, type Program, readFiles, writeFiles } from './program.ts';

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
];
/** A name of the server can have a scheme and a port. */
const SERVER_NAMES = [
  ...NAMES.filter((name) => !name.includes('*')),
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
/** Ways to write a virtual host that is read, and one that is not. */
const AROUND: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `<IfModule ssl_module>\n${text}</IfModule>\n`,
  (text) => `<IfModule !absent_module>\n${text}</IfModule>\n`,
  (text) => `<IfDefine domain>\n${text}</IfDefine>\n`,
];

const PORTS = [443, 8443, 80];

interface VirtualHost {
  ports: number[];
  serverName: string;
  /** The arguments of each `ServerAlias`. */
  aliases: string[][];
  engine: 'on' | 'On' | 'off' | 'none';
  around: number;
  noise: string[];
  between: string;
  casing: 'written' | 'lower' | 'upper';
}

const hostWith = (engines: readonly VirtualHost['engine'][]): fc.Arbitrary<VirtualHost> =>
  fc.record({
    ports: fc.uniqueArray(fc.constantFrom(...PORTS), { minLength: 1, maxLength: 2 }),
    serverName: fc.constantFrom(...SERVER_NAMES),
    aliases: fc.array(fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
    engine: fc.constantFrom(...engines),
    around: fc.nat(AROUND.length - 1),
    noise: fc.array(fc.constantFrom(...NOISE), { maxLength: 2 }),
    between: fc.constantFrom(' ', '\t', ' \\\n    '),
    casing: fc.constantFrom('written', 'lower', 'upper'),
  });

const cases: fc.Arbitrary<VirtualHost[]> = fc.oneof(
  { arbitrary: fc.array(hostWith(['on', 'On', 'off', 'none']), { minLength: 1, maxLength: 4 }), weight: 3 },
  { arbitrary: fc.array(hostWith(['off']), { maxLength: 2 }), weight: 1 },
);

const write = (hosts: readonly VirtualHost[], writeAddress: (port: number) => string, keys: string) =>
  `Define domain example.com\nDefine whole whole.example.com\n${hosts.map((one) => writeHost(one, writeAddress, keys)).join('')}`;

function writeHost(host: VirtualHost, writeAddress: (port: number) => string, keys: string): string {
  const { ports, serverName, aliases, engine, around, noise, between, casing } = host;
  const change = (name: string) => {
    if (casing === 'written') return name;
    return casing === 'lower' ? name.toLowerCase() : name.toUpperCase();
  };
  const lines = [
    `${change('ServerName')}${between}${serverName}`,
    ...noise,
    ...aliases.map((names) => `${change('ServerAlias')}${between}${names.join(between)}`),
    ...(engine === 'none' ? [] : [`${change('SSLEngine')} ${engine}${/^on$/i.test(engine) ? keys : ''}`]),
  ];
  const open = `<${change('VirtualHost')} ${ports.map(writeAddress).join(' ')}>`;
  return AROUND[around]?.(`${open}\n  ${lines.join('\n  ')}\n</${change('VirtualHost')}>\n`) ?? '';
}

/** Returns whether the virtual host at a line of a text serves TLS at a port: at 443, mod_ssl is on unless it is turned off. */
function hasTls(hosts: readonly VirtualHost[], text: string, line: number, port: number): boolean {
  const before = text.split('\n').slice(0, line);
  const host = hosts[before.filter((one) => /^<virtualhost /i.test(one)).length - 1];
  return /^on$/i.test(host?.engine ?? '') || (port === 443 && host?.engine === 'none');
}

interface Listed {
  address: string;
  port: number;
  line: number;
  name: string;
}

/** Reads the output of `-S`: the virtual hosts of each address, then their aliases. */
function readListed(output: string): Listed[] {
  const listed: Listed[] = [];
  let [address, port, line] = ['', '', 0];
  for (const text of output.split('\n')) {
    const shared = /^(127\.[\d.]+):(\d+) +is a NameVirtualHost/.exec(text);
    if (shared !== null) [, address = '', port = ''] = shared;
    const [, name, at] = /^ +port \d+ namevhost (\S+) \(.*:(\d+)\)$/.exec(text) ?? [];
    if (at !== undefined) line = Number(at);
    const [, alias] = /^ +(?:wild )?alias (\S+)$/.exec(text) ?? [];
    const found = name ?? alias;
    if (found !== undefined) listed.push({ address, port: Number(port), line, name: found });
  }
  return listed;
}

const MODULES = ['mpm_event', 'authz_core', 'ssl', 'socache_shmcb'];

export const APACHE_HOSTS: Program<VirtualHost[]> = {
  name: 'apache2',
  cases,
  answer: (hosts) =>
    formatHosts(listMentions(readFiles(APACHE, { 'apache/site.conf': write(hosts, (port) => `*:${port}`, '') }))),
  differences: [],
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
      const texts = all.map((hosts, at) => {
        const writeAddress = (port: number) => `${address(at)}:${port}`;
        const another = `<VirtualHost ${PORTS.map(writeAddress).join(' ')}>\nServerName another.example.net\n</VirtualHost>\n`;
        return write(hosts, writeAddress, keys) + another;
      });
      const includes = texts.map((_, at) => `Include ${directory}/${at}.conf`).join('\n');
      writeFiles(directory, {
        ...Object.fromEntries(texts.map((text, at) => [`${at}.conf`, text])),
        'apache2.conf': `${main}${load}\nListen 127.0.0.1:18080\n${includes}\n`,
      });
      const shown = await runProgram(apache, ['-S', '-d', directory, '-f', path.join(directory, 'apache2.conf')]);
      const listed = readListed(shown.toString());
      return all.map((hosts, at) => {
        const own = listed.filter((one) => one.address === address(at));
        const secure = own.filter(({ line, port }) => hasTls(hosts, texts[at] ?? '', line, port));
        return formatHosts(secure.map(({ name, port }) => `${name}:${port}`));
      });
    };
    const version = (await runProgram(apache, ['-v'])).toString().split('\n')[0] ?? '';
    return { name: version.replace('Server version: ', ''), ask };
  },
};
