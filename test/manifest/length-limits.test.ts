import { describe, expect, it } from 'vitest';
import { loadText, useDirectory } from './temporary-manifest.ts';

useDirectory();

const build = (entry: string, webhook = '', more = '') => `version: 1
certificates:
  - { name: shop, ${entry} }
webhooks:
  chat: { url: "https://hooks.example.com/x"${webhook} }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
${more}`;
const long = (length: number) => 'a'.repeat(length + 1);

describe('a text that is too long', () => {
  it.each([
    ['probe', 60, build(`endpoint: shop.example.com, probe: ${long(60)}`)],
    ['what', 60, build(`expires: 2031-04-01, what: ${long(60)}`)],
    ['label_prefix', 50, build('expires: 2031-04-01', `, label_prefix: ${long(50)}`)],
    ['mentions', 200, build('expires: 2031-04-01', `, mentions: { "@org/team": ${long(200)} }`)],
    [
      'the name of a policy',
      100,
      build('expires: 2031-04-01', '', `policies: [{ name: ${long(100)}, checks: { min_rsa_bits: 2048 } }]`),
    ],
    ['the name of a receiver', 200, build('expires: 2031-04-01', '', `email: { ${long(200)}: {} }`)],
  ])('names the limit of %s', async (_, limit, text) => {
    const { diagnostics } = await loadText(text);
    const messages = diagnostics.filter(({ code }) => code === 'bad-name').map(({ message }) => message);
    expect(messages).toEqual([expect.stringContaining(`is longer than ${limit} characters.`)]);
  });
});
