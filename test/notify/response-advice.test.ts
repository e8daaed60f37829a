import { describe, expect, it } from 'vitest';
import { findResponseAdvice } from '../../src/notify/webhook/response-advice.ts';
import type { PresetName } from '../../src/presets/index.ts';

const findAdvice = (preset: PresetName | null, status: number, said: string) =>
  findResponseAdvice(preset, { responded: true, status, retry_after: null, body: said });

describe('advice on responses', () => {
  it.each<[PresetName, number, string, string]>([
    ['slack', 400, 'invalid_blocks', 'rejects the blocks'],
    ['slack', 400, 'invalid_payload', 'rejects the format'],
    ['slack', 404, 'no_service', 'does not know this webhook'],
    ['slack', 404, 'channel_not_found', 'deleted or archived'],
    ['slack', 403, 'action_prohibited', 'does not allow webhooks to post'],
    ['teams', 202, '', 'run history'],
    ['teams', 401, '{"error":{"code":"DirectApiAuthorizationRequired","message":"..."}}', 'Anyone'],
    ['teams', 400, '{"error":{"code":"WorkflowTriggerIsNotEnabled"}}', 'turned off or deleted'],
    ['teams', 400, '{"error":{"code":"TriggerInputSchemaMismatch"}}', 'schema'],
    ['pagerduty', 202, '{"status":"success","message":"Event processed","dedup_key":"x"}', 'certificate.renewed'],
    [
      'pagerduty',
      400,
      `{"status":"invalid event","errors":["Length of 'routing_key' is incorrect (should be 32 characters)"]}`,
      'routing key',
    ],
    ['pagerduty', 400, `{"errors":["'payload.severity' is invalid"]}`, 'missing or invalid'],
    ['discord', 404, '{"message": "Unknown Webhook", "code": 10015}', 'does not know this webhook'],
    ['discord', 400, '{"message": "Cannot send an empty message", "code": 50006}', 'empty message'],
    ['google_chat', 400, '{"error": {"code": 400, "status": "INVALID_ARGUMENT"}}', 'rejects the format'],
    ['google_chat', 403, '{"error": {"status": "PERMISSION_DENIED"}}', 'key or the token'],
    ['mattermost', 400, '{"id":"web.incoming_webhook.invalid.app_error"}', 'does not know this webhook'],
    ['ntfy', 403, '{"code":40301,"http":403}', 'Add a token'],
    ['webex', 404, '', 'does not know this webhook'],
    ['alertmanager', 404, '404 page not found', '/api/v2/alerts'],
  ])('explains %s %i %j', (preset, status, said, words) => {
    expect(findAdvice(preset, status, said)).toContain(words);
  });

  it.each<[PresetName | null, number, string]>([
    ['slack', 200, 'ok'],
    ['slack', 400, 'something new'],
    ['generic', 400, 'invalid_blocks'],
    [null, 202, ''],
  ])('has no advice on %s %i %j', (preset, status, said) => {
    expect(findAdvice(preset, status, said)).toBeNull();
  });
});
