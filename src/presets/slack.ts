/**
 * Slack: Block Kit, for an incoming webhook. It allows 50 blocks, 150 characters in a header, 3,000 in a section, and about 13,000 in
 * all blocks together (undocumented: https://github.com/slackapi/bolt-js/issues/2509).
 */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { createButtons, EVENT_MACROS, SET_FACTS, SEVERITY_COLORS } from './shared-macros.ts';

/** The whole body of an error. */
const ERROR =
  /^(?:action_prohibited|channel_is_archived|channel_not_found|invalid_blocks|invalid_payload|invalid_token|no_active_hooks|no_service|no_service_id|no_team|no_text|posting_to_general_channel_denied|team_disabled|too_many_attachments|user_not_found)$/;

export const slack: Preset = {
  ...JSON_WEBHOOK,
  description: 'Slack, incoming webhook (Block Kit)',
  responses: [
    {
      body: /invalid_blocks/,
      advice: 'Slack rejects the blocks of this message (invalid_blocks). Test them in the Block Kit Builder.',
    },
    {
      body: /invalid_payload|no_text/,
      advice:
        'Slack rejects the format of this message (invalid_payload or no_text). Inspect it with "certvigil render"; it needs text or blocks.',
    },
    {
      body: /no_service|no_active_hooks|invalid_token|no_team|team_disabled/,
      advice:
        'Slack does not know this webhook: it was removed or disabled, or the URL is incomplete. Create a new one in the settings of the Slack app.',
    },
    {
      body: /channel_not_found|is_archived/,
      advice: 'The channel of this webhook was deleted or archived. Create a webhook for another channel.',
    },
    {
      body: /not_in_channel/,
      advice: 'The Slack app is not a member of the channel. Invite it.',
    },
    {
      body: /not_authed|invalid_auth|token_revoked|token_expired|account_inactive/,
      advice: 'Slack rejects the token. Check the Authorization header of the webhook.',
    },
    {
      body: /action_prohibited|posting_to_general_channel_denied/,
      advice:
        'The Slack workspace does not allow webhooks to post to this channel. Ask its administrators, or use another channel.',
    },
    {
      body: /too_many_attachments|msg_too_long|msg_blocks_too_long/,
      advice: 'The message is too large for Slack. Lower max_events, or shorten the template.',
    },
    {
      status: 404,
      advice:
        'Slack does not know this webhook. Create a new one in the settings of the Slack app, and copy its complete URL.',
    },
    {
      status: 403,
      advice: 'Slack no longer accepts this webhook, or does not let it post to the channel. Create a new one.',
    },
    { status: 410, advice: 'The channel of this webhook was archived. Create a webhook for another channel.' },
  ],
  // Texts: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors. JSON, with the status 200:
  // https://docs.slack.dev/apis/web-api#responses, and the triggers of Workflow Builder.
  isError: ({ text, fields: { ok } }) => ok === false || ERROR.test(text),
  body_template: `${EVENT_MACROS}
{#- Slack's three special characters are escaped; "verbatim" disables the rest of its markup. -#}
{%- macro plain(text) -%}{{ text | string | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;') }}{%- endmacro -%}
{%- set rest = [events | length - 10, 0] | max + more -%}
{
  "text": "{{ plain(all(events, more)) }}",
  "blocks": [
    { "type": "header", "text": { "type": "plain_text", "text": "{{ all(events, more) | truncate(150, true, '…', 0) }}", "emoji": false } }
    {%- if mentions %},
    { "type": "section", "text": { "type": "mrkdwn", "text": "{{ mentions | join(' ') }}" } }
    {%- endif %}
  ],
  "attachments": [
    {%- for e in events[:10] %}{% set d = e.data %}
    ${SET_FACTS}{% if not loop.first %},{% endif %}
    { "color": "{{ ${SEVERITY_COLORS}[severity_color(e)] }}", "fallback": "{{ plain(title(e) | truncate(150, true, '…', 0)) }}", "blocks": [
      { "type": "section", "text": { "type": "mrkdwn", "verbatim": true, "text": "
        {%- if events | length > 1 %}*{{ plain(title(e)) }}*\\n{% endif %}
        {%- for label, value in facts if value %}{% if not loop.first %}\\n{% endif %}*{{ label }}:* {{ plain(value) | truncate((260 if label == 'Reason' else 90) if events | length > 1 else (270 if event == 'digest' else 340), true, '…', 0) }}{% endfor %}" } }
      {%- if loop.last and rest %},
      { "type": "context", "elements": [{ "type": "plain_text", "text": "and {{ rest }} more" }] }
      {%- endif %}
      {%- if loop.last and links %},
      { "type": "actions", "elements": [
        ${createButtons('{ "type": "button", "text": { "type": "plain_text", "text": "{{ label }}" }, "url": "{{ url }}" }')}
      ] }
      {%- endif %}
    ] }
    {%- endfor %}
  ]
}
`,
};
