/** Mattermost: message attachments, for an incoming webhook. It allows 16,383 characters. */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS, SEVERITY_COLORS } from './shared-macros.ts';

export const mattermost: Preset = {
  ...JSON_WEBHOOK,
  description: 'Mattermost, incoming webhook',
  responses: [
    {
      body: /web\.incoming_webhook\.invalid/,
      advice: 'Mattermost does not know this webhook: it was deleted, or the URL is wrong.',
    },
    {
      body: /web\.incoming_webhook\.disabled/,
      advice: 'Incoming webhooks are disabled on this Mattermost server. Ask its administrators to enable them.',
    },
    {
      body: /web\.incoming_webhook\.(channel|permissions)/,
      advice: 'This webhook is not allowed to post to the channel, or the channel does not exist.',
    },
    {
      body: /web\.incoming_webhook\.(text|parse)/,
      advice: 'Mattermost rejects the format of this message, or it is too long. It needs text or attachments.',
    },
    { status: 404, advice: 'Mattermost does not know this URL. Copy the URL of the webhook again.' },
    {
      status: 403,
      advice:
        'This webhook is not allowed to post to the channel. Change its channel, or create a webhook for this one.',
    },
  ],
  // https://developers.mattermost.com/api-documentation/#/#error-response
  isError: ({ fields: { id, status_code } }) =>
    typeof id === 'string' && typeof status_code === 'number' && status_code >= 400,
  body_template: `${EVENT_MACROS}
{#- A zero-width space after @ prevents mentions: @all would notify a whole channel. -#}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('@', '@\\u200b') | replace('*', '\\\\*') | replace('_', '\\\\_') | replace('\`', '\\\\\`') | replace('[', '\\\\[') | replace('<', '\\\\<') | replace('~', '\\\\~') | replace('|', '\\\\|') | replace('#', '\\\\#') }}{%- endmacro -%}
{
  "text": "{{ plain(all(events, more)) }}{% if mentions %} {{ mentions | join(' ') }}{% endif %}",
  "attachments": [
    {%- for e in events[:6] %}{% set d = e.data %}
    ${SET_FACTS}{% if not loop.first %},{% endif %}
    { "fallback": "{{ plain(title(e)) }}",
      "title": "{{ plain(title(e)) }}",
      "color": "{{ ${SEVERITY_COLORS}[severity_color(e)] }}",
      {%- if d.run_url %}
      "title_link": "{{ d.run_url }}",
      {%- endif %}
      {%- if loop.first and links %}
      "text": "{% for label, url in links %}{% if not loop.first %} · {% endif %}[{{ label }}](<{{ url }}>){% endfor %}",
      {%- endif %}
      "fields": [
        {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
        { "short": {% if value | string | length < 40 %}true{% else %}false{% endif %}, "title": "{{ label }}", "value": "{{ plain(value | truncate(100 if events | length > 1 else 500, true, '…', 0)) }}" }
        {%- endfor %}
      ]
    }
    {%- endfor %}
  ]
}
`,
};
