/** The built-in mail for events, used unless the manifest has its own templates. */

import { EVENT_MACROS, SET_FACTS } from '../shared-macros.ts';

/** The templates of a mail. They have the same variables as those of a webhook, except for secrets. */
export interface MailTemplates {
  /** The subject is a single line. */
  subject: string;
  text: string;
  html: string;
}

/** Keeps untrusted text on one line, so that it cannot imitate a line of the message itself. */
export const FLAT_MACRO = `{%- macro flat(text) -%}{{ (text | string).split() | join(' ') }}{%- endmacro -%}`;

export const FOOTER = 'Sent by certvigil. Please do not reply.';

/** Text colors for a light background, by status. */
export const SET_COLORS = `{%- set colors = {
  'expired': '#b3261e', 'critical': '#b54708', 'unknown': '#57606a', 'not_yet_valid': '#0550ae', 'warning': '#8a6100', 'ok': '#1a7f37'
} -%}`;

/** Uses tables and inline styles, which mail clients render consistently. `body` consists of rows with one cell. */
export function createHtmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
</head>
<body style="margin:0;padding:0;background-color:#f3f4f6;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f3f4f6;">
<tr><td align="center" style="padding:24px 12px;">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:22px;color:#1f2328;">
${body}
<tr><td style="padding:16px 4px 0 4px;font-size:12px;line-height:18px;color:#57606a;">
{%- if data.run_url and data.run_url.startswith('https://') %}<a href="{{ data.run_url }}" style="color:#0550ae;">Open the run</a><br>{% endif %}
${FOOTER}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

const TEXT = `${EVENT_MACROS}${FLAT_MACRO}
{%- for e in events %}{% set d = e.data %}${SET_FACTS}
{{- title(e) }}

{% for label, value in facts if value %}{{ '%-14s' | format(label ~ ':') }}{% if label == 'How to renew' %}{{ value }}{% else %}{{ flat(value) }}{% endif %}
{% endfor %}
{% endfor -%}
{%- if more %}and {{ more }} more

{% endif -%}
{%- if data.run_url %}Run: {{ flat(data.run_url) }}
{% endif -%}
-- 
${FOOTER}
`;

const CARD = `{%- for e in events %}{% set d = e.data %}${SET_FACTS}{% set resolved = e.event in resolutions %}
{%- set color = colors['ok'] if resolved else (colors['warning'] if d.status == 'ok' else (colors[d.status] or colors['unknown'])) %}
<tr><td style="padding-bottom:16px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#ffffff;border:1px solid #d0d7de;border-top:6px solid {{ color }};">
<tr><td style="padding:20px 24px 4px 24px;">
<div style="font-size:12px;line-height:18px;font-weight:700;text-transform:uppercase;letter-spacing:1px;color:{{ color }};">{{ 'resolved' if resolved else ('notice' if d.status == 'ok' else (d.status | replace('_', ' '))) }}</div>
<div style="font-size:20px;line-height:28px;font-weight:700;word-break:break-word;">{{ title(e) }}</div>
</td></tr>
<tr><td style="padding:8px 24px 20px 24px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="font-size:14px;line-height:20px;">
{%- for label, value in facts if value and label != 'Status' %}
<tr><td valign="top" style="padding:6px 16px 6px 0;color:#57606a;white-space:nowrap;">{{ label }}</td><td valign="top" width="100%" style="padding:6px 0;word-break:break-word;">
{%- if label == 'How to renew' and value.startswith('https://') and d.renewal_instructions.split() | length == 1 %}<a href="{{ d.renewal_instructions | trim }}" style="color:#0550ae;">{{ value }}</a>{% else %}{{ value }}{% endif %}</td></tr>
{%- endfor %}
</table>
</td></tr>
</table>
</td></tr>
{%- endfor %}
{%- if more %}
<tr><td style="padding:0 4px 16px 4px;">and {{ more }} more</td></tr>
{%- endif %}`;

/** The mail for one event, or a group. */
export const EVENT_MAIL: MailTemplates = {
  subject: `${EVENT_MACROS}[certvigil] {{ all(events, more) }}`,
  text: TEXT,
  html: `${EVENT_MACROS}${SET_COLORS}${createHtmlPage('{{ all(events, more) }}', CARD)}`,
};
