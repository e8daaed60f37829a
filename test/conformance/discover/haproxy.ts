/**
 * HAProxy: a server on loopback with all configurations, which is asked for each name. A name counts at an address with TLS if HAProxy treats
 * it in another way than a name that no configuration has.
 */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import tls from 'node:tls';
import fc from 'fast-check';
import { createCertificate } from '../../../src/app/demo/create-certificate.ts';
import { HAPROXY } from '../../../src/discover/formats/haproxy.ts';
import { findFreePort, runProgram, startDaemon } from '../../real/harness.ts';
import { VALIDITY, writeKeyPair } from '../../real/reading.ts';
import { type Files, formatHosts, listMentions, type Program, readFiles, writeFiles } from './program.ts';

const ENVIRONMENT = '  setenv WHOLE whole.example.com\n  presetenv BASE example.com\n';

/** Names as they are written, and as a client sends them. */
const NAMES: readonly (readonly [written: string, asked: string])[] = [
  ['a.example.com', 'a.example.com'],
  ['b.example.com', 'b.example.com'],
  ['"quoted.example.com"', 'quoted.example.com'],
  ["'single.example.com'", 'single.example.com'],
  ['mid."example".com', 'mid.example.com'],
  ["'part'.example'.com'", 'part.example.com'],
  ['back\\.example\\.com', 'back.example.com'],
  [`"\${WHOLE}"`, 'whole.example.com'],
  [`env."$BASE"`, 'env.example.com'],
  [`"fall.\${ABSENT-example.com}"`, 'fall.example.com'],
];
const UNKNOWN = 'unknown.example.net';

/** Tests of the host of a request. */
const HOSTS = ['hdr(host)', 'req.hdr(host)', 'hdr(Host),lower', 'req.hdr(host),field(1,:)', 'hdr(host),host_only'];
const HANDSHAKES = ['ssl_fc_sni', 'ssl_fc_sni,lower'];
/** Tests of the handshake that HAProxy passes on. */
const PASSED = ['req.ssl_sni', 'req_ssl_sni', 'req.ssl_sni,lower'];
const FLAGS = ['', '-i', '-m str', '-i -m str', '-m str -i --', '--'];
/** Tests that no name passes. */
const OTHERS = [
  '{ hdr_end(host) .suffix.example.com }',
  '{ hdr(host) -m reg -i ^re[0-9]+\\\\.example\\\\.com$ }',
  '{ path -i a.example.com }',
  '{ hdr(host) -m beg start.example.com }',
  '{ hdr(x-host) a.example.com }',
  '{ query "hdr(host) a.example.com" } # { hdr(host) commented.example.com }',
];

/** Filters of a `crt-list`, with the names that a client asks for. */
const FILTERS: readonly (readonly [written: string, asked: string])[] = [
  ['a.example.com', 'a.example.com'],
  ['sni.example.com', 'sni.example.com'],
  ['UPPER.sni.example.com', 'upper.sni.example.com'],
  ['*.wild.example.com !no.wild.example.com', 'no.wild.example.com'],
  ['!negated.example.com', 'negated.example.com'],
  ['*.other.example.com named.other.example.com', 'named.other.example.com'],
  ['', 'b.example.com'],
];
const LIST_OPTIONS = ['', '', '[alpn http/1.1]', '[ssl-min-ver TLSv1.2 alpn http/1.1]', '[ ]'];

const OFF = 'frontend off\n  bind *:443 ssl crt off.pem\n  use_backend off if { hdr(host) off.example.com }\n';
/** Conditions around a section. */
const CONDITIONS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `.if defined(WHOLE)\n${text}.else\n${OFF}.endif\n`,
  (text) => `.if !defined(WHOLE)\n${OFF}.else\n${text}.endif\n`,
  (text) => `.if 0\n${OFF}.elif streq("$BASE",example.com)\n${text}.else\n${OFF}.endif\n`,
  (text) => `.if 1\n.if !1\n${OFF}.elif 0\n${OFF}.endif\n${text}.elif 1\n${OFF}.endif\n`,
  (text) => `.if 0\n.if 1\n${OFF}.else\n${OFF}.endif\n${OFF}.endif\n${text}`,
];

interface Rule {
  kind: 'acl' | 'braces' | 'file' | 'map' | 'other' | 'negated';
  test: number;
  flags: number;
  names: number[];
}

/** A line of a `crt-list`. */
interface Certificate {
  options: string;
  filters: number[];
}

interface Bind {
  port: number;
  hasTls: boolean;
  certificates: Certificate[];
}

interface Section {
  kind: 'frontend' | 'listen';
  mode: 'http' | 'tcp';
  binds: Bind[];
  condition: number;
  rules: Rule[];
}

const PORTS = [443, 8443, 80, 9443];
const PORT_OFFSET = 20_000;

const certificates: fc.Arbitrary<Certificate[]> = fc.array(
  fc.record({
    options: fc.constantFrom(...LIST_OPTIONS),
    filters: fc.array(fc.nat(FILTERS.length - 1), { maxLength: 3 }),
  }),
  { maxLength: 2 },
);

const sectionWith = (kinds: readonly Rule['kind'][], maxLength: number): fc.Arbitrary<Section> =>
  fc.record({
    kind: fc.constantFrom('frontend', 'listen'),
    mode: fc.constantFrom('http', 'http', 'tcp'),
    binds: fc.uniqueArray(fc.record({ port: fc.constantFrom(...PORTS), hasTls: fc.boolean(), certificates }), {
      minLength: 1,
      maxLength: 3,
      selector: ({ port }) => port,
    }),
    condition: fc.oneof(fc.constant(0), fc.nat(CONDITIONS.length - 1)),
    rules: fc.array(
      fc.record({
        kind: fc.constantFrom(...kinds),
        test: fc.nat(99),
        flags: fc.nat(FLAGS.length - 1),
        names: fc.array(fc.nat(NAMES.length - 1), { minLength: 1, maxLength: 3 }),
      }),
      { maxLength },
    ),
  });

const cases: fc.Arbitrary<Section[]> = fc.oneof(
  {
    arbitrary: fc.array(sectionWith(['acl', 'braces', 'file', 'map', 'other', 'negated'], 4), {
      minLength: 1,
      maxLength: 2,
    }),
    weight: 5,
  },
  { arbitrary: fc.array(sectionWith(['other'], 2), { maxLength: 1 }), weight: 1 },
);

/** How a text is written: for us, or for HAProxy with local addresses, in a directory of its own. */
interface Target {
  formatAddress: (section: number, port: number) => string;
  bindOptions: string;
  /** The file of a certificate that only a `crt-list` names. */
  certificate: string;
  directory: string;
  /** The backend for what no rule selects. */
  fallback: string;
}

const PUBLIC: Target = {
  formatAddress: (_, port) => `*:${port}`,
  bindOptions: 'crt /etc/haproxy/certs/',
  certificate: 'listed.pem',
  directory: '/etc/haproxy/',
  fallback: 'fallback',
};

function writeRule(rule: Rule, at: string, mode: Section['mode'], { directory }: Target, files: Map<string, string>) {
  const { kind, test, flags, names } = rule;
  const tests = mode === 'tcp' ? PASSED : [...HOSTS, ...HANDSHAKES];
  const tested = tests[test % tests.length] ?? '';
  const written = names.map((one) => NAMES[one]?.[0] ?? '').join(' ');
  const asked = names.map((one) => NAMES[one]?.[1] ?? '');
  const action = mode === 'tcp' ? 'tcp-request content reject' : 'http-request return status 201';
  const act = (condition: string) => `${action} if ${condition}`;
  if (kind === 'acl') return [`acl named${at} ${tested} ${FLAGS[flags]} ${written}`, act(`named${at}`)];
  if (kind === 'negated')
    return [`acl named${at} ${tested} ${FLAGS[flags]} ${written}`, `${action} unless !named${at}`];
  if (kind === 'braces') return [act(`{ ${tested} ${FLAGS[flags]} ${written} }`)];
  if (kind === 'other')
    return mode === 'tcp' ? ['# acl x req.ssl_sni commented.example.com'] : [act(OTHERS[test % OTHERS.length] ?? '')];
  const file = `lists/${at}.${kind}`;
  const lines = kind === 'map' ? asked.map((name) => `${name} backend_${at}`) : asked;
  files.set(file, `# commented.example.com\n\n${lines.join('\n')}\n`);
  return [
    kind === 'map'
      ? act(`{ ${tested},map${test % 2 === 0 ? '' : '_str'}(${directory}${file}) -m found }`)
      : act(`{ ${tested} -i -f ${directory}${file} }`),
  ];
}

function writeList({ certificates: listed }: Bind, { certificate }: Target): string {
  const lines = listed.map(({ options, filters }) => {
    const written = filters.map((one) => FILTERS[one]?.[0]).join(' ');
    return `${certificate} ${options} ${written}`.trim();
  });
  return `# listed.pem commented.example.com\n\n${lines.join('\n')}\n`;
}

function writeSection(section: Section, at: string, index: number, target: Target, files: Map<string, string>): string {
  const { kind, mode, binds, rules } = section;
  const lines = [
    `mode ${mode}`,
    ...binds.map((bind) => {
      const { port, hasTls, certificates: listed } = bind;
      const list = listed.length === 0 ? '' : ` crt-list ${target.directory}lists/${at}-${port}.list`;
      const options = hasTls && mode === 'http' ? ` ssl ${target.bindOptions}${list} alpn http/1.1` : '';
      if (listed.length > 0) files.set(`lists/${at}-${port}.list`, writeList(bind, target));
      return `bind ${target.formatAddress(index, port)}${options}`;
    }),
    ...(mode === 'tcp' ? ['tcp-request inspect-delay 2s'] : []),
    ...rules.flatMap((rule, number) => writeRule(rule, `${at}_${number}`, mode, target, files)),
    mode === 'tcp' ? 'tcp-request content accept if { req.ssl_hello_type 1 }' : 'http-request return status 200',
    ...(mode === 'tcp' ? [`${kind === 'frontend' ? 'default_backend' : 'use_backend'} ${target.fallback}`] : []),
  ];
  return CONDITIONS[section.condition]?.(`${kind} section${at}\n  ${lines.join('\n  ')}\n`) ?? '';
}

function write(sections: readonly Section[], at: number, target: Target): { text: string; files: Files } {
  const files = new Map<string, string>();
  const texts = sections.map((section, index) => writeSection(section, `${at}_${index}`, index, target, files));
  return { text: texts.join('\n'), files: Object.fromEntries(files) };
}

function answer(sections: readonly Section[]): string {
  const { text, files } = write(sections, 0, PUBLIC);
  const named = Object.entries(files).map(([name, content]) => [`haproxy/${name}`, content] as const);
  const head = `global\n${ENVIRONMENT}\ndefaults\n  mode http\n\n`;
  return formatHosts(
    listMentions(readFiles(HAPROXY, { 'haproxy/haproxy.cfg': `${head}${text}`, ...Object.fromEntries(named) })),
  );
}

/** Asks for a name with TLS, and returns the status and the certificate, or that there was no handshake. */
function askFor(name: string, host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    let [text, certificate] = ['', ''];
    const socket = tls.connect({ host, port, servername: name, rejectUnauthorized: false });
    socket.on('secureConnect', () => {
      certificate = socket.getPeerCertificate().fingerprint256;
      socket.write(`GET / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
    });
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(`${text.split(' ', 2)[1] ?? 'none'} ${certificate}`));
  });
}

export const HAPROXY_SECTIONS: Program<Section[]> = {
  name: 'haproxy',
  cases,
  answer,
  differences: [],
  open: async (haproxy, parent) => {
    const directory = path.join(parent, 'haproxy');
    writeFiles(directory, { empty: '' });
    const pair = writeKeyPair(directory, 'any', await createCertificate({ ...VALIDITY, commonName: 'any.example' }));
    const another = writeKeyPair(
      directory,
      'listed',
      await createCertificate({ ...VALIDITY, commonName: 'any.example' }),
    );
    const join = ({ cert, key }: { cert: string; key: string }) =>
      readFileSync(cert, 'utf8') + readFileSync(key, 'utf8');
    writeFiles(directory, { 'both.pem': join(pair), 'listed.pem': join(another) });
    const getAddress = (at: number, index: number) => `127.${40 + index}.${at >> 8}.${at & 255}`;
    const ask = async (all: readonly Section[][]) => {
      const inner = await findFreePort();
      const ready = await findFreePort();
      const bindOptions = `crt ${directory}/both.pem`;
      const texts = all.map((sections, at) => {
        const target: Target = {
          formatAddress: (index, port) => `${getAddress(at, index)}:${port + PORT_OFFSET}`,
          ...{
            bindOptions,
            certificate: `${directory}/listed.pem`,
            directory: `${directory}/${at}/`,
            fallback: 'fallback',
          },
        };
        const { text, files } = write(sections, at, target);
        writeFiles(path.join(directory, String(at)), files);
        return text;
      });
      const timeouts = '  timeout client 5s\n  timeout connect 5s\n  timeout server 5s\n';
      const head = `global\n  maxconn 4096\n${ENVIRONMENT}\ndefaults\n  mode http\n${timeouts}\n`;
      const fallback = `backend fallback\n  mode tcp\n  server inner 127.0.0.1:${inner}\n`;
      const own = `frontend inner\n  bind 127.0.0.1:${inner} ssl ${bindOptions}\n  http-request return status 200\n`;
      const last = `frontend ready\n  bind 127.0.0.1:${ready}\n  http-request return status 200\n`;
      writeFiles(directory, { 'haproxy.cfg': `${head}${texts.join('\n')}\n${fallback}\n${own}\n${last}` });
      const daemon = await startDaemon(haproxy, ['-db', '-f', path.join(directory, 'haproxy.cfg')], { ports: [ready] });
      try {
        const answers: string[] = [];
        for (const [at, sections] of all.entries())
          answers.push(await askCase(sections, (index) => getAddress(at, index)));
        return answers;
      } finally {
        await daemon.stop();
      }
    };
    const version = (await runProgram(haproxy, ['-v'])).toString().split('\n')[0] ?? '';
    return { name: version.replace(/ \d{4}\/.*/, ''), ask };
  },
};

/** Asks for all names of a case at its addresses. */
async function askCase(sections: readonly Section[], getAddress: (index: number) => string): Promise<string> {
  const found = sections.flatMap(({ binds, rules }, index) => {
    const filters = binds.flatMap(({ certificates: listed }) => listed.flatMap((one) => one.filters));
    const names = new Set([
      ...rules.flatMap((rule) => rule.names.map((one) => NAMES[one]?.[1] ?? '')),
      ...filters.map((one) => FILTERS[one]?.[1] ?? ''),
    ]);
    return binds.map(async ({ port }) => {
      const answers = [UNKNOWN, ...names].map((name) => askFor(name, getAddress(index), port + PORT_OFFSET));
      const [other, ...own] = await Promise.all(answers);
      return [...names].flatMap((name, at) => (own[at] === other ? [] : [`${name}:${port}`]));
    });
  });
  return formatHosts((await Promise.all(found)).flat());
}
