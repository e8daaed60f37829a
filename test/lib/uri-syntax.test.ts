import { expect, it } from 'vitest';
import { isGoUri, isStandardUri } from '../../src/lib/uri-syntax.ts';

it.each<[uri: string, isStandard: boolean, isGo: boolean]>([
  ['https://ca.example/a', true, true],
  ['HTTPS://ca.example:8443/a?b=c#d', true, true],
  ['https://user:pw@ca.example/', true, true],
  ['https://192.0.2.1/', true, true],
  ['spiffe://cluster.example/ns/a/sa/b', true, true],
  ['urn:uuid:0b7c4fe2', true, true],
  ['mailto:a@b.example', true, true],
  ['file:///etc/a', true, true],
  ['https://', true, true],
  ['https://ca.example/%41', true, true],
  ['https://ca.example/?%41', true, true],
  ['https://[2001:db8::1]/', true, true],
  ['https://[2001:db8::1', false, false],
  // Go splits a host at its dots: an empty label is invalid.
  ['https://ca..example/', true, false],
  ['https://.ca.example/', true, false],
  ['https://ca.example./', true, false],
  // Go unescapes only a percent sign in a host.
  ['https://a%41.example/', true, false],
  ['https://a%25.example/', true, true],
  ['https://ca.example:port/', false, false],
  ['https://ca.example:/', true, true],
  // RFC 3986 does not allow these characters; Go does.
  ['https://ca.example/a b', false, true],
  ['https://ca.example/a|b', false, true],
  ['https://a"b.example/', false, true],
  ['https://a b.example/', false, false],
  ['https://ca.example/?a b', false, true],
  ['https://ca.example/#a b', false, true],
  ['no-scheme', false, true],
  ['//ca.example/a', false, true],
  ['', false, true],
  ['1a:b', false, false],
  [':a', false, false],
  ['https://ca.example/%4', false, false],
  ['https://ca.example/#%4', false, false],
  ['https://ca.example/\u0007', false, false],
  ['https://ca.example/\u007f', false, false],
  ['a:/b', true, true],
  ['a:/b%4', false, false],
  ['a:b%4', false, true],
])('%s: RFC 3986 allows it: %s, Go parses it: %s', (uri, isStandard, isGo) => {
  expect([isStandardUri(uri), isGoUri(uri)]).toEqual([isStandard, isGo]);
});
