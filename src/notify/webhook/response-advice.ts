/**
 * What known receivers answer, in our own words: for `test`, so that somebody who sets a webhook up knows what to do. An
 * answer is recognised and never shown: it could hold anything, such as the key that was sent.
 */

import type { HttpResponse } from '../../lib/http-client.ts';
import type { PresetName } from '../../presets/index.ts';

interface KnownResponse {
  status?: number;
  /** Found in the answer's body; by default any body will do. */
  body?: RegExp;
  /** What it means, and what to do. */
  advice: string;
}

/** The first that fits is taken. Where a receiver has its codes documented, the table of presets in docs/reference/presets.md says so. */
const KNOWN_RESPONSES: Record<PresetName, readonly KnownResponse[]> = {
  slack: [
    {
      body: /invalid_blocks/,
      advice: 'Slack cannot read the blocks of this message (invalid_blocks). Try them in its Block Kit Builder.',
    },
    {
      body: /invalid_payload|no_text/,
      advice:
        'Slack cannot read this message (invalid_payload or no_text). Look at it with "certvigil render"; it needs text or blocks.',
    },
    {
      body: /no_service|no_active_hooks|invalid_token|no_team|team_disabled/,
      advice:
        'Slack does not know this webhook (any more): it was removed or disabled, or the URL is incomplete. Make a new one in the settings of the Slack app.',
    },
    {
      body: /channel_not_found|channel_is_archived|is_archived/,
      advice: 'The channel of this webhook is gone or archived. Make a new webhook for another channel.',
    },
    {
      body: /action_prohibited|posting_to_general_channel_denied/,
      advice:
        'Who runs this Slack workspace does not let webhooks post to this channel. Ask them, or take another channel.',
    },
    {
      body: /too_many_attachments|msg_too_long|msg_blocks_too_long/,
      advice: 'The message is too large for Slack. Set max_events lower, or shorten the template.',
    },
  ],
  teams: [
    {
      status: 202,
      advice:
        'Teams runs the flow only after it has answered. Where no message comes up, look into the run history of the flow.',
    },
    {
      body: /DirectApiAuthorizationRequired|InvalidAuthorization/,
      advice:
        'The flow does not take anonymous requests. Set "Who can trigger the flow" to Anyone, and copy the URL anew, with its sig=.',
    },
    {
      body: /WorkflowTriggerIsNotEnabled|WorkflowNotFound|WorkflowDisabled/,
      advice: 'The flow is turned off or deleted. Turn it on; one that was made anew has another URL.',
    },
    {
      body: /TriggerInputSchemaMismatch/,
      advice:
        "The flow's trigger has a schema that this message does not fit. Leave the schema of the request body empty.",
    },
  ],
  pagerduty: [
    {
      status: 202,
      advice:
        'PagerDuty works on it only after it has answered. Look whether an incident came up; "certvigil test --event certificate.renewed" ends it.',
    },
    {
      status: 400,
      body: /routing_key|routing key/i,
      advice: 'PagerDuty does not take the routing key. Copy the integration key of an Events API v2 integration.',
    },
    {
      status: 400,
      body: /severity|summary|source|event_action|dedup_key|payload/i,
      advice:
        'PagerDuty misses a field, or cannot read one: event_action, dedup_key, and in payload summary, source and severity. Look at the body with "certvigil render".',
    },
  ],
  discord: [
    {
      body: /"code":\s*(10015|50027)\b/,
      advice:
        'Discord does not know this webhook (10015, 50027): it was deleted, or the URL is incomplete. Make a new one.',
    },
    {
      body: /"code":\s*50006\b/,
      advice: 'Discord takes no empty message (50006). The body needs content or embeds.',
    },
    {
      body: /"code":\s*(50035|50109)\b/,
      advice:
        'Discord cannot read this message (50035, 50109). Look at it with "certvigil render", and at the limits of embeds.',
    },
  ],
  google_chat: [
    {
      body: /INVALID_ARGUMENT/,
      advice: 'Google Chat cannot read this message (INVALID_ARGUMENT). Try the card in its Card Builder.',
    },
    {
      body: /UNAUTHENTICATED|PERMISSION_DENIED/,
      advice: 'Google Chat does not take the key or the token in the URL. Copy the whole URL of the webhook anew.',
    },
    { body: /NOT_FOUND/, advice: 'The space or its webhook is gone. Make a new webhook in the settings of the space.' },
  ],
  mattermost: [
    {
      body: /web\.incoming_webhook\.invalid/,
      advice: 'Mattermost does not know this webhook: it was deleted, or the URL is wrong.',
    },
    {
      body: /web\.incoming_webhook\.disabled/,
      advice: 'Incoming webhooks are turned off on this Mattermost. Its administrators can turn them on.',
    },
    {
      body: /web\.incoming_webhook\.(channel|permissions)/,
      advice: 'This Mattermost webhook may not post to the channel, or there is no such channel.',
    },
    {
      body: /web\.incoming_webhook\.(text|parse)/,
      advice: 'Mattermost cannot read this message, or it is too long. It needs text or attachments.',
    },
  ],
  ntfy: [
    {
      status: 401,
      advice: 'ntfy does not take this user, password or token. Look at the header Authorization of the webhook.',
    },
    { status: 403, advice: 'ntfy does not let this user, or a stranger, publish to the topic. Give it a token.' },
    {
      status: 404,
      advice: 'There is no such topic. The URL of a topic is the server and one name: https://ntfy.example/name',
    },
    { status: 413, advice: 'The message is too large for this ntfy. Shorten the template.' },
  ],
  webex: [
    { status: 404, advice: 'Webex does not know this webhook (any more). Make a new one.' },
    { status: 400, advice: 'Webex cannot read this message, or it is longer than 7,439 bytes.' },
  ],
  cloudevents: [],
  alertmanager: [
    { status: 404, advice: 'There is no such path. The URL of the webhook ends in /api/v2/alerts.' },
    {
      status: 200,
      advice: 'Alertmanager has taken the alerts. Where none comes up, look at its silences, inhibitions and routes.',
    },
    {
      status: 400,
      advice: 'Alertmanager does not take these labels or times. Look at the body with "certvigil render".',
    },
    {
      status: 422,
      advice: 'Alertmanager misses a field, or cannot read one. Look at the body with "certvigil render".',
    },
  ],
  generic: [],
};

/** What an answer of this receiver means; null where it is not known, or says nothing beside its status. */
export function findResponseAdvice(preset: PresetName | null, { status, said }: HttpResponse): string | null {
  const known: readonly KnownResponse[] = preset === null ? [] : KNOWN_RESPONSES[preset];
  const found = known.find((one) => {
    return (one.status === undefined || one.status === status) && (one.body === undefined || one.body.test(said ?? ''));
  });
  return found?.advice ?? null;
}
