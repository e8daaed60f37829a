import { describe, expect, it } from 'vitest';
import { HAPROXY } from '../../../src/discover/formats/haproxy.ts';

const LISTS = {
  'haproxy/lists/hosts.lst': '# hosts\n\na.example.com\n  b.example.com\n',
  'haproxy/lists/hosts.map': 'c.example.com backend_c\nd.example.com\tbackend_d\n',
};

/** Reads a frontend with TLS, and returns `HOST:PORT` of its hosts, and what was not read. */
function read(rule: string, bind = 'bind :443 ssl crt /etc/haproxy/certs', section = 'frontend web'): string[] {
  const text = `global\n  setenv BASE example.com\n${section}\n  ${bind}\n  ${rule}\nfrontend other\n  bind :80\n`;
  const files: Record<string, string> = { 'haproxy/haproxy.cfg': text, ...LISTS };
  const repository = { paths: Object.keys(files).sort(), readText: (path: string) => files[path] ?? null };
  return [...HAPROXY.read({ path: 'haproxy/haproxy.cfg', text }, repository)].flatMap((one) => {
    if (one.kind === 'host') return [`${one.host}:${one.port ?? 443}`];
    return one.kind === 'unresolved' ? [`unresolved ${one.expression}`] : [];
  });
}

describe('HAProxy', () => {
  it.each([
    ['a."example".com', ['a.example.com:443']],
    [`'a.example'.com#comment`, ['a.example.com:443']],
    [
      `"a.$BASE" "b.\${BASE}" "c.\${ABSENT-example.com}"`,
      ['a.example.com:443', 'b.example.com:443', 'c.example.com:443'],
    ],
    ['-m str -i -- a.example.com', ['a.example.com:443']],
    ['-f /etc/haproxy/lists/hosts.lst c.example.com', ['a.example.com:443', 'b.example.com:443', 'c.example.com:443']],
    ['-m end a.example.com', []],
  ])('reads the names of %s', (names, hosts) => {
    expect(read(`acl web hdr(host) ${names}`)).toEqual(hosts);
  });

  it('reads the names of a map', () => {
    expect(read('use_backend %[req.hdr(host),lower,map(/etc/haproxy/lists/hosts.map,none)]')).toEqual([
      'c.example.com:443',
      'd.example.com:443',
    ]);
  });

  it('reports a list that the repository does not have', () => {
    expect(read('acl web hdr(host) -f absent.lst')).toEqual(['unresolved acl web hdr(host) -f absent.lst']);
  });

  it('knows the name of its own handshake only where it has one', () => {
    const rule = 'use-server a if { ssl_fc_sni a.example.com }';
    expect(read(rule)).toEqual(['a.example.com:443']);
    expect(read(rule, 'bind :80')).toEqual([]);
    expect(read(rule, 'mode http', 'backend web')).toEqual(['a.example.com:443']);
    expect(read('use_backend a if { req.ssl_sni a.example.com }', 'bind :8443')).toEqual(['a.example.com:8443']);
  });
});
