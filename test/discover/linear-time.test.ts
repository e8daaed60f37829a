/** One file cannot stop a scan: each format reads hostile text in linear time, and so does a file that includes another one many times. */

import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/discover/format.ts';
import { FORMATS } from '../../src/discover/formats/index.ts';
import { discover } from '../../src/discover/index.ts';

/** A path for each format, and a beginning that it recognizes. */
const FILES: Record<string, readonly [path: string, beginning: string][]> = {
  encrypted: [['secrets.yaml', 'sops:\n']],
  'github-pages': [['CNAME', '']],
  kubernetes: [['k/ingress.yaml', 'kind: Ingress\napiVersion: v1\nspec:\n']],
  'helm-values': [['chart/values.yaml', 'ingress:\n']],
  kustomize: [
    ['k/kustomization.yaml', 'resources:\n'],
    ['k/kustomization.yaml', 'patches:\n'],
    ['k/kustomization.yaml', 'replacements:\n'],
  ],
  compose: [['docker-compose.yml', 'services:\n']],
  traefik: [
    ['traefik.yml', 'http:\n'],
    ['traefik.toml', '[http]\n'],
  ],
  envoy: [['envoy.yaml', 'static_resources:\n']],
  ansible: [
    ['group_vars/all.yml', ''],
    ['inventory/hosts', ''],
  ],
  salt: [['pillar/top.sls', '']],
  openapi: [['openapi.yaml', 'openapi: 3.0.0\nservers:\n']],
  vercel: [['vercel.json', '{']],
  netlify: [['netlify.toml', '']],
  fly: [['fly.toml', '']],
  terraform: [['main.tf', '']],
  nginx: [
    ['nginx.conf', 'server { listen 443 ssl; server_name '],
    ['stream.conf', 'server { listen 443; proxy_pass $b; } map $ssl_preread_server_name $b { '],
  ],
  nix: [['web.nix', '{ services.nginx.virtualHosts = rec { "shop.example.com" = ']],
  apache: [['apache.conf', '<VirtualHost *:443>\n']],
  caddyfile: [['Caddyfile', '']],
  haproxy: [['haproxy.cfg', 'frontend a\nbind :443 ssl\n']],
  'zone-file': [['example.com.zone', '$ORIGIN example.com.\n']],
  octodns: [['config/example.com.yaml', 'www:\n']],
  dnscontrol: [['dnsconfig.js', 'D("example.com", ']],
  'gcloud-records': [['records.yaml', 'kind: dns#resourceRecordSet\n']],
  saml: [['saml20-idp-remote.php', "'certData' => '<X509Certificate> "]],
};

/** Texts that open something without an end, nest, repeat, or resemble what a format looks for. */
const UNITS = [
  ...['a ', '{', '(', '[', '"', "'", '`', '\\', '\\\n', ' ', '\n', '\t', '-', '- ', '- a\n', '#', '# x\n', '.', '='],
  ...['/*', '//', '<a>', '<!--', '<<A\n', '${', '${a:-', '{{', '{{ a }}', '{% if %}', '%', '@', ';', '|\n', '---\n'],
  ...[
    'a: b\n',
    'a: [\n',
    'a:\n ',
    '"k" = [\n',
    'k = {\n',
    'a = "b"\n',
    'a="${',
    'A("a",',
    'x,',
    '&a a\n',
    '- &a [*a,*a]\n',
  ],
  ...["'a' => 'b',", 'a 300 IN CNAME b\n', '$INCLUDE x\n', 'include x;\n', '<VirtualHost a:443>\n', '"a.example.com",'],
  ...[
    'Host(`a.example.com`) || ',
    '  - host: a.example.com\n',
    'https://a.example.com/',
    'ServerAlias a.example.com\\\n',
  ],
  ...[
    "''",
    "''${a",
    '"${',
    'let a = ',
    'a: ',
    '{ a = a; } // ',
    'a.b.',
    '{ a, ',
    'with a; ',
    'mkIf a (',
    '"a.b" = { listen = [ ',
  ],
  ...['$GENERATE 0-4294967295 a$ A b\n', `$GENERATE 1-9999 a\${0,99999999,d} A b\n`, '$INCLUDE example.com.zone\n'],
  ...[
    '- {target: {kind: a}, path: kustomization.yaml}\n',
    '- {source: {kind: ConfigMap, name: a, fieldPath: data.a}, targets: [{fieldPaths: [spec.host]}]}\n',
  ],
  ...['acl a hdr(host) -f haproxy.cfg\n', 'acl a hdr(host) a."b"'],
  ...['import a a\n', '(a) {\nimport b {args.0}{args.0}\n}\n', '(b) {\nimport a {args.0}{args.0}\n}\nimport a a\n'],
  ...['a = a ++ ', 'x = { enableACME = true; } // x; ', 'rec { a = a + a; } ', 'let a = { inherit (a) a; }; in '],
  ...['variable "a" { default = var.a }\n', 'module "m" { source = "./m" }\n', '-----BEGIN CERTIFICATE-----\n', 'MIIB'],
];

const SIZES = [4_000, 8_000, 16_000] as const;
/** A time below is noise, in milliseconds. Four times the text may take eight times as long: quadratic would be 16 times. */
const [NOISE_MS, MAX_RATIO, TRIES] = [30, 8, 4];

/** Measures at each size. Returns null if the time grows with the size, else the times. */
function findExcess(measure: (size: number) => number): number[] | null {
  for (let left = TRIES; ; left -= 1) {
    const times = SIZES.map(measure);
    const [first = 0, , last = 0] = times;
    if (last < NOISE_MS || last / first < MAX_RATIO) return null;
    if (left === 0) return times;
  }
}

function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Finds the units whose repetition after the beginning takes more than linear time. */
const findSlow = (format: Format, path: string, beginning: string) =>
  UNITS.flatMap((unit) => {
    const excess = findExcess((size) => {
      const text = beginning + unit.repeat(size / unit.length);
      return time(() => Array.from(format.read({ path, text }, { paths: [path], readText: () => text })));
    });
    return excess === null ? [] : [{ path, unit, excess }];
  });

describe('hostile text', () => {
  it.each(FORMATS.map(({ name }) => name))('is read in linear time by %s', (name) => {
    const slow = FORMATS.filter((one) => one.name === name).flatMap((format) => {
      const beginnings = (FILES[name] ?? []).filter(([file]) => format.files.test(file));
      expect(beginnings.length, `a path for ${name}`).toBeGreaterThan(0);
      return beginnings.flatMap(([path, beginning]) => findSlow(format, path, beginning));
    });
    expect(slow).toEqual([]);
  });

  it('of an included file is parsed once, however often it is included', () => {
    const excess = findExcess((size) => {
      const files: Record<string, string> = { 'snippets/big.conf': '# a comment\n'.repeat(size / 10) };
      for (let at = 0; at < size / 100; at += 1)
        files[`sites-enabled/${at}.conf`] = `server { include snippets/big.conf; server_name ${at}.example.net; }\n`;
      const read = (path: string) => Buffer.from(files[path] ?? '');
      const tree = { paths: Object.keys(files).sort(), skipped: [], read, isLink: () => false };
      return time(() => discover(tree, (bug) => expect.unreachable(String(bug))));
    });
    expect(excess).toBeNull();
  });
});
