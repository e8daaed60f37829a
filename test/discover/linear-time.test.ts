/** One file cannot stop a scan: each format reads hostile text in linear time, and so does a file that includes another one many times. */

import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/discover/format.ts';
import { FORMATS } from '../../src/discover/formats/index.ts';
import { discover } from '../../src/discover/index.ts';
import { FORMAT_FILES } from '../helpers/format-files.ts';

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
    '<Macro a $b>\n',
    'Use a b.c\n',
    `Define a \${a}\${a}\n`,
    '<VirtualHost a:443>\nInclude *.conf\n',
    '<IfDefine !a>\n',
  ],
  ...['<Macro a $b>\nUse a $b$b.c\n</Macro>\nUse a b.c\n'],
  ...['acl a hdr(host) -f haproxy.cfg\n', 'acl a hdr(host) a."b"'],
  ...['import a a\n', '(a) {\nimport b {args.0}{args.0}\n}\n', '(b) {\nimport a {args.0}{args.0}\n}\nimport a a\n'],
  ...['a = a ++ ', 'x = { enableACME = true; } // x; ', 'rec { a = a + a; } ', 'let a = { inherit (a) a; }; in '],
  ...['variable "a" { default = var.a }\n', 'module "m" { source = "./m" }\n', '-----BEGIN CERTIFICATE-----\n', 'MIIB'],
];

const SIZES = [4_000, 8_000, 16_000] as const;
/** A time below is noise, in milliseconds. Four times the text may take eight times as long: quadratic would be 16 times. */
const [NOISE_MS, MAX_RATIO, TRIES] = [30, 8, 4];

/** Measures at each size, and takes the shortest of all tries: a busy machine only adds. Returns null if the time grows with the size, else the times. */
function findExcess(measure: (size: number) => number): number[] | null {
  const times: number[] = SIZES.map(() => Number.POSITIVE_INFINITY);
  for (let left = TRIES; ; left -= 1) {
    for (const [index, size] of SIZES.entries()) times[index] = Math.min(times[index] ?? 0, measure(size));
    const [first = 0, , last = 0] = times;
    if (last < NOISE_MS || last / first < MAX_RATIO) return null;
    if (left === 0) return times;
  }
}

/** Measures the processor time of this thread, in milliseconds: other tests run at the same time. */
function time(work: () => unknown): number {
  const start = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
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
      const beginnings = (FORMAT_FILES[name] ?? []).filter(([file]) => format.files.test(file));
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
