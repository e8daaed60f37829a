import { describe, expect, it } from 'vitest';
import { findResponseAdvice } from '../../src/notify/webhook/read-response.ts';
import { renderRequest } from '../../src/notify/webhook/send.ts';
import { PRESET_NAMES, PRESETS, type Preset, type PresetName } from '../../src/presets/index.ts';
import { createContext } from './context.ts';
import { createPresetWebhook } from './preset-webhook.ts';

const findAdvice = (preset: PresetName | null, status: number, body: string) =>
  findResponseAdvice(preset, { responded: true, status, retry_after: null, body });

/** Responses of each receiver: statuses with an empty body, and bodies, which are enough with the status 400. */
const RESPONSES: Partial<Record<PresetName, (number | string)[]>> = {
  slack: [
    ...['invalid_blocks', 'invalid_payload', 'no_text', 'no_service', 'no_active_hooks', 'invalid_token', 'no_team'],
    ...['team_disabled', 'channel_not_found', 'channel_is_archived', 'is_archived', 'action_prohibited'],
    ...['posting_to_general_channel_denied', 'too_many_attachments', 'msg_too_long', 'msg_blocks_too_long'],
    ...['not_in_channel', 'not_authed', 'invalid_auth', 'token_revoked', 'token_expired', 'account_inactive'],
    ...[200, 'something new'],
  ],
  teams: [
    'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId a',
    'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413 with ContextId a',
    'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 404 with ContextId a',
    ...[202, 200, '{"error":{"code":"DirectApiAuthorizationRequired"}}', 'InvalidAuthorization'],
    ...['WorkflowTriggerIsNotEnabled', 'WorkflowNotFound', 'WorkflowDisabled', 'TriggerInputSchemaMismatch'],
  ],
  pagerduty: [
    ...[202, `{"errors":["Length of 'routing_key' is incorrect (should be 32 characters)"]}`, 'Routing key'],
    ...["'payload.severity' is invalid", 'summary', 'SOURCE', 'event_action', 'dedup_key', 'payload', 'other', 401],
  ],
  discord: [
    ...['{"message": "Unknown Webhook", "code": 10015}', '{"code":50027}', '{"code":  50006}', '{"code": 50035}'],
    ...['{"code":50035}', '{"code": 50109}', '{"code": 500060}', '{"code": 100150}', '{"code": 501090}'],
  ],
  google_chat: ['INVALID_ARGUMENT', 'UNAUTHENTICATED', 'PERMISSION_DENIED', 'NOT_FOUND', 'OTHER'],
  mattermost: [
    ...['{"id":"web.incoming_webhook.invalid.app_error"}', 'web.incoming_webhook.disabled'],
    ...['web.incoming_webhook.channel', 'web.incoming_webhook.permissions', 'web.incoming_webhook.text'],
    ...['web.incoming_webhook.parse', 'web.incoming_webhook.other', 'web_incoming_webhook_invalid'],
  ],
  ntfy: [401, 403, 404, 413, 500],
  webex: [404, 400, 500],
  alertmanager: [404, 200, 400, 422, 500],
  opsgenie: [202, 422, 403, 500],
  splunk_oncall: [200, 404, 500],
  servicenow: [401, 403, 404, 200, 500],
  telegram: [401, 404, 403, 'Bad Request: chat not found', "Can't parse entities", 'message is too long', 500],
  matrix: [
    ...['M_UNKNOWN_TOKEN', 'M_MISSING_TOKEN', 'M_FORBIDDEN', 'M_UNRECOGNIZED', 'M_NOT_FOUND', 'M_TOO_LARGE'],
    ...['M_OTHER'],
  ],
  pushover: [
    ...['Application token is invalid', 'user identifier is not a valid user', 'user key is invalid', 429],
    ...['user is invalid', 500],
  ],
  jira: [401, 404, 403, '{"errors":{"project":"..."}}', '{"errors":{"issueType":"..."}}', 'other', 500],
  gitlab: [401, 403, 404, 500],
  gitlab_alerts: [200, 401, 403, 404, 500],
  generic: ['invalid_blocks', 202],
};

/** What each required secret can be, and what it cannot be. */
const SECRETS: Partial<Record<PresetName, Record<string, { valid: string[]; invalid: string[] }>>> = {
  pagerduty: {
    routing_key: {
      valid: ['a'.repeat(32), '0123456789ABCDEFGHIJKLMNOPQRSTUVz'.slice(1)],
      invalid: ['', 'a'.repeat(31), 'a'.repeat(33), `${'a'.repeat(31)}-`],
    },
  },
  opsgenie: {
    api_key: {
      valid: ['a'.repeat(16), '01234567-89AB-cdef-0123-456789abcdef', 'Z'.repeat(64)],
      invalid: ['a'.repeat(15), 'a'.repeat(65), `${'a'.repeat(20)} `, `${'a'.repeat(20)}_`],
    },
  },
  telegram: {
    chat_id: {
      valid: ['1', '-1001234567890', '9'.repeat(20), '@Name', `@n${'a'.repeat(31)}`, '@a_1b'],
      invalid: [
        '',
        '-',
        '--1',
        '9'.repeat(21),
        '@abc',
        `@n${'a'.repeat(32)}`,
        'name',
        '@1abc',
        '1a',
        '@a-bcd',
        'x-1',
        'x@name',
      ],
    },
  },
  matrix: {
    access_token: {
      valid: ['12345678', 'syt_!"x\u00fc/+='],
      invalid: ['1234567', '1234 5678', '12345678 ', ' 12345678'],
    },
  },
  pushover: Object.fromEntries(
    ['token', 'user'].map((name) => [
      name,
      { valid: ['aZ0'.repeat(10)], invalid: ['a'.repeat(29), 'a'.repeat(31), `${'a'.repeat(29)}-`] },
    ]),
  ),
  jira: {
    project: {
      valid: ['OPS', 'A_', 'A1', `A${'B'.repeat(254)}`],
      invalid: ['A', 'ops', '1A', '_A', `A${'B'.repeat(255)}`, 'A-B', 'xAB'],
    },
  },
  gitlab: {
    token: {
      valid: ['12345678', 'glpat-a.b_C', 'a'.repeat(300)],
      invalid: ['1234567', 'a'.repeat(301), 'glpat abcd', 'glpat+abcd'],
    },
  },
  gitlab_alerts: {
    key: {
      valid: ['12345678', 'a-b_C0123', 'a'.repeat(300)],
      invalid: ['1234567', 'a'.repeat(301), 'a.b.c.d.e', '1234 5678'],
    },
  },
};

describe('a preset', () => {
  it('has these settings', async () => {
    const settings = PRESET_NAMES.map((name) => {
      const { description, url, path, method, content_type, headers, secrets, stateful }: Preset = PRESETS[name];
      const required = Object.entries(secrets).map(([secret, one]) => [secret, one.description]);
      return [
        name,
        { description, url, path, method, content_type, headers, stateful, secrets: Object.fromEntries(required) },
      ];
    });
    const text = JSON.stringify(Object.fromEntries(settings), null, 2);
    await expect(`${text}\n`).toMatchFileSnapshot('../golden/notify/preset-settings.json');
  });

  it('explains these responses', async () => {
    const lines = PRESET_NAMES.flatMap((name) =>
      (RESPONSES[name] ?? []).map((one) => {
        const advice = typeof one === 'number' ? findAdvice(name, one, '') : findAdvice(name, 400, one);
        return `${name} ${one}: ${advice}\n`;
      }),
    );
    await expect(lines.join('')).toMatchFileSnapshot('../golden/notify/response-advice.txt');
  });

  it('explains nothing without a preset', () => {
    expect(findAdvice(null, 202, '')).toBeNull();
  });

  it('is only sent with secrets of the right format', () => {
    for (const [preset, secrets] of Object.entries(SECRETS) as [PresetName, typeof SECRETS.jira][]) {
      expect(Object.keys(secrets ?? {})).toEqual(Object.keys(PRESETS[preset].secrets));
      for (const [name, { valid, invalid }] of Object.entries(secrets ?? {})) {
        const webhook = createPresetWebhook(preset);
        const isAccepted = (value: string) =>
          renderRequest({ ...webhook, secrets: { ...webhook.secrets, [name]: value } }, createContext(), {
            ...{ env: {}, reveal: true, hasIssues: false },
          }).ok;
        expect({ preset, name, accepted: [...valid, ...invalid].filter(isAccepted) }).toEqual({
          ...{ preset, name, accepted: valid },
        });
      }
    }
  });
});
