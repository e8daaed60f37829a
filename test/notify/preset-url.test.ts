import { describe, expect, it } from 'vitest';
import type { Webhook } from '../../src/domain/index.ts';
import { parseBuiltInManifest } from '../../src/manifest/load.ts';
import { renderRequest } from '../../src/notify/webhook/send.ts';
import {
  appendPresetPath,
  PRESET_NAMES,
  PRESETS,
  type PresetName,
  resolvePresetPath,
} from '../../src/presets/index.ts';
import { createContext } from './context.ts';
import { createPresetWebhook } from './preset-webhook.ts';

const FIRING = { ...createContext({ event_type: 'certificate.expired' }), event: 'certificate.expired' as const };
const RESOLVED = { ...createContext({ event_type: 'certificate.renewed' }), event: 'certificate.renewed' as const };

/** The URL of a request of a preset for a URL in the manifest, as it is sent, or as it is shown. */
function renderUrl(
  preset: PresetName,
  own: string,
  {
    env = {},
    reveal = true,
    event = FIRING,
  }: { env?: Record<string, string>; reveal?: boolean; event?: typeof FIRING | typeof RESOLVED } = {},
): string {
  const changes: Partial<Webhook> = { url: own, path: resolvePresetPath(own, PRESETS[preset].path) };
  const rendered = renderRequest(createPresetWebhook(preset, changes), event, { env, reveal });
  if (!rendered.ok) throw new Error(rendered.failure.detail);
  return rendered.request.url;
}

describe('the URL of a preset', () => {
  it.each<[PresetName, string, string]>([
    ['opsgenie', 'https://api.opsgenie.com', 'https://api.opsgenie.com/v2/alerts'],
    ['opsgenie', 'https://api.eu.opsgenie.com/', 'https://api.eu.opsgenie.com/v2/alerts'],
    ['opsgenie', 'https://api.eu.opsgenie.com/v2/alerts', 'https://api.eu.opsgenie.com/v2/alerts'],
    [
      'opsgenie',
      'https://api.atlassian.com/jsm/ops/integration',
      'https://api.atlassian.com/jsm/ops/integration/v2/alerts',
    ],
    ['telegram', 'https://api.telegram.org/bot1:a', 'https://api.telegram.org/bot1:a/sendMessage'],
    ['jira', 'https://example.atlassian.net', 'https://example.atlassian.net/rest/api/3/issue'],
    ['servicenow', 'https://x.service-now.example', 'https://x.service-now.example/api/global/em/jsonv2'],
    ['gitlab', 'https://gitlab.example/api/v4/projects/a%2Fb', 'https://gitlab.example/api/v4/projects/a%2Fb/issues'],
    ['pushover', 'https://api.pushover.net', 'https://api.pushover.net/1/messages.json'],
    ['slack', 'https://hooks.slack.example/a/', 'https://hooks.slack.example/a/'],
  ])('for %s with %s is %s', (preset, own, expected) => {
    expect(renderUrl(preset, own)).toBe(expected);
  });

  it.each<[PresetName, string, string]>([
    ['gitlab', 'https://example.test/issues/api/v4/projects/7', 'https://example.test/issues/api/v4/projects/7/issues'],
    [
      'gitlab',
      'https://example.test/issues/api/v4/projects/7/issues/',
      'https://example.test/issues/api/v4/projects/7/issues',
    ],
    ['gitlab', 'https://issues/api/v4/projects/7', 'https://issues/api/v4/projects/7/issues'],
    ['gitlab', 'https://example.test/my-issues', 'https://example.test/my-issues/issues'],
    [
      'jira',
      'https://example.test/rest/api/3/issue-tracker',
      'https://example.test/rest/api/3/issue-tracker/rest/api/3/issue',
    ],
    ['opsgenie', 'https://example.test/v2/alerts/proxy', 'https://example.test/v2/alerts/proxy/v2/alerts'],
  ])('for %s installed at %s is %s: only the end of a path is compared', (preset, own, expected) => {
    expect(renderUrl(preset, own)).toBe(expected);
  });

  it.each<[PresetName, string, string]>([
    ['telegram', 'https://example.test/bot1:a?thread=7', 'https://example.test/bot1:a/sendMessage?thread=7'],
    [
      'telegram',
      'https://example.test/bot1:a/sendMessage?thread=7',
      'https://example.test/bot1:a/sendMessage?thread=7',
    ],
    [
      'jira',
      'https://example.test?next=/rest/api/3/issue',
      'https://example.test/rest/api/3/issue?next=/rest/api/3/issue',
    ],
    ['gitlab', 'https://example.test/p/7#/issues', 'https://example.test/p/7/issues'],
  ])('for %s keeps the query of %s at its end', (preset, own, expected) => {
    expect(renderUrl(preset, own)).toBe(expected);
  });

  it('has one query, if the path has one too', () => {
    expect(renderUrl('opsgenie', 'https://example.test?key=1', { event: RESOLVED })).toMatch(
      /^https:\/\/example\.test\/v2\/alerts\/[^/?]+\/close\?identifierType=alias&key=1$/,
    );
  });

  it.each(['https://example.test/p/7', 'https://example.test/p/7/', 'https://example.test/p/7/issues'])(
    'is the same if a variable contains %s',
    (value) => {
      expect(renderUrl('gitlab', `\${GITLAB_URL}`, { env: { GITLAB_URL: value } })).toBe(
        'https://example.test/p/7/issues',
      );
    },
  );

  it.each([
    [`\${GITLAB_URL}`, '***/issues'],
    [`\${GITLAB_URL}/issues`, '***/issues'],
    [`https://\${HOST}/issues/p/7`, 'https://***/issues/p/7/issues'],
    [`https://bot:\${PASSWORD}@example.test/p`, 'https://bot:***@example.test/p/issues'],
  ])('for %s is shown as %s', (own, expected) => {
    expect(renderUrl('gitlab', own, { reveal: false })).toBe(expected);
  });

  it('may end with any transaction ID for Matrix, which gets one of its own', () => {
    const room = 'https://example.test/_matrix/client/v3/rooms/!abc:example.test';
    const expected = renderUrl('matrix', room);
    expect(renderUrl('matrix', `${room}/send/m.room.message/1`)).toBe(expected);
    expect(renderUrl('matrix', `${room}/send/m.room.message`)).toBe(expected);
  });

  it.each([
    [
      'matrix',
      'https://example.test/r/send/m.room.message/{{ data.status }}-1',
      'https://example.test/r/send/m.room.message/critical-1',
    ],
    ['opsgenie', 'https://example.test/v2/alerts{% if true %}/x{% endif %}', 'https://example.test/v2/alerts/x'],
  ] as const)('for %s can be %s, with expressions of your own', (preset, own, expected) => {
    expect(renderUrl(preset, own)).toBe(expected);
  });

  it.each(PRESET_NAMES.filter((name) => PRESETS[name].path !== ''))(
    'for %s is the same with the printed template',
    (name) => {
      const base = PRESETS[name].url ?? 'https://example.test/base';
      for (const event of [FIRING, RESOLVED]) {
        expect(renderUrl(name, base + PRESETS[name].path, { event })).toBe(renderUrl(name, base, { event }));
      }
    },
  );

  it('is in the manifest as its parts, without a preset as it is', async () => {
    const text = `version: 1
certificates: [{ name: shop, endpoint: shop.example.com }]
webhooks:
  a: { preset: gitlab, url: https://example.test/issues/p/7, secrets: { token: abcdefghij } }
  b: { url: https://example.test/issues }
  c: { preset: pushover, secrets: { token: "${'a'.repeat(30)}", user: "${'b'.repeat(30)}" } }
`;
    const { webhooks } = parseBuiltInManifest(text, 'test', '/');
    expect(webhooks.map(({ url, path }) => [url, path])).toEqual([
      ['https://example.test/issues/p/7', '/issues'],
      ['https://example.test/issues', ''],
      ['https://api.pushover.net', '/1/messages.json'],
    ]);
  });
});

describe('appendPresetPath', () => {
  it.each([
    ['https://a.example/', '', '', 'https://a.example/'],
    ['https://a.example/', '/x', '/x', 'https://a.example/x'],
    ['https://a.example/y//', '/x', '/x', 'https://a.example/y/x'],
    ['', '/x', '/x', '/x'],
    ['https://x', '/x', '/x', 'https://x/x'],
    ['***', '/x/1', '/x/{{ id }}', '***/x/1'],
  ])('of %j and %j (%s) is %s', (url, path, template, expected) => {
    expect(appendPresetPath(url, path, template)).toBe(expected);
  });
});
