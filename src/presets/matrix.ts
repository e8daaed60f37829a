/**
 * Matrix: m.room.message of the client-server API. An event has at most 65,536 bytes. The transaction ID makes retries idempotent: the
 * homeserver ignores a message that it already has.
 */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { createFactLines, EVENT_MACROS, SET_FACTS, SEVERITY_COLORS } from './shared-macros.ts';

export const matrix: Preset = {
  ...JSON_WEBHOOK,
  description: 'Matrix, client-server API (m.room.message)',
  method: 'PUT',
  path: `/send/m.room.message/{{ (request_id ~ '.' ~ event ~ '.' ~ events | length ~ '.' ~ data.threshold ~ '.' ~ data.alert_key[-150:]) | replace('/', ':') }}`,
  headers: { Authorization: 'Bearer {{ secrets.access_token }}' },
  secrets: { access_token: { description: 'the access token of the account that writes', pattern: /^\S{8,}$/ } },
  responses: [
    {
      body: /M_UNKNOWN_TOKEN|M_MISSING_TOKEN/,
      advice: 'The homeserver rejects the access token. Log in again, and copy the new one.',
    },
    { body: /M_FORBIDDEN/, advice: 'The account is not allowed to write to this room. Invite it, and let it join.' },
    {
      body: /M_UNRECOGNIZED|M_NOT_FOUND/,
      advice:
        'The URL is wrong. It ends with /_matrix/client/v3/rooms/ and the ID of the room, such as !abc:example.org (not its alias).',
    },
    { body: /M_TOO_LARGE/, advice: 'The message is too large. Lower max_events, or shorten the template.' },
  ],
  // https://spec.matrix.org/latest/client-server-api/#standard-error-response
  isError: ({ fields: { errcode } }) => typeof errcode === 'string',
  body_template: `${EVENT_MACROS}
{%- macro plain(text) -%}{{ text | string | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;') | replace('"', '&quot;') }}{%- endmacro -%}
{
  "msgtype": "m.text",
  "m.mentions": { "user_ids": [{% for id in mentions if id[0] == '@' %}{% if not loop.first %}, {% endif %}"{{ id }}"{% endfor %}] },
  "body": "
  {%- for e in events[:8] %}{% set d = e.data %}${SET_FACTS}${createFactLines('80 if events | length > 1 else 500')}{{ title(e) }}\\n{{ lines | join('\\n') }}\\n\\n{% endfor %}
  {%- if events | length > 8 or more %}and {{ [events | length - 8, 0] | max + more }} more\\n{% endif %}
  {%- for label, url in links %}{{ label }}: {{ url }}\\n{% endfor %}
  {%- if mentions %}{{ mentions | join(' ') }}{% endif %}",
  "format": "org.matrix.custom.html",
  "formatted_body": "
  {%- for e in events[:8] %}{% set d = e.data %}${SET_FACTS}{% set color = ${SEVERITY_COLORS}[severity_color(e)] -%}
    <p><font color=\\"{{ color }}\\" data-mx-color=\\"{{ color }}\\">⬤</font> <strong>{{ plain(title(e)) }}</strong></p><ul>
    {%- for label, value in facts if value %}<li><strong>{{ label }}:</strong> {{ plain(value | truncate(80 if events | length > 1 else 500, true, '…', 0)) }}</li>{% endfor %}</ul>
  {%- endfor %}
  {%- if events | length > 8 or more %}<p>and {{ [events | length - 8, 0] | max + more }} more</p>{% endif %}
  {%- if links %}<p>{% for label, url in links %}{% if not loop.first %} · {% endif %}<a href=\\"{{ plain(url) }}\\">{{ label }}</a>{% endfor %}</p>{% endif %}
  {%- if mentions %}<p>{% for id in mentions %}<a href=\\"https://matrix.to/#/{{ plain(id) }}\\">{{ plain(id) }}</a> {% endfor %}</p>{% endif %}"
}
`,
};
