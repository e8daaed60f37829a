import { describe, expect, it } from 'vitest';
import { HAPROXY } from '../../../src/discover/formats/haproxy.ts';

const LISTS = {
  'haproxy/lists/hosts.lst': '# hosts\n\na.example.com\n  b.example.com\n',
  'haproxy/lists/crt.list': [
    '# commented.pem commented.example.com',
    '',
    'only.pem',
    'a.pem a.example.com\tb.example.com',
    '  b.pem [alpn h2 no-ca-names] c.example.com !no.example.com *.d.example.com',
    'c.pem [] a.example.com',
  ].join('\n'),
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

describe('a crt-list of HAProxy', () => {
  const NAMES = ['a.example.com', 'b.example.com', 'c.example.com', '*.d.example.com'];

  it('names the hosts of its filters, without those that it excludes', () => {
    const bind = 'bind :443 ssl crt-list /etc/haproxy/lists/crt.list alpn h2';
    expect(read('mode http', bind)).toEqual(NAMES.map((name) => `${name}:443`));
  });

  it('has the ports of its own line', () => {
    const binds = 'bind :8443,:9443 ssl crt-list lists/crt.list\n  bind :443 ssl crt a.pem';
    expect(read('acl web hdr(host) z.example.com', binds)).toEqual([
      ...NAMES.flatMap((name) => [`${name}:8443`, `${name}:9443`]),
      ...[8443, 9443, 443].map((port) => `z.example.com:${port}`),
    ]);
    expect(read('mode http', 'bind 127.0.0.1:8443 ssl crt-list lists/crt.list')).toEqual(
      NAMES.map((name) => `${name}:443`),
    );
  });

  it('is read only with TLS', () => {
    expect(read('mode http', 'bind :443 crt-list lists/crt.list')).toEqual([]);
  });

  it('is counted if the repository does not have it', () => {
    expect(read('mode http', 'bind :443 ssl crt-list absent.list')).toEqual([
      'unresolved bind :443 ssl crt-list absent.list',
    ]);
    expect(read('mode http', 'bind :443 ssl crt-list')).toEqual([]);
  });
});

describe('a condition of HAProxy', () => {
  const acl = (name: string) => `acl web hdr(host) ${name}.example.com`;

  it.each([
    ['.if 0', 'no'],
    ['.if 1', 'yes'],
    ['.if 10', 'yes'],
    ['.if !1', 'no'],
    ['.if ! 0', 'yes'],
    ['.if !!1', 'yes'],
    ['.if defined(BASE)', 'yes'],
    ['.if !defined(BASE)', 'no'],
    ['.if streq("$BASE",example.com)', 'yes'],
    ['.if streq("$BASE",example.org)', 'no'],
    ['.if !streq("$BASE",example.com)', 'no'],
    ['.if defined(ABSENT)', 'yes no'],
    ['.if !defined(ABSENT)', 'yes no'],
    ['.if streq("$ABSENT",a)', 'yes no'],
    ['.if version_atleast(3.0)', 'yes no'],
    ['.if 0 || defined(ABSENT)', 'yes no'],
    ['.if xdefined(BASE)', 'yes no'],
    ['.if defined(BASE) && 0', 'yes no'],
  ])('selects the lines after it: %s', (condition, selected) => {
    const found = read(`${condition}\n  ${acl('yes')}\n.else\n${acl('no')}\n.endif\n  ${acl('end')}`);
    expect(found).toEqual([...selected.split(' '), 'end'].map((name) => `${name}.example.com:443`));
  });

  it.each([
    [['0', '1', '1'], ['1']],
    [['0', '0', '0'], ['else']],
    [['1', '1', '0'], ['0']],
    [
      ['?', '1', '1'],
      ['0', '1'],
    ],
    [
      ['?', '?', '0'],
      ['0', '1', 'else'],
    ],
    [
      ['0', '?', '1'],
      ['1', '2'],
    ],
  ])('has other branches: %j', ([first, second, third], branches) => {
    const lines = [
      `.if ${first}`,
      acl('b0'),
      `.elif ${second}`,
      acl('b1'),
      `.elif ${third}`,
      acl('b2'),
      '.else',
      acl('belse'),
      '.endif',
    ];
    expect(read(lines.join('\n'))).toEqual(branches.map((branch) => `b${branch}.example.com:443`));
  });

  it('is within others', () => {
    const inner = ['.if 1', acl('a'), '.else', acl('b'), '.endif', acl('c')].join('\n');
    expect(read(`.if 0\n${inner}\n.endif\n${acl('d')}`)).toEqual(['d.example.com:443']);
    expect(read(`.if 1\n${inner}\n.endif\n${acl('d')}`)).toEqual(
      ['a', 'c', 'd'].map((name) => `${name}.example.com:443`),
    );
    expect(read(`.if 0\n.if 0\n${inner}\n.else\n${acl('e')}\n.endif\n.endif`)).toEqual([]);
  });

  it('without a beginning is dropped', () => {
    expect(read(`.else\n${acl('a')}\n.elif 0\n${acl('b')}\n.endif\n${acl('c')}`)).toEqual(
      ['a', 'b', 'c'].map((name) => `${name}.example.com:443`),
    );
  });
});
