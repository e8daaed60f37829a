// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how Apache writes a variable
import { describe, expect, it } from 'vitest';
import type { Repository } from '../../../src/discover/format.ts';
import { APACHE } from '../../../src/discover/formats/apache.ts';

/** `LINE NAME:PORT` of each host of the first file, and `LINE ? TEXT` of what is unresolved. The port is left out if it is 443. */
function read(files: Readonly<Record<string, string>>): string[] {
  const repository: Repository = { paths: Object.keys(files), readText: (one) => files[one] ?? null };
  const [[path, text] = ['', '']] = Object.entries(files);
  if (!APACHE.sniff?.(text)) return [];
  return [...APACHE.read({ path, text }, repository)].map((one) => {
    if (one.kind === 'unresolved') return `${one.line} ? ${one.expression}`;
    return one.kind === 'host' ? `${one.line} ${one.host}${one.port === null ? '' : `:${one.port}`}` : one.kind;
  });
}

const host = (lines: string, port = 443) => `<VirtualHost *:${port}>\n${lines}\n</VirtualHost>\n`;
const MACRO = `<Macro Site $name $names>\n${host('ServerName $name.example.com\nServerAlias $names.example.com')}</Macro>\n`;

describe('a virtual host of Apache', () => {
  it.each<[what: string, lines: string, hosts: string[]]>([
    ['with a name', 'ServerName a.example.com', ['2 a.example.com']],
    [
      'with quoted names',
      `ServerName "a.example.com"\nServerAlias 'b.example.com'`,
      ['2 a.example.com', '3 b.example.com'],
    ],
    [
      'with continued names',
      'ServerAlias a.example.com \\\n b.example.com\\\n',
      ['2 a.example.com', '3 b.example.com'],
    ],
    ['with a commented name', '  # ServerName a.example.com\nServerName b.example.com', ['3 b.example.com']],
    ['with a commented and continued name', '# a \\\nServerName a.example.com', []],
    ['with a port of its own', 'ServerName http://a.example.com:8080', ['2 a.example.com']],
    ['without TLS', 'ServerName a.example.com\nSSLEngine off', []],
    ['with a directive whose name ends like that of a name', 'XServerName a.example.com', []],
  ])('%s', (_what, lines, hosts) => {
    expect(read({ 'apache.conf': host(lines) })).toEqual(hosts);
  });

  it('needs TLS on another port than 443', () => {
    expect(read({ 'apache.conf': host('ServerName a.example.com', 8443) })).toEqual([]);
    expect(read({ 'apache.conf': host('ServerName a.example.com\nSSLEngine on', 8443) })).toEqual([
      '2 a.example.com:8443',
    ]);
  });

  it('has a text as its last directive, and no end', () => {
    expect(
      read({ 'apache.conf': `${host('ServerName a.example.com')}<VirtualHost *:443>\nServerName b.example.com` }),
    ).toEqual(['2 a.example.com']);
  });
});

describe('the domains of mod_md', () => {
  it('are read without virtual hosts', () => {
    expect(read({ 'apache.conf': 'MDomain a.example.com b.example.com auto\n' })).toEqual([
      '1 a.example.com',
      '1 b.example.com',
    ]);
    expect(read({ 'apache.conf': '<MDomainSet a.example.com b.example.com>\n</MDomainSet>\n' })).toEqual([
      '1 a.example.com',
      '1 b.example.com',
    ]);
  });
});

describe('a variable of Apache', () => {
  const named = host('ServerName a.${domain}');

  it.each<[what: string, text: string, hosts: string[]]>([
    ['is that of the file', `Define domain example.com\n${named}`, ['3 a.example.com']],
    [
      'can be several words',
      `Define domain "example.com b.example.com"\n${named}`,
      ['3 a.example.com', '3 b.example.com'],
    ],
    ['can have another one', `Define top com\nDefine domain example.\${top}\n${named}`, ['4 a.example.com']],
    ['is the last value', `Define domain a.test\nDefine domain example.com\n${named}`, ['4 a.example.com']],
    ['without a value stays', `Define domain\n${named}`, ['3 ? ServerName a.${domain}']],
    ['that is not defined stays', named, ['2 ? ServerName a.${domain}']],
    [
      'that is no longer defined stays',
      `Define domain example.com\nUnDefine domain\n${host('ServerName a.${DOMAIN}')}`,
      ['4 ? ServerName a.${DOMAIN}'],
    ],
  ])('%s', (_what, text, hosts) => {
    expect(read({ 'apache.conf': text })).toEqual(hosts);
  });

  it('is that of another file, if there is one value', () => {
    const others = { 'a/apache.conf': 'Define domain example.com', 'b/apache.conf': 'Define domain example.com' };
    expect(read({ 'site.conf': named, ...others })).toEqual(['2 a.example.com']);
    expect(read({ 'site.conf': named, ...others, 'c/apache.conf': 'Define domain example.org' })).toEqual([
      '2 ? ServerName a.${domain}',
    ]);
    expect(read({ 'site.conf': named, 'apache.md': 'Define domain example.com' })).toEqual([
      '2 ? ServerName a.${domain}',
    ]);
    expect(read({ 'site.conf': named, 'a.conf': 'Define top com\nDefine domain example.${top}' })).toEqual([
      '2 a.example.com',
    ]);
    expect(read({ 'site.conf': named, 'a.conf': 'Define domain example.com # $\n# Define domain b.test' })).toEqual([
      '2 a.example.com',
    ]);
  });

  it('that doubles itself ends', () => {
    const doubling = `Define a example.com\n${'Define a "${a} ${a}"\n'.repeat(40)}${host('ServerName ${a}')}`;
    expect(read({ 'apache.conf': doubling }).length).toBeLessThan(100_000);
  });
});

describe('a section of Apache', () => {
  const named = host('ServerName a.example.com');

  it.each<[what: string, text: string, hosts: string[]]>([
    [
      'is off if it excludes a definition',
      `Define a\n<IfDefine !a>\n${named}</IfDefine>\n${host('ServerName b.example.com')}`,
      ['8 b.example.com'],
    ],
    ['ends with its own end', `Define a\n<IfDefine !a>\n<IfDefine b>\n</IfDefine>\n${named}</IfDefine>`, []],
    ['is on if it needs a definition', `Define a\n<IfDefine a>\n${named}</IfDefine>`, ['4 a.example.com']],
    ['is on if the definition is unknown', `<IfDefine a>\n${named}</IfDefine>`, ['3 a.example.com']],
    ['is on if the definition ended', `Define a\nUnDefine a\n<IfDefine !a>\n${named}</IfDefine>`, ['5 a.example.com']],
    ['is on if it excludes a module', `Define a\n<IfModule !a>\n${named}</IfModule>`, ['4 a.example.com']],
  ])('%s', (_what, text, hosts) => {
    expect(read({ 'apache.conf': text })).toEqual(hosts);
  });
});

describe('a macro of Apache', () => {
  it('has the values of its use, where it is used', () => {
    expect(read({ 'apache.conf': `${MACRO}Use sITE shop "b.example.com c"\n` })).toEqual([
      '7 shop.example.com',
      '7 b.example.com',
      '7 c.example.com',
    ]);
  });

  it('names nothing before it is used', () => {
    expect(read({ 'apache.conf': MACRO })).toEqual([]);
  });

  it('prefers the longest parameter', () => {
    const text = `<Macro Site $a $ab>\n${host('ServerName $a.$ab.example.com')}</Macro>\nUse Site x y\n`;
    expect(read({ 'apache.conf': text })).toEqual(['6 x.y.example.com']);
  });

  it('has special characters in the name of a parameter', () => {
    const text = `<Macro Site %a. @b>\n${host('ServerName %a.@b.example.com')}</Macro>\nUse Site x. y\n`;
    expect(read({ 'apache.conf': text })).toEqual(['6 x.y.example.com']);
  });

  it('without parameters is inserted as it is', () => {
    expect(read({ 'apache.conf': `<Macro Site>\n${host('ServerName a.example.com')}</Macro>\nUse Site\n` })).toEqual([
      '6 a.example.com',
    ]);
  });

  it('can use another one', () => {
    const text = `${MACRO}<Macro Shop $a>\nUse Site $a www.$a\n</Macro>\nUse Shop x\n`;
    expect(read({ 'apache.conf': text })).toEqual(['10 x.example.com', '10 www.x.example.com']);
  });

  it('that uses itself ends', () => {
    expect(
      read({ 'apache.conf': `<Macro Site $a>\nUse Site $a$a\nUse Site $a$a\n</Macro>\nUse Site a.example.com\n` }),
    ).toContain('5 ? Use Site a.example.com');
  });

  it('is found in another file, unless several differ', () => {
    const use = 'Use Site shop www.shop\n';
    expect(read({ 'site.conf': use, 'macros.conf': MACRO, 'copy.conf': `# A copy\n${MACRO}` })).toEqual([
      '1 shop.example.com',
      '1 www.shop.example.com',
    ]);
    expect(read({ 'site.conf': use, 'macros.conf': MACRO, 'other.conf': MACRO.replace('443', '8443') })).toEqual([
      '1 ? Use Site shop www.shop',
    ]);
    expect(read({ 'site.conf': use, 'a.conf': `<Macro Other>\n${MACRO}</Macro>\n` })).toEqual([
      '1 ? Use Site shop www.shop',
    ]);
  });

  it('that is unknown is counted if a host may be among its values', () => {
    expect(read({ 'site.conf': 'Use Site shop.example.com\nUse Nothing special\n' })).toEqual([
      '1 ? Use Site shop.example.com',
    ]);
    expect(read({ 'site.conf': `${MACRO}Use Site shop.example.com\n` })).toEqual(['7 ? Use Site shop.example.com']);
  });

  it('is no directive of nginx', () => {
    expect(read({ 'nginx.conf': 'events {\n  use a.b;\n}\n' })).toEqual([]);
  });
});

describe('an included file of Apache', () => {
  const part = 'ServerName a.example.com\n';

  it.each([
    'Include parts/a.conf',
    'include "parts/a.conf"',
    'IncludeOptional parts/*.conf',
    'Include parts/',
    'Include parts',
    'Include /etc/apache2/parts/*.conf',
    'Include /etc/httpd/parts/*.conf',
    'Include /usr/local/apache2/parts/*.conf',
  ])('is read in a virtual host: %s', (include) => {
    expect(read({ 'apache.conf': host(include), 'parts/a.conf': part })).toEqual(['2 a.example.com']);
  });

  it('can include others, up to a depth', () => {
    const parts = Array.from({ length: 9 }, (_, at) => [
      `parts/${at}.conf`,
      `ServerAlias ${at}.example.com\nInclude parts/${at + 1}.conf\n`,
    ]);
    expect(read({ 'apache.conf': host('Include parts/0.conf'), ...Object.fromEntries(parts) })).toEqual(
      [0, 1, 2, 3, 4].map((at) => `2 ${at}.example.com`),
    );
  });

  it('that includes itself ends', () => {
    expect(read({ 'apache.conf': host('Include apache.conf\nServerName a.example.com') })).toEqual(['3 a.example.com']);
  });

  it('that the repository does not have names nothing', () => {
    expect(
      read({ 'apache.conf': host('Include /etc/letsencrypt/options.conf\nInclude\nServerName a.example.com') }),
    ).toEqual(['4 a.example.com']);
  });

  it('with virtual hosts is read itself, and gives its definitions', () => {
    const files = {
      'apache.conf': `Include vhosts/*.conf\nUse Own shop\n${host('ServerName a.${own}')}Include vhosts/*.conf\n`,
      'vhosts/b.conf': `Define own own.example.com\n${host('ServerName b.example.com')}<Macro Own $a>\n${host('ServerAlias $a.${own}')}</Macro>\nUse Missing a.b\n`,
    };
    expect(read(files)).toEqual(['2 shop.own.example.com', '4 a.own.example.com']);
  });

  it('with virtual hosts is read here if its name is that of no configuration', () => {
    expect(
      read({ 'apache.conf': `${host('')}Include sites/b.inc\n`, 'sites/b.inc': host('ServerName b.example.com') }),
    ).toEqual(['4 b.example.com']);
  });

  it('is limited in size', () => {
    const files = {
      'apache.conf': host('Include a.inc\n'.repeat(10)),
      'a.inc': `${part}${'# a long comment\n'.repeat(5000)}`,
    };
    expect(read(files)).toEqual([2, 3, 4].map((line) => `${line} a.example.com`));
  });
});
