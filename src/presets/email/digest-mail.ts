/** The built-in digest mail: certificates that need attention, renewals, and upcoming expiries. */

import { createHtmlPage, FLAT_MACRO, FOOTER, type MailTemplates, SET_COLORS } from './event-mail.ts';

const SET_LISTS = `{%- set lists = [
  ['Expired', 'expired', data.expired], ['Critical', 'critical', data.critical], ['Unknown', 'unknown', data.unknown],
  ['Not yet valid', 'not_yet_valid', data.not_yet_valid], ['Warning', 'warning', data.warning]
] -%}`;

const DIGEST_MACROS = `{%- macro expiry(c) -%}
  {%- set n = c.days_remaining -%}
  {%- if n is none -%}never read
  {%- elif n == 0 -%}expires within a day
  {%- elif n < 0 and not c.days_since_expiry -%}expired less than a day ago
  {%- elif n < 0 -%}expired {{ c.days_since_expiry }} day{{ 's' if c.days_since_expiry != 1 }} ago
  {%- else -%}expires in {{ n }} day{{ 's' if n != 1 }}
  {%- endif -%}
{%- endmacro -%}
{%- macro day(t) -%}{{ t[:10] if t else '' }}{%- endmacro -%}
{%- macro few(list) -%}
  {{ list[:5] | map(attribute='display_name') | join(', ') }}{% if list | length > 5 %} and {{ list | length - 5 }} more{% endif %}
{%- endmacro -%}
{%- macro where(c) -%}
  {{ c.locations[:3] | join(', ') | truncate(200, true, '…') }}{% if c.locations | length > 3 %} and {{ c.locations | length - 3 }} more{% endif %}
{%- endmacro -%}`;

/** Notes that the details of a policy were shown, which are not repeated for each certificate that violates it. */
const NOTE_POLICY = "{% if what.startswith('violates policy ') and explained.append(what) %}{% endif %}";

/** Certificates shown per list. */
const MAX_SHOWN = 50;

/** The end of a list that is not shown completely. `list` is a Jinja expression. */
const createRest = (list: string, format: (count: string) => string): string =>
  `{% if ${list} | length > ${MAX_SHOWN} %}${format(`and {{ ${list} | length - ${MAX_SHOWN} }} more`)}{% endif %}`;

const createRestLine = (list: string) => createRest(list, (count) => `  ${count}\n`);

const TEXT = `${DIGEST_MACROS}${FLAT_MACRO}${SET_LISTS}Certificate digest of {{ day(data.scanned_at) }}: {{ data.headline }}
{{ flat(data.coverage.text) }}
{% if data.disappeared %}No longer in the manifest: {{ flat(data.disappeared[:${MAX_SHOWN}] | join(', ')) }}
{% endif %}{% if data.disabled %}Disabled: {{ flat(data.disabled[:${MAX_SHOWN}] | map(attribute='certificate') | join(', ')) }}
{% endif %}{% set explained = [] %}{% for title, status, list in lists if list %}
{{ title | upper }}

{% for c in list[:${MAX_SHOWN}] %}  {{ c.display_name }}: {{ expiry(c) }}{% if c.valid_to %} ({{ day(c.valid_to) }}){% endif %}, {{ flat(where(c)) }}
{% for what in c.problems[:5] %}      It {{ flat(what | truncate(200, true, '…')) }}
{% if c.details[loop.index0] and what not in explained %}        {{ flat(c.details[loop.index0] | truncate(500, true, '…')) }}
{% endif %}${NOTE_POLICY}{% endfor %}{% if c.error %}      Error: {{ flat(c.error.detail | truncate(300, true, '…')) }}
{% endif %}{% if c.owner %}      Owner: {{ flat(c.owner | truncate(200, true, '…')) }}
{% endif %}{% if c.renewal_instructions %}      How to renew: {{ flat(c.renewal_instructions | truncate(300, true, '…')) }}
{% endif %}{% endfor %}${createRestLine('list')}{% endfor %}{% if data.renewed %}
RENEWED{% if data.since %} SINCE {{ day(data.since) }}{% endif %}

{% for c in data.renewed[:${MAX_SHOWN}] %}  {{ c.display_name }}: {{ 'the new certificate is' if c.what == 'certificate' else 'now' }} valid until {{ day(c.valid_to) }}, the previous one until {{ day(c.previous_valid_to) }}
{% endfor %}${createRestLine('data.renewed')}{% endif %}{% if data.unchecked %}
COULD NOT BE CHECKED

{% for c in data.unchecked[:${MAX_SHOWN}] %}  {{ c.display_name }} {{ flat(c.detail | truncate(300, true, '…')) }}
{% endfor %}${createRestLine('data.unchecked')}{% endif %}{% if data.upcoming %}
EXPIRING IN THE NEXT 90 DAYS

{% for w in data.upcoming %}  {{ w['from'] }} to {{ w.to[5:] }}: {{ w.certificates | length }} ({{ few(w.certificates) }})
{% endfor %}{% endif %}{% if data.silenced %}
SILENCED

{% for c in data.silenced[:${MAX_SHOWN}] %}  {{ c.display_name }}: {{ expiry(c) }}; silenced until {{ day(c.silence.until) }} ({{ flat(c.silence.reason) }})
{% endfor %}${createRestLine('data.silenced')}{% endif %}
{% if data.run_url %}Run: {{ flat(data.run_url) }}
{% endif -%}
-- 
${FOOTER}
`;

const createCard = (title: string, color: string, rows: string) => `
<tr><td style="padding-bottom:16px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#ffffff;border:1px solid #d0d7de;border-top:6px solid ${color};">
<tr><td style="padding:16px 24px 4px 24px;font-size:16px;font-weight:700;color:${color};">${title}</td></tr>
<tr><td style="padding:4px 24px 16px 24px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="font-size:14px;line-height:20px;">${rows}
</table>
</td></tr>
</table>
</td></tr>`;

const createRow = (left: string, right: string) =>
  `\n<tr><td valign="top" style="padding:6px 16px 6px 0;word-break:break-word;">${left}</td><td valign="top" align="right" style="padding:6px 0;white-space:nowrap;">${right}</td></tr>`;

const createRestRow = (list: string) => createRest(list, (count) => createRow(count, ''));

const createSmallText = (text: string) => `<div style="font-size:12px;line-height:18px;color:#57606a;">${text}</div>`;

const CERTIFICATE = createRow(
  `<strong>{{ c.display_name }}</strong>${createSmallText('{{ where(c) }}{% if c.owner %} · {{ c.owner | truncate(200, true, "…") }}{% endif %}')}
{%- for what in c.problems[:5] %}${createSmallText('{{ what | truncate(200, true, "…") }}{% if c.details[loop.index0] and what not in explained %}: {{ c.details[loop.index0] | truncate(500, true, "…") }}{% endif %}')}${NOTE_POLICY}{% endfor %}
{%- if c.error %}${createSmallText('{{ c.error.detail | truncate(300, true, "…") }}')}{% endif %}
{%- if c.renewal_instructions %}${createSmallText(
    `{% if c.renewal_instructions.startswith('https://') and c.renewal_instructions.split() | length == 1 %}<a href="{{ c.renewal_instructions }}" style="color:#0550ae;">How to renew</a>{% else %}{{ c.renewal_instructions | truncate(300, true, '…') }}{% endif %}`,
  )}{% endif %}`,
  `{{ expiry(c) }}${createSmallText('{{ day(c.valid_to) }}')}`,
);

const BODY = `<tr><td style="padding:0 4px 16px 4px;"><div style="font-size:22px;line-height:30px;font-weight:700;">Certificate digest</div><div>{{ data.headline }}</div>${createSmallText('{{ data.coverage.text }}')}{% if data.disappeared %}${createSmallText(`No longer in the manifest: {{ data.disappeared[:${MAX_SHOWN}] | join(', ') }}`)}{% endif %}{% if data.disabled %}${createSmallText(`Disabled: {{ data.disabled[:${MAX_SHOWN}] | map(attribute='certificate') | join(', ') }}`)}{% endif %}</td></tr>
{%- set explained = [] %}{% for title, status, list in lists if list %}${createCard(
  '{{ title }}: {{ list | length }}',
  '{{ colors[status] }}',
  `{% for c in list[:${MAX_SHOWN}] %}${CERTIFICATE}{% endfor %}${createRestRow('list')}`,
)}{% endfor %}
{%- if data.renewed %}${createCard(
  'Renewed{% if data.since %} since {{ day(data.since) }}{% endif %}: {{ data.renewed | length }}',
  "{{ colors['ok'] }}",
  `{% for c in data.renewed[:${MAX_SHOWN}] %}${createRow('<strong>{{ c.display_name }}</strong>', `{{ 'new certificate' if c.what == 'certificate' else 'valid' }} until {{ day(c.valid_to) }}${createSmallText('previous one until {{ day(c.previous_valid_to) }}')}`)}{% endfor %}${createRestRow('data.renewed')}`,
)}{% endif %}
{%- if data.unchecked %}${createCard(
  'Could not be checked: {{ data.unchecked | length }}',
  '#57606a',
  `{% for c in data.unchecked[:${MAX_SHOWN}] %}${createRow(`<strong>{{ c.display_name }}</strong>${createSmallText('{{ c.detail | truncate(300, true, "…") }}')}`, '')}{% endfor %}${createRestRow('data.unchecked')}`,
)}{% endif %}
{%- if data.upcoming %}${createCard(
  'Expiring in the next 90 days: {{ data.summary.upcoming }}',
  '#57606a',
  `{% for w in data.upcoming %}${createRow(`{{ w['from'] }} to {{ w.to[5:] }}${createSmallText('{{ few(w.certificates) }}')}`, '{{ w.certificates | length }}')}{% endfor %}`,
)}{% endif %}
{%- if data.silenced %}${createCard(
  'Silenced: {{ data.silenced | length }}',
  '#57606a',
  `{% for c in data.silenced[:${MAX_SHOWN}] %}${createRow(`<strong>{{ c.display_name }}</strong>${createSmallText('silenced until {{ day(c.silence.until) }}: {{ c.silence.reason }}')}`, '{{ expiry(c) }}')}{% endfor %}${createRestRow('data.silenced')}`,
)}{% endif %}`;

export const DIGEST_MAIL: MailTemplates = {
  subject: '[certvigil] Certificate digest: {{ data.headline }}',
  text: TEXT,
  html: `${DIGEST_MACROS}${SET_COLORS}${SET_LISTS}${createHtmlPage('Certificate digest: {{ data.headline }}', BODY)}`,
};
