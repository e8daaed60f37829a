import { describe, expect, it } from 'vitest';
import { CADDYFILE } from '../../../src/discover/formats/caddyfile.ts';

/** Reads `caddy/Caddyfile`, and returns `HOST:PORT LINE` of the hosts, and what was not read. */
function read(text: string, files: Record<string, string> = {}): string[] {
  const all: Record<string, string> = { 'caddy/Caddyfile': text, ...files };
  const repository = { paths: Object.keys(all).sort(), readText: (path: string) => all[path] ?? null };
  return [...CADDYFILE.read({ path: 'caddy/Caddyfile', text }, repository)].flatMap((one) => {
    if (one.kind === 'host') return [`${one.host}:${one.port ?? 443} ${one.line}`];
    return one.kind === 'unresolved' ? [`unresolved ${one.expression}`] : [];
  });
}

describe('a Caddyfile', () => {
  it('has the sites and the hosts of snippets with their arguments', () => {
    const snippets =
      '(site) {\n{args[0]}.example.com {\nimport more {args[:]}\n}\n}\n(more) {\n@m host {args.1} b.example.com\n}\n';
    expect(read(`${snippets}import site www a.example.com\n`)).toEqual([
      'www.example.com:443 9',
      'a.example.com:443 9',
      'b.example.com:443 7',
    ]);
  });

  it('gives a snippet the block of the import', () => {
    const text = '(wrap) {\nhandle {\n{block}\n}\n}\n*.example.com {\nimport wrap {\n@m host a.example.com\n}\n}\n';
    expect(read(text)).toEqual(['*.example.com:443 6', 'a.example.com:443 8']);
  });

  it('has the sites and matchers of imported files, and the snippets of another Caddyfile', () => {
    const files = {
      'caddy/sites/a.conf': '{$HOST:a.example.com} {\n}\n',
      'caddy/parts/m.conf': '@m host m.example.com\n',
      'caddy/common.caddy': '(s) {\n@s host s.example.com\n}\nfound-there.example.com {\n}\n',
    };
    const text =
      'import sites/*.conf\nimport common.caddy\n*.example.com {\nimport /etc/caddy/parts/m.conf\nimport s\n}\n';
    expect(read(text, files)).toEqual([
      'a.example.com:443 1',
      '*.example.com:443 3',
      'm.example.com:443 4',
      's.example.com:443 2',
    ]);
  });

  it('reports an import that the repository does not have, or that has no end', () => {
    expect(read('import absent.conf\n')).toEqual(['unresolved import absent.conf']);
    expect(read('(a) {\nimport a\n}\na.example.com {\nimport a\n}\n')).toEqual([
      'a.example.com:443 4',
      'unresolved import a',
    ]);
  });

  it('has no hosts in texts, heredocs, and matchers with `not`', () => {
    const text =
      'a.example.com {\nrespond <<END\n@a host b.example.com\n  END 200\nrespond `\n@a host c.example.com\n`\n@n {\nnot host d.example.com\n}\n}\n';
    expect(read(text)).toEqual(['a.example.com:443 1']);
  });

  it('has the hosts of matchers at each port with TLS of its site', () => {
    expect(read('a.example.com, a.example.com:8443 http://b.example.com {\n@m host m.example.com\n}\n')).toEqual([
      'a.example.com:443 1',
      'a.example.com:8443 1',
      'm.example.com:443 2',
      'm.example.com:8443 2',
    ]);
  });

  it.each([
    [':443 {', ['m.example.com:443 2']],
    [':8443 {\ntls a.pem b.pem', ['m.example.com:8443 3']],
    [':8443 {', []],
    ['http://m.example.com {', []],
    ['m.example.com {\ntls {\nissuer internal\n}', []],
  ])('has the hosts of matchers if %j has TLS', (head, hosts) => {
    expect(read(`${head}\n@m host m.example.com\n}\n`)).toEqual(hosts);
  });
});
