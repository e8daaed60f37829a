import type { Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS } from './shared-macros.ts';

/**
 * Block Kit, for an incoming webhook: at most 50 blocks, 150 characters in a header, 3,000 in a section, and about 13,000 in
 * all blocks together (which Slack does not say: https://github.com/slackapi/bolt-js/issues/2509).
 */
export const slack: Preset = {
  description: 'Slack, by an incoming webhook (Block Kit)',
  url: null,
  content_type: 'application/json',
  headers: {},
  secrets: {},
  stateful: false,
  body_template: `${EVENT_MACROS}
{#- What Slack reads as markup is escaped: its three characters, and verbatim for the rest. -#}
{%- macro plain(text) -%}{{ text | string | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;') }}{%- endmacro -%}
{
  "text": "{{ plain(all(events, more)) }}",
  "blocks": [
    { "type": "header", "text": { "type": "plain_text", "text": "{{ all(events, more) | truncate(150, true, '…', 0) }}", "emoji": false } }
    {%- for e in events[:10] %}{% set d = e.data %}
    ${SET_FACTS},
    { "type": "section", "text": { "type": "mrkdwn", "verbatim": true, "text": "
      {%- if events | length > 1 %}*{{ plain(title(e)) }}*\\n{% endif %}
      {%- for label, value in facts if value %}{% if not loop.first %}\\n{% endif %}*{{ label }}:* {{ plain(value) | truncate(90 if events | length > 1 else 500, true, '…') }}{% endfor %}" } }
    {%- endfor %}
    {%- if events | length > 10 or more %},
    { "type": "context", "elements": [{ "type": "plain_text", "text": "and {{ [events | length - 10, 0] | max + more }} more" }] }
    {%- endif %}
    {%- if link or data.run_url %},
    { "type": "actions", "elements": [
      {%- if link %}{ "type": "button", "text": { "type": "plain_text", "text": "How to renew" }, "url": "{{ link }}" }{% endif %}
      {%- if link and data.run_url %}, {% endif %}
      {%- if data.run_url %}{ "type": "button", "text": { "type": "plain_text", "text": "Open the run" }, "url": "{{ data.run_url }}" }{% endif -%}
    ] }
    {%- endif %}
  ]
}
`,
};
