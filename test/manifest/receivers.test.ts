import { describe, expect, it } from 'vitest';
import type { Webhook } from '../../src/domain/index.ts';
import { PRESETS } from '../../src/presets/index.ts';
import { loadValid, useDirectory } from './temporary-manifest.ts';

useDirectory();

async function loadWebhook(fields: string): Promise<Webhook | undefined> {
  const { webhooks } = await loadValid(`version: 1
certificates: [{ name: shop, expires: 2031-04-01 }]
webhooks: { chat: { ${fields} } }
rules: [{ name: all, events: [certificate.expired], actions: [{ webhook: chat }] }]
`);
  return webhooks[0];
}

describe('a webhook', () => {
  it('has the request of its preset', async () => {
    const { method, content_type, headers, body_template } = PRESETS.pagerduty;
    expect(await loadWebhook(`preset: pagerduty, secrets: { routing_key: "\${KEY}" }`)).toMatchObject({
      stateful: true,
      url: PRESETS.pagerduty.url,
      method: method ?? 'POST',
      content_type: content_type ?? 'application/json',
      headers: headers ?? {},
      body_template,
    });
  });

  it.each([
    ['method: PUT', { method: 'PUT' }],
    ['content_type: text/plain', { content_type: 'text/plain' }],
    ['body_template: "{}"', { body_template: '{}' }],
    ['headers: { X-Team: shop }', { headers: { 'X-Team': 'shop' } }],
  ])('uses its own %s, with a preset or without', async (field, expected) => {
    expect(await loadWebhook(`url: https://chat.example/hook, ${field}`)).toMatchObject(expected);
    expect(await loadWebhook(`preset: slack, url: https://chat.example/hook, ${field}`)).toMatchObject(expected);
  });
});
