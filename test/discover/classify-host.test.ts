import { expect, it } from 'vitest';
import { classifyHost } from '../../src/discover/classify-host.ts';

it.each([
  ['Shop.Test-Site.ORG.', 'shop.test-site.org'],
  ['münchen.de', 'xn--mnchen-3ya.de'],
  ['example.dev', 'example.dev'],
  ['local.dev', 'local.dev'],
  ['internal.github.com', 'internal.github.com'],
  ['my-domain.shop.dev', 'my-domain.shop.dev'],
])('keeps %s as %s', (text, host) => {
  expect(classifyHost(text)).toEqual({ host });
});

it.each([
  ['example.com', 'reserved'],
  ['shop.example.org', 'reserved'],
  ['app.test', 'reserved'],
  ['localhost', 'reserved'],
  ['abc.onion', 'reserved'],
  ['name.alt', 'reserved'],
  ['web', 'private'],
  ['db.internal', 'internal'],
  ['git.acme.corp', 'internal'],
  ['nas.office.local', 'internal'],
  ['host.docker.internal', 'private'],
  ['metadata.google.internal', 'private'],
  ['nas.home.arpa', 'private'],
  ['1.2.0.192.in-addr.arpa', 'private'],
  ['printer.local', 'private'],
  ['api.prod.svc.cluster.local', 'private'],
  ['api.prod.svc', 'private'],
  ['www.yourdomain.com', 'reserved'],
  ['your-company.org', 'reserved'],
  ['*.shop.dev', 'wildcard'],
  ['_acme-challenge.shop.dev', 'underscore'],
  ['shop-1234.azurewebsites.net', 'provider'],
  ['org.github.io', 'provider'],
  ['192.0.2.1', 'address'],
  ['[2001:db8::1]', 'address'],
  ['a b.dev', 'invalid'],
  ['', 'invalid'],
] as const)('drops %s: %s', (text, dropped) => {
  expect(classifyHost(text)).toEqual({ dropped });
});

it('keeps private and reserved names of domains that the user owns, but no wildcards', () => {
  const classify = (text: string) => classifyHost(text, ['corp.internal', 'example.com']);
  expect(classify('shop.corp.internal')).toEqual({ host: 'shop.corp.internal' });
  expect(classify('example.com')).toEqual({ host: 'example.com' });
  expect(classify('myexample.com')).toEqual({ host: 'myexample.com' });
  expect(classify('other.internal')).toEqual({ dropped: 'internal' });
  expect(classify('*.corp.internal')).toEqual({ dropped: 'wildcard' });
  expect(classify('_dmarc.example.com')).toEqual({ dropped: 'underscore' });
});
