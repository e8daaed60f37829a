import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/discover/formats/index.ts';

/** A path for each format that reads a configuration language with a reader of its own, and a beginning that it recognizes. */
const FILES: Record<string, [path: string, beginning: string]> = {
  terraform: ['main.tf', ''],
  nginx: ['nginx.conf', 'server { server_name '],
  apache: ['apache.conf', '<VirtualHost *:443>\n'],
  caddyfile: ['Caddyfile', ''],
  haproxy: ['haproxy.cfg', 'frontend a\nbind :443 ssl\n'],
  'zone-file': ['example.com.zone', '$ORIGIN example.com.\n'],
  dnscontrol: ['dnsconfig.js', 'D("example.com", '],
  saml: ['saml20-idp-remote.php', "'certData' => '"],
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
];

describe.each(Object.entries(FILES))('%s', (name, [path, beginning]) => {
  const format = FORMATS.find((one) => one.name === name);

  it.each(REPEATED)('reads 300,000 characters of %j', (unit) => {
    const text = beginning + unit.repeat(300_000 / unit.length);
    const mentions = format?.read({ path, text }, { paths: [path], readText: () => text });
    expect(Array.from(mentions ?? []).every(({ line }) => line >= 1)).toBe(true);
  });
});
