import type { Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS } from './shared-macros.ts';

/** At most 10 embeds of 6,000 characters in all, 256 in a title, 1,024 in a field. */
export const discord: Preset = {
  description: 'Discord, by a webhook of a channel',
  url: null,
  content_type: 'application/json',
  headers: {},
  secrets: {},
  stateful: false,
  body_template: `${EVENT_MACROS}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('*', '\\\\*') | replace('_', '\\\\_') | replace('\`', '\\\\\`') | replace('[', '\\\\[') | replace('<', '\\\\<') | replace('~', '\\\\~') | replace('|', '\\\\|') }}{%- endmacro -%}
{
  "allowed_mentions": { "parse": [] },
  "content": "{{ plain(all(events, more)) | truncate(1900, true, '…') }}",
  "embeds": [
    {%- for e in events[:5] %}{% set d = e.data %}
    ${SET_FACTS}{% if not loop.first %},{% endif %}
    { "title": "{{ plain(title(e)) | truncate(250, true, '…', 0) }}",
      "color": {{ {'bad': 15158332, 'warning': 15844367, 'good': 3066993}[mood(e)] }},
      "timestamp": "{{ timestamp }}",
      {%- if d.run_url %}
      "url": "{{ d.run_url }}",
      {%- endif %}
      "fields": [
        {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
        { "name": "{{ label }}", "value": "{{ plain(value) | truncate(180, true, '…', 0) }}" }
        {%- endfor %}
      ]
    }
    {%- endfor %}
  ]
}
`,
};
