import { describe, expect, it } from 'vitest';
import { renderManifest } from '../../../src/app/init/manifest-template.ts';
import {
  parseChatOption,
  parseHeartbeatOption,
  parseMailServer,
  parseServerList,
} from '../../../src/app/init/parse-receivers.ts';
import { listReceiverSecrets } from '../../../src/app/init/receivers.ts';
import { loadText, useDirectory } from '../../manifest/temporary-manifest.ts';

useDirectory();

// The ports of RFC 6409 section 3.1 and RFC 8314 section 3.3, and that of relays.
describe('the mail server of --smtp', () => {
  it.each([
    ['smtp.example.com', { host: 'smtp.example.com', port: 587, tls: 'starttls' }, true],
    ['smtp.example.com:587', { host: 'smtp.example.com', port: 587, tls: 'starttls' }, true],
    ['smtp.example.com:2525', { host: 'smtp.example.com', port: 2525, tls: 'starttls' }, true],
    ['smtp.example.com:465', { host: 'smtp.example.com', port: 465, tls: 'implicit' }, true],
    ['smtp.example.com:25', { host: 'smtp.example.com', port: 25, tls: 'none' }, false],
    [null, { host: 'localhost', port: 25, tls: 'none' }, false],
    ['localhost:1025', { host: 'localhost', port: 1025, tls: 'none' }, false],
    ['localhost:587', { host: 'localhost', port: 587, tls: 'starttls' }, true],
    ['127.0.0.1:465', { host: '127.0.0.1', port: 465, tls: 'implicit' }, true],
  ])('%s has this port, encryption and password in the manifest', async (text, expected, hasPassword) => {
    const receivers = { chats: [], email: { to: ['ops@example.com'], server: parseMailServer(text) }, issues: false };
    const { manifest } = await loadText(renderManifest({ entries: [], receivers, secrets: [], heartbeat: null }));
    const mail = manifest?.emails.find(({ name }) => name === 'mail');
    expect(mail).toMatchObject({ ...expected, to: ['ops@example.com'] });
    expect(mail?.username !== null && mail?.password !== null).toBe(hasPassword);
    const variables = listReceiverSecrets(receivers).map(({ variable }) => variable);
    expect(variables).toEqual(hasPassword ? ['SMTP_USERNAME', 'SMTP_PASSWORD'] : []);
  });
});

it.each([
  ['https://shop.example.com', 'shop.example.com'],
  ['https://shop.example.com/cart?id=1#top', 'shop.example.com'],
  ['HTTPS://shop.example.com:8443/', 'shop.example.com:8443'],
  ['https://[2001:db8::1]:8443/', '[2001:db8::1]:8443'],
  ['https://user:password@shop.example.com/', 'https://user:password@shop.example.com/'],
  ['http://shop.example.com/', 'http://shop.example.com/'],
])('reads the server of %s', (url, server) => {
  expect(parseServerList([url])).toEqual([server]);
});

it('reads a URL and its host as one server', () => {
  expect(parseServerList(['https://shop.example.com/, shop.example.com'])).toEqual(['shop.example.com']);
});

it.each(['slack', 'Slack', 'teams', 'heartbeat'])('rejects the name of a service as a variable: %s', (text) => {
  expect(() => parseChatOption('slack', text)).toThrow('invalid value for --slack');
  expect(() => parseHeartbeatOption(text)).toThrow('invalid value for --heartbeat');
});
