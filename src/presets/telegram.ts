/** Telegram: sendMessage of the Bot API. A message has at most 4,096 characters after its HTML is parsed. */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { createButtons, EVENT_MACROS, SET_FACTS, SEVERITY_EMOJI } from './shared-macros.ts';

export const telegram: Preset = {
  ...JSON_WEBHOOK,
  description: 'Telegram, bot (sendMessage)',
  path: '/sendMessage',
  secrets: {
    chat_id: {
      description: 'the ID of a chat, such as -1001234567890, or the @name of a channel',
      pattern: /^(?:-?\d{1,20}|@[A-Za-z]\w{3,31})$/,
    },
  },
  responses: [
    {
      status: 401,
      advice:
        'Telegram rejects the token of the bot. The URL is https://api.telegram.org/bot and the token, without a space.',
    },
    {
      status: 404,
      advice: 'Telegram does not know this URL. It is https://api.telegram.org/bot and the token of the bot.',
    },
    {
      body: /chat not found/i,
      advice: 'Telegram does not know the chat. Check chat_id, and add the bot to the group or channel.',
    },
    {
      status: 403,
      advice: 'The bot is not allowed to write to this chat. Add it to the group, or send it a message first.',
    },
    {
      body: /can't parse entities|message is too long/i,
      advice: 'Telegram rejects the text of this message. Inspect it with "certvigil render".',
    },
  ],
  // https://core.telegram.org/bots/api#making-requests
  isError: ({ fields: { ok } }) => ok === false,
  body_template: `${EVENT_MACROS}
{%- macro plain(text) -%}{{ text | string | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;') }}{%- endmacro -%}
{
  "chat_id": "{{ secrets.chat_id }}",
  "parse_mode": "HTML",
  "link_preview_options": { "is_disabled": true },
  "disable_notification": {{ event in resolutions }},
  "text": "
  {%- for e in events[:3] %}{% set d = e.data %}${SET_FACTS}{{ ${SEVERITY_EMOJI}[severity_color(e)] }} <b>{{ plain(title(e) | truncate(250, true, '…', 0)) }}</b>\\n
    {%- for label, value in facts if value %}<b>{{ label }}:</b> {{ plain(value | truncate(50 if events | length > 1 else 150, true, '…', 0)) }}\\n{% endfor %}\\n
  {%- endfor %}
  {%- if events | length > 3 or more %}and {{ [events | length - 3, 0] | max + more }} more\\n{% endif %}
  {%- if mentions %}{{ plain(mentions | join(' ') | truncate(300, true, '', 0)) }}{% endif %}"
  {%- if links %},
  "reply_markup": { "inline_keyboard": [[
    ${createButtons('{ "text": "{{ label }}", "url": "{{ url }}" }')}
  ]] }
  {%- endif %}
}
`,
};
