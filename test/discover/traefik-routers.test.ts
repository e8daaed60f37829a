import { describe, expect, it } from 'vitest';
import type { Mention } from '../../src/discover/format.ts';
import { COMPOSE } from '../../src/discover/formats/compose.ts';
import { TRAEFIK_TOML } from '../../src/discover/formats/traefik.ts';
import { readTraefikRouters } from '../../src/discover/traefik-routers.ts';

const REPOSITORY = { paths: [], readText: () => null };

function listHosts(mentions: Iterable<Mention>): string[] {
  return [...mentions].flatMap((one) => (one.kind === 'host' ? [one.host] : []));
}

function readSettings(settings: Record<string, string>): string[] {
  return listHosts(readTraefikRouters(Object.entries(settings).map(([key, text]) => ({ key, text, line: 1 }))));
}

const RULE = { 'http.routers.a.rule': 'Host(`a.example`)' };
const POINTS = 'http.routers.a.entrypoints';

describe('a router of Traefik', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['without entry points', {}, true],
    ['with an entry point for HTTPS', { [POINTS]: 'websecure' }, true],
    ['with an entry point for HTTP', { [POINTS]: 'web' }, false],
    ['with both, and spaces', { [POINTS]: 'web, websecure' }, true],
    ['with two for HTTP, and spaces', { [POINTS]: 'web, http' }, false],
    ['with both in a list', { [POINTS]: '', [`${POINTS}[0]`]: 'websecure', [`${POINTS}[1]`]: 'web' }, true],
    ['with one for HTTP in a list', { [POINTS]: '', [`${POINTS}[0]`]: 'web' }, false],
    ['for HTTP with TLS', { [POINTS]: 'web', 'http.routers.a.tls': 'true' }, true],
    ['for HTTP without TLS', { [POINTS]: 'web', 'http.routers.a.tls': ' False ' }, false],
    ['for HTTP with a resolver called f', { [POINTS]: 'web', 'http.routers.a.tls.certresolver': 'f' }, true],
    ['for HTTP, next to another with TLS', { [POINTS]: 'web', 'http.routers.b.tls': 'true' }, false],
    ['for HTTP, with a service of that name', { [POINTS]: 'web', 'http.routers.a.service.tls': 'true' }, false],
  ])('%s', (_, settings, isRead) => {
    expect(readSettings({ ...settings, ...RULE })).toEqual(isRead ? ['a.example'] : []);
  });

  it.each([
    ['a middleware', 'http.middlewares.a.rule'],
    ['a service', 'http.services.a.rule'],
    ['no router', '.rule'],
    ['another setting', 'http.routers.a.middlewares'],
  ])('is not %s', (_, key) => {
    expect(readSettings({ [key]: 'Host(`a.example`)' })).toEqual([]);
  });
});

describe('labels', () => {
  it.each<[string, string[], string[]]>([
    ['with a key of another program', ['xtraefik.http.routers.a.rule=Host(`a.example`)'], []],
    [
      'that enable Traefik last',
      ['traefik.enable=false', 'traefik.enable=1', 'traefik.http.routers.a.rule=Host(`a.example`)'],
      ['a.example'],
    ],
    [
      'with several sites of Caddy',
      ['caddy_10=a.example', 'caddy_10.respond=x', 'mycaddy=b.example', 'mycaddy.respond=x'],
      ['a.example'],
    ],
    ['with a certificate of Caddy', ['caddy=a.example', 'caddy.tls=internal'], []],
    ['with another certificate', ['caddy=a.example', 'caddy.tls=admin@a.example'], ['a.example']],
    ['with a path called internal', ['caddy=a.example', 'caddy.dir=internal'], ['a.example']],
    ['without a value', ['LETSENCRYPT_HOST', '=a.example'], []],
  ])('%s', (_, labels, hosts) => {
    const text = `# traefik.http. caddy LETSENCRYPT_HOST\nlabels: ${JSON.stringify(labels)}`;
    expect(listHosts(COMPOSE.read({ path: 'compose.yaml', text }, REPOSITORY))).toEqual(hosts);
  });
});

it('a key with very many levels is left out', () => {
  const text = `entryPoints.${'a.'.repeat(50_000)}b = "x"\n[http.routers.a]\nrule = "Host(\`a.example\`)"\n`;
  expect(listHosts(TRAEFIK_TOML.read({ path: 'a.toml', text }, REPOSITORY))).toEqual(['a.example']);
});
