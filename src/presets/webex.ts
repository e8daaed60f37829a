/** Webex: Markdown, for an incoming webhook. It allows 7,439 bytes. */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS, SEVERITY_EMOJI } from './shared-macros.ts';

export const webex: Preset = {
  ...JSON_WEBHOOK,
  description: 'Webex, incoming webhook',
  responses: [
    { status: 404, advice: 'Webex does not know this webhook. Create a new one.' },
    { status: 400, advice: 'Webex rejects the format of this message, or it is longer than 7,439 bytes.' },
  ],
  // https://developer.webex.com/docs/basics#api-errors
  isError: ({ fields: { message, trackingId } }) => typeof message === 'string' && typeof trackingId === 'string',
  body_template: `${EVENT_MACROS}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('<', '&lt;') | replace('*', '\\\\*') | replace('_', '\\\\_') | replace('\`', '\\\\\`') | replace('[', '\\\\[') | replace('#', '\\\\#') }}{%- endmacro -%}
{
  "markdown": "
  {%- for e in events[:3] %}{% set d = e.data %}${SET_FACTS}{{ ${SEVERITY_EMOJI}[severity_color(e)] }} **{{ plain(title(e)) }}**\\n
    {%- for label, value in facts if value %}- {{ label }}: {{ plain(value) | truncate(40 if events | length > 1 else 150, true, '…', 0) }}\\n{% endfor %}\\n
  {%- endfor %}
  {%- if events | length > 3 or more %}and {{ [events | length - 3, 0] | max + more }} more\\n{% endif %}
  {%- for label, url in links %}{% if not loop.first %} · {% endif %}[{{ label }}]({{ url }}){% endfor %}
  {%- if mentions %}\\n\\n{{ mentions | join(' ') }}{% endif %}"
}
`,
};
