import { expect, it } from 'vitest';
import { parseServer, parseTcpServer } from '../../src/import/servers.ts';

const REASON = { reason: expect.stringMatching(/^[a-z].*[^.]$/i) };

it.each([
  ['https://shop.example.com/health?token=x#y', { endpoint: 'shop.example.com' }],
  ['https://user:pass@shop.example.com:8443', { endpoint: 'shop.example.com:8443' }],
  ['HTTPS://SHOP.example.com.', { endpoint: 'shop.example.com' }],
  ['https://[2001:db8::1]:8443/', { endpoint: '[2001:db8::1]:8443' }],
  ['https://[2001:db8::1]/', { endpoint: '[2001:db8::1]' }],
  ['wss://live.example.com/x', { endpoint: 'live.example.com' }],
  ['ldaps://ldap.example.com', { endpoint: 'ldap.example.com:636' }],
  ['tls://ldap.example.com:636', { endpoint: 'ldap.example.com:636' }],
  ['starttls://mail.example.com:25', { endpoint: 'mail.example.com:25', starttls: 'smtp' }],
  ['starttls://mail.example.com:143', { endpoint: 'mail.example.com:143', starttls: 'imap' }],
  ['http://shop.example.com', REASON],
  ['icmp://shop.example.com', REASON],
  ['constructor://shop.example.com', REASON],
  ['https://*.example.com', REASON],
  ['https://', REASON],
  ['https://$HOST/', REASON],
  ['$SITE', REASON],
  ['shop.example.com:443', REASON],
])('the URL %j is the server %j', (text, expected) => {
  expect(parseServer(text)).toEqual(expected);
});

it('has TLS without a scheme only if the tool uses it', () => {
  expect(parseServer('shop.example.com:8443/x', { isTls: true })).toEqual({ endpoint: 'shop.example.com:8443' });
  expect(parseServer('mail.example.com:587', { starttls: 'smtp' })).toEqual({
    endpoint: 'mail.example.com:587',
    starttls: 'smtp',
  });
});

it('takes a check of a port for one of TLS if services of TLS usually listen there', () => {
  expect(parseTcpServer('imap.example.com:993')).toEqual({ endpoint: 'imap.example.com:993' });
  expect(parseTcpServer('example.com:22')).toEqual(REASON);
  expect(parseTcpServer('example.com')).toEqual(REASON);
});
