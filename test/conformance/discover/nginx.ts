/**
 * nginx: it warns of each name that another server has at the same address, so that a last server with all names shows which ones it read. It
 * answers plain HTTP with an error of its own at an address with TLS.
 */

import { spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import fc from 'fast-check';
import { createCertificate } from '../../../src/app/demo/create-certificate.ts';
import { NGINX } from '../../../src/discover/formats/nginx.ts';
import { findFreePort, runProgram, startDaemon } from '../../real/harness.ts';
import { VALIDITY, writeKeyPair } from '../../real/reading.ts';
import type { Difference } from '../suite.ts';
import { type Files, formatHosts, listMentions, type Program, readFiles, writeFiles } from './program.ts';

/** Names, and the part of each that can be asked for; null: it is no name of a host. */
const NAMES: readonly [written: string, asked: string | null][] = [
  ['a.example.com', 'a.example.com'],
  ['b.example.com', 'b.example.com'],
  ['"quoted.example.com"', 'quoted.example.com'],
  ["'single.example.com'", 'single.example.com'],
  ['UPPER.example.com', 'upper.example.com'],
  ['.dot.example.com', 'dot.example.com'],
  ['*.star.example.com', null],
  ['end.example.*', null],
  ['~^re\\d+\\.example\\.com$', null],
  ['"~^re{2}\\.example\\.com$"', null],
  ['_', null],
  ['""', null],
];
const ASKED = NAMES.flatMap(([, asked]) => asked ?? []);

/** Directives that say nothing of names. */
const NOISE = [
  '# listen 443 ssl; server_name commented.example.com;',
  'location ~ "^/a{1,3}$" { return 200 "server_name text.example.com;"; }',
  "location /q { return 200 'it\\'s } {'; }",
  'location / { if ($host = if.example.com) { return 301 https://if.example.com$request_uri; } }',
  'return 301 https://$host$request_uri;',
  'set $it "a;b";',
  'add_header X-It "}";',
];

/** Addresses in the texts that we read, each with the local one that nginx gets, in the network of a case. */
const ADDRESSES: readonly [written: string, local: number][] = [
  ['', 1],
  ['*:', 1],
  ['[::]:', 2],
  ['203.0.113.5:', 3],
];
const PORTS = [443, 8443, 80];
/** nginx listens at other ports, which any user may open. */
const PORT_OFFSET = 20_000;

interface Listen {
  address: number;
  port: number;
  options: string;
}

interface Server {
  /** The number of its file; the first one is nginx.conf. */
  file: number;
  listens: Listen[];
  /** The arguments of each `server_name`. */
  names: number[][];
  noise: number[];
  /** What an included file has. */
  included: 'nothing' | 'listens' | 'names';
  include: 'path' | 'glob';
  between: string;
}

const listenWith = (options: readonly string[]) =>
  fc.uniqueArray(
    fc.record({
      address: fc.nat(ADDRESSES.length - 1),
      port: fc.constantFrom(...PORTS),
      options: fc.constantFrom(...options),
    }),
    { minLength: 1, maxLength: 3, selector: ({ address, port }) => `${ADDRESSES[address]?.[1]} ${port}` },
  );

const serverWith = (options: readonly string[]): fc.Arbitrary<Server> =>
  fc.record({
    file: fc.nat(2),
    listens: listenWith(options),
    names: fc.array(fc.array(fc.nat(NAMES.length - 1), { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
    noise: fc.uniqueArray(fc.nat(NOISE.length - 1), { maxLength: 2 }),
    included: fc.constantFrom('nothing', 'nothing', 'listens', 'names'),
    include: fc.constantFrom('path', 'glob'),
    between: fc.constantFrom(' ', '\n    ', ' # a comment; with { signs\n', '\t'),
  });

const cases: fc.Arbitrary<Server[]> = fc.oneof(
  { arbitrary: fc.array(serverWith(['ssl', 'ssl', 'http2 ssl', '']), { minLength: 1, maxLength: 4 }), weight: 4 },
  { arbitrary: fc.array(serverWith(['']), { maxLength: 3 }), weight: 1 },
);

/** How a text is written: for us, or for nginx with the addresses of a case, in a directory of its own. */
interface Target {
  formatAddress: (listen: Listen) => string;
  directory: string;
}

const PUBLIC: Target = {
  formatAddress: ({ address, port }) => `${ADDRESSES[address]?.[0] ?? ''}${port}`,
  directory: '',
};

const getLocal = (at: number, { address }: Listen) =>
  `127.${20 + (ADDRESSES[address]?.[1] ?? 0)}.${at >> 8}.${at & 255}`;

const createLocal = (at: number): Target => ({
  formatAddress: (listen) => `${getLocal(at, listen)}:${listen.port + PORT_OFFSET}`,
  directory: `${at}/`,
});

function writeServer(server: Server, at: number, { formatAddress, directory }: Target): { text: string; files: Files } {
  const { listens, names, noise, included, include, between } = server;
  const listen = listens.map((one) => `listen${between}${formatAddress(one)} ${one.options};`);
  const named = names.map((args) => `server_name ${args.map((one) => NAMES[one]?.[0]).join(between)};`);
  const parts = included === 'listens' ? listen : named;
  const own = included === 'nothing' ? [...listen, ...named] : included === 'listens' ? named : listen;
  const target = `${directory}snippets/${at}/${include === 'glob' ? '*' : 'part'}.conf`;
  const lines = [
    ...own,
    ...(included === 'nothing' ? [] : [`include ${target};`]),
    ...noise.map((one) => NOISE[one] ?? ''),
  ];
  return {
    text: `server${between}{\n  ${lines.join('\n  ')}\n}\n`,
    files: included === 'nothing' ? {} : { [`snippets/${at}/part.conf`]: `${parts.join('\n')}\n` },
  };
}

/** Writes the contents of `http`, and the files that it includes. */
function write(servers: readonly Server[], target: Target): { http: string; files: Files } {
  const written = servers.map((server, at) => ({ ...writeServer(server, at, target), file: server.file }));
  const join = (file: number) =>
    written
      .filter((one) => one.file === file)
      .map(({ text }) => text)
      .join('');
  const sites = { 'sites-enabled/1.conf': join(1), 'sites-enabled/2.conf': join(2) };
  return {
    http: `${join(0)}include ${target.directory}sites-enabled/*.conf;\n`,
    files: { ...sites, ...Object.assign({}, ...written.map(({ files }) => files)) },
  };
}

function answer(servers: readonly Server[]): string {
  const { http, files } = write(servers, PUBLIC);
  return formatHosts(listMentions(readFiles(NGINX, { 'nginx.conf': `http {\n${http}}\n`, ...files })));
}

/** Accepts that TLS at an address is set in another file: with all servers in one, we read the same. */
const TLS_ELSEWHERE: Difference<Server[]> = {
  name: 'an address of nginx with TLS in another file',
  reason:
    'All servers at an address of nginx use TLS if one of them has `ssl`. We see that in a file and what its servers include, but the other files of a repository may be for other machines.',
  source: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#listen',
  covers: ({ one, theirs }) => answer(one.map((server) => ({ ...server, file: 0 }))) === theirs,
};

const listListens = (servers: readonly Server[]) => servers.flatMap(({ listens }) => listens);

/** Writes all cases as one configuration, which asks for the names, or ends with a last server. */
function writeAll(all: readonly (readonly Server[])[], settings: string, directory: string, last: string | null): void {
  const https = all.map((servers, at) => {
    const target = createLocal(at);
    const { http, files } = write(servers, target);
    writeFiles(path.join(directory, String(at)), files);
    const addresses = [...new Set(listListens(servers).map(target.formatAddress))];
    const names = `server_name ${ASKED.join(' ')};`;
    const asking = `server { ${addresses.map((one) => `listen ${one};`).join(' ')} ${names} }\n`;
    return last === null && addresses.length > 0 ? `${http}${asking}` : http;
  });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((one) => `${one}_temp_path ${directory}/${one};`)
    .join(' ');
  const head = `daemon off; pid ${directory}/pid; error_log stderr; worker_rlimit_nofile 8192; events { worker_connections 4096; }`;
  const sizes = 'server_names_hash_max_size 65536; server_names_hash_bucket_size 256;';
  writeFiles(directory, {
    'nginx.conf': `${head}\nhttp {\naccess_log off; ${temporary} ${sizes}\n${settings}\n${https.join('')}${last ?? ''}
}\n`,
  });
}

const CONFLICT = /conflicting server name "([^"]*)" on (127\.[\d.]+:\d+), ignored/g;

/** The names that nginx read at each local address. */
async function listNames(nginx: string, args: readonly string[]): Promise<Map<string, Set<string>>> {
  const output = await new Promise<string>((resolve, reject) => {
    const child = spawn(nginx, ['-t', ...args]);
    const read: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => read.push(chunk));
    child.on('error', reject).on('close', () => resolve(Buffer.concat(read).toString()));
  });
  if (!output.includes('test is successful')) throw new Error(output.slice(-2000));
  const names = new Map<string, Set<string>>();
  for (const [, name = '', address = ''] of output.matchAll(CONFLICT)) {
    const known = names.get(address) ?? new Set();
    names.set(address, known.add(name.toLowerCase()));
  }
  return names;
}

/** Returns whether nginx expects TLS at an address. */
function hasTls(address: string): Promise<boolean> {
  const [host = '', port] = address.split(':');
  const connection = net.connect(Number(port), host);
  connection.write('GET / HTTP/1.0\r\n\r\n');
  return new Promise((resolve, reject) => {
    let text = '';
    connection.on('data', (chunk) => {
      text += chunk.toString();
    });
    connection.once('end', () => resolve(text.includes('plain HTTP request was sent to HTTPS port')));
    connection.once('error', reject);
  });
}

export const NGINX_SERVERS: Program<Server[]> = {
  name: 'nginx',
  cases,
  answer,
  differences: [TLS_ELSEWHERE],
  open: async (nginx, parent) => {
    const directory = path.join(parent, 'nginx');
    writeFiles(directory, { empty: '' });
    const pair = writeKeyPair(directory, 'any', await createCertificate({ ...VALIDITY, commonName: 'any.example' }));
    const settings = `ssl_certificate ${pair.cert}; ssl_certificate_key ${pair.key};`;
    const args = ['-p', directory, '-c', path.join(directory, 'nginx.conf'), '-e', 'stderr'];
    const ask = async (all: readonly (readonly Server[])[]) => {
      writeAll(all, settings, directory, null);
      const names = await listNames(nginx, args);
      const port = await findFreePort();
      // nginx opens its ports in order: this one is the last.
      writeAll(all, settings, directory, `server { listen 127.0.0.1:${port}; }`);
      const daemon = await startDaemon(nginx, args, { ports: [port] });
      try {
        return await Promise.all(
          all.map(async (servers, at) => {
            const addresses = [...new Set(listListens(servers).map(createLocal(at).formatAddress))];
            const found = addresses.map(async (address) => {
              if (!names.has(address) || !(await hasTls(address))) return [];
              const port = Number(address.split(':')[1]) - PORT_OFFSET;
              return [...(names.get(address) ?? [])].map((name) => `${name}:${port}`);
            });
            return formatHosts((await Promise.all(found)).flat());
          }),
        );
      } finally {
        await daemon.stop();
      }
    };
    const version = (await runProgram('/bin/sh', ['-c', '"$0" -v 2>&1', nginx])).toString().trim();
    return { name: version.replace(/^nginx version: /, ''), ask };
  },
};
