/** Discord: embeds, for a channel webhook. It allows 10 embeds with 6,000 characters in total, 256 in a title, 1,024 in a field. */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS } from './shared-macros.ts';

export const discord: Preset = {
  ...JSON_WEBHOOK,
  description: 'Discord, channel webhook',
  responses: [
    {
      body: /"code":\s*(10015|50027)\b/,
      advice:
        'Discord does not know this webhook (10015, 50027): it was deleted, or the URL is incomplete. Create a new one.',
    },
    {
      body: /"code":\s*50006\b/,
      advice: 'Discord rejects an empty message (50006). The body needs content or embeds.',
    },
    {
      body: /"code":\s*(50035|50109)\b/,
      advice:
        'Discord rejects the format of this message (50035, 50109). Inspect it with "certvigil render", and check the limits of embeds.',
    },
    {
      status: 404,
      advice: 'Discord does not know this webhook: it was deleted, or the URL is incomplete. Create a new one.',
    },
    { status: 401, advice: 'Discord rejects the token in the URL. Copy the complete URL of the webhook again.' },
  ],
  // https://discord.com/developers/docs/reference#error-messages and https://discord.com/developers/docs/topics/rate-limits
  isError: ({ fields: { message, code, retry_after } }) =>
    typeof message === 'string' &&
    ((typeof code === 'number' && code >= 400) || typeof retry_after === 'number' || /^[45]\d\d: /.test(message)),
  body_template: `${EVENT_MACROS}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('*', '\\\\*') | replace('_', '\\\\_') | replace('\`', '\\\\\`') | replace('[', '\\\\[') | replace('<', '\\\\<') | replace('~', '\\\\~') | replace('|', '\\\\|') | replace('#', '\\\\#') | replace('>', '\\\\>') }}{%- endmacro -%}
{
  "allowed_mentions": { "parse": {% if mentions %}["users", "roles"]{% else %}[]{% endif %} },
  "content": "{% for mention in mentions %}{{ mention | truncate(30, true, '', 0) }} {% endfor %}{{ plain(all(events, more)) | truncate(1500, true, '…') }}",
  "embeds": [
    {%- for e in events[:5] %}{% set d = e.data %}
    ${SET_FACTS}{% if not loop.first %},{% endif %}
    { "title": "{{ plain(title(e)) | truncate(100 if events | length > 1 else 250, true, '…', 0) }}",
      "color": {{ {'bad': 13840175, 'warning': 16753920, 'good': 3046706}[severity_color(e)] }},
      "timestamp": "{{ timestamp }}",
      {%- if d.run_url %}
      "url": "{{ d.run_url }}",
      {%- endif %}
      {%- if loop.first and links %}
      "description": "{% for label, url in links %}{% if not loop.first %} · {% endif %}[{{ label }}](<{{ url }}>){% endfor %}",
      {%- endif %}
      "fields": [
        {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
        { "name": "{{ label }}", "value": "{{ plain(value) | truncate(60 if events | length > 1 else 180, true, '…', 0) }}" }
        {%- endfor %}
      ]
    }
    {%- endfor %}
  ]
}
`,
};
