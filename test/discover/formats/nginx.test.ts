// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how nginx writes a variable
import { describe, expect, it } from 'vitest';
import { NGINX } from '../../../src/discover/formats/nginx.ts';

/** `name:port confidence` of each host that nginx.conf names; the port is left out if it is 443. */
function read(text: string): string[] {
  const mentions = NGINX.read({ path: 'nginx.conf', text }, { paths: ['nginx.conf'], readText: () => null });
  return [...mentions].map((one) => {
    if (one.kind !== 'host') return one.kind;
    return `${one.host}${one.port === null ? '' : `:${one.port}`} ${one.confidence}`;
  });
}

const server = (listen: string, name: string, more = '') => `server { ${listen} server_name ${name}; ${more} }`;

describe('a server of nginx', () => {
  it.each<[what: string, text: string, hosts: string[]]>([
    ['with ssl', server('listen 443 ssl;', 'a.example.com'), ['a.example.com declared']],
    ['with ssl and more options', server('listen 8443 ssl http2;', 'a.example.com'), ['a.example.com:8443 declared']],
    ['with quic only', server('listen 443 quic;', 'a.example.com'), ['a.example.com declared']],
    ['with other options', server('listen 80 default_server;', 'a.example.com'), []],
    ['with proxy_protocol', server('listen 8080 proxy_protocol;', 'a.example.com'), []],
    [
      'at an address where another one has ssl',
      server('listen 8443 ssl;', 'a.example.com') + server('listen *:8443;', 'b.example.com'),
      ['a.example.com:8443 declared', 'b.example.com:8443 declared'],
    ],
    [
      'at another address than one with ssl',
      server('listen 10.0.0.1:8443 ssl;', 'a.example.com') + server('listen 10.0.0.2:8443;', 'b.example.com'),
      ['a.example.com:8443 declared'],
    ],
    ['whose name begins with an underscore', server('listen 443 ssl;', '_a.example.com'), ['_a.example.com declared']],
    [
      'with a listen without an address',
      server('listen; listen 443 ssl;', 'a.example.com'),
      ['a.example.com declared'],
    ],
    ['with the name for all others', server('listen 443 ssl;', '_'), []],
    ['with a pattern', server('listen 443 ssl;', '~^.+\\.example\\.com$'), []],
  ])('%s', (_what, text, hosts) => {
    expect(read(text)).toEqual(hosts);
  });

  it('in `mail` gets its protocol only there', () => {
    const text = (block: string) =>
      `${block} { ${server('listen 143; protocol imap; starttls on;', 'a.example.com')} }`;
    expect(read(text('mail'))).toEqual(['a.example.com:143 declared']);
    expect(read(text('http'))).toEqual([]);
  });
});

describe('a map of nginx', () => {
  const map = (variable: string) => `map ${variable} $up { a.example.com b:443; default c:443; }`;
  const passing = 'server { listen 8443; proxy_pass $up; ssl_preread on; }';

  it.each(['$ssl_preread_server_name', '${ssl_server_name}'])('of %s names the hosts of its servers', (variable) => {
    expect(read(`stream { ${map(variable)} ${passing} }`)).toEqual(['a.example.com:8443 declared']);
    expect(read(`stream { ${map(variable)} }`)).toEqual(['a.example.com declared']);
  });

  it.each(['$host', '$ssl_preread_protocol', '$ssl_preread_server_name$host'])('of %s names none', (variable) => {
    expect(read(`stream { ${map(variable)} ${passing} }`)).toEqual([]);
  });
});
