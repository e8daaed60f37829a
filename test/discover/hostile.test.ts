import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/discover/formats/index.ts';

/** For each format that reads a configuration language with a reader of its own: a path, and a text in which it finds something. */
const FILES: Record<string, [path: string, text: string]> = {
  terraform: ['main.tf', 'resource "aws_acm_certificate" "a" {\n  domain_name = "shop.example.com"\n}\n'],
  nginx: ['nginx.conf', 'server { listen 443 ssl; server_name shop.example.com; }\nserver { server_name '],
  nix: ['web.nix', '{ services.nginx.virtualHosts."shop.example.com".forceSSL = true; }\n{ '],
  apache: [
    'apache.conf',
    '<VirtualHost *:443>\nServerName shop.example.com\nSSLEngine on\n</VirtualHost>\n<VirtualHost *:443>\n',
  ],
  caddyfile: ['Caddyfile', 'shop.example.com {\n}\n'],
  haproxy: ['haproxy.cfg', 'frontend a\nbind :443 ssl\nuse_backend b if { hdr(host) shop.example.com }\n'],
  'zone-file': ['example.com.zone', '$ORIGIN example.com.\nshop IN A 192.0.2.1\n'],
  dnscontrol: ['dnsconfig.js', 'D("example.com", REG, A("shop", "192.0.2.1"));\nD("example.net", '],
  saml: ['saml20-idp-remote.php', `'certData' => '${`MI${'A'.repeat(198)}`}'; 'certData' => '`],
};

const REPEATED = [
  'a ',
  '{',
  '(',
  '"',
  '`',
  '\\',
  '\\\n',
  '<<A\n',
  'x,',
  'a="$' + '{',
  'A("a",',
  'ServerAlias a.example.com\\\n',
  '$GENERATE 0-4294967295 a$ A b\n',
  '$INCLUDE example.com.zone\n',
  'acl a hdr(host) -f haproxy.cfg\n',
  '(a) {\nimport b {args.0}{args.0}\n}\nimport a a\n',
];

describe.each(Object.entries(FILES))('%s', (name, [path, beginning]) => {
  const read = (text: string) => {
    const format = FORMATS.find((one) => one.name === name);
    return format && Array.from(format.read({ path, text }, { paths: [path], readText: () => text }));
  };

  it.each(REPEATED)('finds what is above 300,000 characters of %j', (unit) => {
    const [expected] = read(beginning) ?? [];
    expect(expected).toMatchObject({ line: expect.any(Number) });
    expect(read(beginning + unit.repeat(300_000 / unit.length))).toContainEqual(expected);
  });
});
