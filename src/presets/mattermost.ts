import type { Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS } from './shared-macros.ts';

/** Message attachments, for an incoming webhook; a message has at most 16,383 characters. */
export const mattermost: Preset = {
  description: 'Mattermost, by an incoming webhook',
  url: null,
  content_type: 'application/json',
  headers: {},
  secrets: {},
  stateful: false,
  body_template: `${EVENT_MACROS}
{#- A mention is broken by a space of no width behind its @: @all would wake a whole channel. -#}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('@', '@\\u200b') | replace('*', '\\\\*') | replace('_', '\\\\_') | replace('\`', '\\\\\`') | replace('[', '\\\\[') | replace('<', '\\\\<') | replace('~', '\\\\~') | replace('|', '\\\\|') | replace('#', '\\\\#') }}{%- endmacro -%}
{
  "text": "{{ plain(all(events, more)) }}",
  "attachments": [
    {%- for e in events[:6] %}{% set d = e.data %}
    ${SET_FACTS}{% if not loop.first %},{% endif %}
    { "fallback": "{{ plain(title(e)) }}",
      "title": "{{ plain(title(e)) }}",
      "color": "{{ {'bad': '#c62828', 'warning': '#f9a825', 'good': '#2e7d32'}[mood(e)] }}",
      {%- if d.run_url %}
      "title_link": "{{ d.run_url }}",
      {%- endif %}
      "fields": [
        {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
        { "short": {% if value | string | length < 40 %}true{% else %}false{% endif %}, "title": "{{ label }}", "value": "{{ plain(value) }}" }
        {%- endfor %}
      ]
    }
    {%- endfor %}
  ]
}
`,
};
