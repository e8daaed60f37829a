import { describe, expect, it } from 'vitest';
import { ZONE_FILE } from '../../../src/discover/formats/zone-file.ts';

const HEAD = '$ORIGIN example.com.\n@ IN SOA ns0 hostmaster 1 2 3 4 5\n';

/** Reads `zones/db.test`, and returns the hosts, and the texts of what was not read. */
function read(text: string, files: Record<string, string> = {}): string[] {
  const all: Record<string, string> = { 'zones/db.test': HEAD + text, ...files };
  const repository = { paths: Object.keys(all).sort(), readText: (path: string) => all[path] ?? null };
  return [...ZONE_FILE.read({ path: 'zones/db.test', text: HEAD + text }, repository)].flatMap((one) => {
    if (one.kind === 'host') return [`${one.host}:${one.line}`];
    return one.kind === 'unresolved' ? [`unresolved ${one.expression}`] : [];
  });
}

describe('$GENERATE', () => {
  it.each([
    ['1-2 h$', ['h1', 'h2']],
    [`0-9/5 h-\${10,3,d}`, ['h-010', 'h-015']],
    [`1-1 h\${-3,3,d}`, ['h-02']],
    [`10-10 h\${0,3,x}.\${1}`, ['h00a.11']],
    [`255-255 h\${0,0,X}-\${0,0,o}`, ['hFF-377']],
    [`31-31 a.\${0,7,n}`, ['a.f.1.0.0']],
    [`0-0 h\${-1,0,x}`, ['hffffffff']],
  ])('makes the names of %s', (written, names) => {
    const expected = names.map((name) => `${name}.example.com:3`);
    expect(read(`$GENERATE ${written} 300 IN A 192.0.2.1\n`)).toEqual(expected);
  });

  it('keeps the owner of the record before', () => {
    const text = 'www A 192.0.2.1\n$GENERATE 1-1 ns$ A 192.0.2.2\n NS ns1\n';
    expect(read(text)).toEqual(['www.example.com:3']);
  });

  it('splits quoted data into words', () => {
    expect(read('$GENERATE 1-1 @ MX "10 mail$"\nmail1 A 192.0.2.1\n')).toEqual(['mail1.example.com:4']);
  });

  it.each(['0-4294967295 h$ A 192.0.2.1', '2-1 h$ A 192.0.2.1', '1-x h$ A 192.0.2.1', '1-2 h$'])(
    'reports %s, which is not read',
    (written) => {
      expect(read(`$GENERATE ${written}\n`)).toEqual([`unresolved $GENERATE ${written}`]);
    },
  );

  it('skips names without an address, however many', () => {
    expect(read('$GENERATE 0-4294967295 $ PTR host-$.example.com.\n')).toEqual([]);
  });

  it('ends after 65,536 names of a file', () => {
    const text = '$GENERATE 1-65000 h$ A 192.0.2.1\n$GENERATE 1-537 g$ A 192.0.2.1\n$GENERATE 1-2 i$ A 192.0.2.1\n';
    const found = read(text);
    expect(found).toHaveLength(65_003);
    expect(found).toContain('i2.example.com:5');
    expect(found).toContain('unresolved $GENERATE 1-537 g$ A 192.0.2.1');
  });
});

describe('$INCLUDE', () => {
  it('reads a file of the repository with the origin and the owner, which stay', () => {
    const files = { 'zones/parts/web.inc': ' A 192.0.2.1\n$ORIGIN deep\nx A 192.0.2.1\n' };
    const text = 'www TXT a\n$INCLUDE parts/web.inc\nmain A 192.0.2.1\n$INCLUDE "parts/web.inc" sub\n';
    expect(read(text, files)).toEqual([
      'www.example.com:4',
      'x.deep.example.com:4',
      'main.example.com:5',
      'x.deep.sub.example.com:6',
    ]);
  });

  it('finds a file with a unique name below another directory of the machine', () => {
    expect(read('$INCLUDE /etc/bind/web.inc\n', { 'dns/web.inc': 'web A 192.0.2.1\n' })).toEqual(['web.example.com:3']);
  });

  it('reports a file that the repository does not have', () => {
    expect(read('$INCLUDE absent.inc\n')).toEqual(['unresolved $INCLUDE absent.inc']);
  });

  it('reports a file that includes itself', () => {
    const found = read('$INCLUDE loop.inc\n', { 'zones/loop.inc': 'a A 192.0.2.1\n$INCLUDE loop.inc\n' });
    expect(found).toEqual(['a.example.com:3', 'unresolved $INCLUDE loop.inc']);
  });
});

it('drops records outside the zone', () => {
  expect(read('www.other.net. A 192.0.2.1\nwww A 192.0.2.1\n')).toEqual(['www.example.com:4']);
});

it('completes a target with the current origin, although the owner is older', () => {
  const text = 'www A 192.0.2.1\n$ORIGIN sub.example.com.\n MX 10 mail\nmail A 192.0.2.2\n NS mail\n';
  expect(read(text)).toEqual(['www.example.com:3']);
  expect(read(text.replace(' NS mail\n', ''))).toEqual(['www.example.com:3', 'mail.sub.example.com:6']);
});
