/** The Jinja macros that presets share. Each preset includes them in its own template, so that an exported template is complete. */

import {
  DIGEST,
  EVENT_NAMES,
  EVENTS,
  type EventName,
  FINDING_NAMES,
  RESOLUTION_NAMES,
  SCAN_EVENTS,
} from '../domain/index.ts';

/** The placeholders of the table of events as expressions on `e`, an event, and its data `d`. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  qualifier: '{{ d.finding.qualifier }}',
  code: '{{ d.finding.code }}',
  expires_in:
    "{% if d.days_remaining == 0 %}expires within a day{% else %}expires in {{ d.days_remaining }} day{{ 's' if d.days_remaining != 1 }}{% endif %}",
  expired_since:
    "{% if d.days_since_expiry %}expired {{ d.days_since_expiry }} day{{ 's' if d.days_since_expiry != 1 }} ago{% elif d.days_since_expiry == 0 %}expired less than a day ago{% else %}has expired{% endif %}",
  last_seen: '{{ time(d.last_seen) }}',
  unreachable:
    "{% if d.unreachable and d.unreachable.never_read %}has never been read{% elif d.unreachable and d.unreachable.days > 0 %}has been unreachable for {{ d.unreachable.days }} day{{ 's' if d.unreachable.days != 1 }}{% else %}cannot be read{% endif %}",
};

function toJinja(sentence: string): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'resolved' ? formatResolved() : (PLACEHOLDERS[name] ?? ''),
  );
}

/** A resolution has the sentence of its finding, if it is about one. */
function formatResolved(): string {
  return `{%- set what = d.finding.event if d.finding else '' -%}
    ${branch('what', [...FINDING_NAMES, 'certificate.expiry_warning'], 'resolved', 'has recovered')}`;
}

function formatSentence(name: EventName, which: 'sentence' | 'resolved'): string {
  const definition = EVENTS[name];
  const plain = which === 'resolved' && 'resolved' in definition ? definition.resolved : definition.sentence;
  const variants = 'variants' in definition ? Object.entries(definition.variants) : [];
  const sentence = variants.reduceRight(
    (rest, [qualifier, texts]) =>
      `{% if ${definition.kind === 'finding' ? '' : 'd.finding and '}d.finding.qualifier == '${qualifier}' %}${toJinja(texts[which])}{% else %}${rest}{% endif %}`,
    toJinja(plain),
  );
  if (which === 'resolved' || !('others' in definition)) return sentence;
  return `{% if d.what and d.what != 'certificate' %}${toJinja(definition.others)}{% else %}${sentence}{% endif %}`;
}

/** Chooses the sentence of an event by name. */
function branch(
  variable: string,
  names: readonly EventName[],
  which: 'sentence' | 'resolved',
  otherwise: string,
): string {
  const branches = names.map((name) => `elif ${variable} == '${name}' -%}${formatSentence(name, which)}\n  {%- `);
  return `{%- ${branches.join('').slice('el'.length)}else -%}${otherwise}\n  {%- endif -%}`;
}

function toList(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(', ')}]`;
}

/** The events that resolve an alert, as a Jinja list. */
export const RESOLUTIONS = toList(RESOLUTION_NAMES);

/** Events without a certificate, whose sentence stands alone. */
const SCANS = toList(SCAN_EVENTS);
const NAMELESS = toList([...SCAN_EVENTS, DIGEST]);

/**
 * `title(e)` is one line; `all(events, more)` is the title of a whole message, which names the most severe event; `time(t)` formats a
 * time. Their output is data, and is escaped where it is inserted.
 */
export const TITLE_MACROS = `{%- macro title(e) -%}
  {%- set d = e.data -%}
  {% if d.test %}[test] {% endif %}{% if e.event not in ${NAMELESS} %}{{ d.display_name | truncate(200, true, '…', 0) }}{{ ' ' }}{% endif %}
  ${branch('e.event', EVENT_NAMES, 'sentence', "{% if e.event == 'digest' %}Certificate digest: {{ d.headline }}{% else %}{{ e.event }}{% endif %}")}
{%- endmacro -%}
{%- macro time(t) -%}{% if t %}{{ t[:10] }} {{ t[11:16] }} UTC{% endif %}{%- endmacro -%}
{%- macro names(list) -%}
  {%- for c in list[:10] %}{{ c.display_name }}{% if c.problems %} ({{ c.problems | join(', ') | truncate(100, true, '…') }}){% elif c.days_remaining is not none %} ({{ c.days_remaining if c.days_since_expiry is none else 0 - c.days_since_expiry }} d){% endif %}{{ ', ' if not loop.last }}{% endfor -%}
  {%- if list | length > 10 %} and {{ list | length - 10 }} more{% endif -%}
{%- endmacro -%}
{%- macro weeks(list) -%}
  {%- for w in list %}{{ w.from }} to {{ w.to[5:] }}: {{ w.certificates | length }}{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro -%}
{%- macro all(events, more) -%}
  {{ title(events[0]) }}
  {%- if events | length + more > 1 %}, and {{ events | length + more - 1 }} more{% endif -%}
{%- endmacro -%}
`;

/**
 * Adds `resolutions`, the events that resolve an alert; `found(d)`, the first locations; `severity_color(e)`: good, warning or bad; and
 * `link`, the renewal instructions if they are only a URL, because receivers reject a message with any other link; and `links`, a list of [label, URL] for buttons.
 */
export const EVENT_MACROS = `${TITLE_MACROS}
{%- set resolutions = ${RESOLUTIONS} -%}
{%- macro severity_color(e) -%}
  {{ 'good' if e.event in resolutions else ('bad' if e.data.status in ['expired', 'critical'] else 'warning') }}
{%- endmacro -%}
{%- macro found(d) -%}
  {{ d.assigned_objects[:3] | map(attribute='name') | join(', ') | truncate(300, true, '…') }}
  {%- if d.assignment_count > 3 %} and {{ d.assignment_count - 3 }} more{% endif -%}
  {%- if d.handshakes %} ({{ d.handshakes.served }} of {{ d.handshakes.total }} handshakes){% endif -%}
{%- endmacro -%}
{%- set renewal = data.renewal_instructions | default('', true) | trim -%}
{%- set is_url = renewal[:8] == 'https://' and renewal | length > 8 and renewal | length < 1000 and renewal.split() | length == 1 -%}
{%- set link = renewal if is_url and events | length == 1 and event not in resolutions else '' -%}
{%- set links = ([['How to renew', link]] if link else []) + ([['Open the run', data.run_url]] if data.run_url else []) + ([['Open issues', issues_url]] if issues_url and events | length == 1 and event not in resolutions and event != 'digest' else []) -%}
`;

/** The colors of `severity_color`, as Jinja dicts: orange for a warning, red for a critical problem, green for a resolution. */
export const SEVERITY_COLORS = "{'bad': '#d32f2f', 'warning': '#ffa500', 'good': '#2e7d32'}";
export const SEVERITY_EMOJI = "{'bad': '🔴', 'warning': '🟠', 'good': '🟢'}";

/** Writes one JSON value for each of the `links`, separated by commas. `button` uses `label` and `url`. */
export const createButtons = (button: string): string =>
  `{% for label, url in links %}{% if not loop.first %}, {% endif %}${button}{% endfor %}`;

/** Sets `lines`, the facts as texts. `max` is a Jinja expression: the length of a value. */
export const createFactLines = (max: string): string =>
  `{% set lines = [] %}{% for label, value in facts if value %}{% if lines.append(label ~ ': ' ~ (value | truncate(${max}, true, '…', 0))) %}{% endif %}{% endfor %}`;

/**
 * Sets `pairs`, the labels of the entry as [name, value], for receivers that route by them. A name that the preset itself uses, in
 * `reserved`, gets the prefix `label_`. `name` is a Jinja expression on `key`, for receivers that restrict names.
 */
export const createLabelPairs = (reserved: readonly string[], name = 'key'): string =>
  `{% set pairs = [] %}{% for label, value in (d.labels or {}) | dictsort %}{% set key = label_prefix ~ label %}{% set key = ${name} %}
  {%- if pairs.append([('label_' ~ key if key in ${toList(reserved)} else key) | truncate(100, true, '', 0), value | string | truncate(200, true, '…', 0)]) %}{% endif %}{% endfor %}`;

/** Sets `facts`, a list of [label, value], from the data `d` of one event. Values may be empty, but not all of them. */
export const SET_FACTS = `{% set facts = [
  ['Status', 'resolved' if d.event_type == 'scan.recovered' else d.status if d.status != 'ok' and d.event_type not in resolutions and d.event_type not in ${SCANS} else ''],
  ['Domain' if d.kind == 'domain' else 'Common name', d.common_name | default('', true) | truncate(200, true, '…') if d.kind == 'domain' or d.what == 'certificate' else ''],
  ['Valid to', time(d.effective_valid_to or d.valid_to) ~ (', limited by ' ~ (d.limited_by.subject | truncate(100, true, '…')) ~ ' in its chain' if d.limited_by else '')],
  ['Replaces' if d.what == 'certificate' else 'Before', ('a certificate ' if d.what == 'certificate' else '') ~ 'valid until ' ~ time(d.previous.valid_to) if d.previous else ''],
  ['Renewed', d.renewal_evidence.text | truncate(300, true, '…') if d.renewal_evidence else ''],
  ['Registrar', (d.registration.registrar | default('', true)) ~ (' (expires there on ' ~ d.registration.registrar_valid_to[:10] ~ ')' if d.registration.registrar_valid_to else '') if d.registration else ''],
  ['Location', found(d)],
  ['Owner', d.owner | default('', true) | truncate(200, true, '…')],
  ['How to renew', d.renewal_instructions | default('', true) | truncate(500, true, '…') if d.event_type not in resolutions else ''],
  ['Reason' if d.finding or d.error.code == 'ends-before-next-scan' else 'Error', d.error.detail | truncate(500, true, '…') if d.error else ''],
  ['Add to expected', d.finding.proposal | default('', true) | truncate(1000, true, '…') if d.finding else ''],
  ['First seen', time(d.last_seen) if d.error and d.kind else ''],
  ['Issuer', d.issuer | default('', true) | truncate(200, true, '…')],
  ['Entry', d.certificate if d.display_name != d.certificate and d.event_type != 'digest' else '']
] + ([
  ['Expired', names(d.expired)],
  ['Critical', names(d.critical)],
  ['Unknown', names(d.unknown)],
  ['Not yet valid', names(d.not_yet_valid)],
  ['Warning', names(d.warning)],
  ['Renewed', d.renewed | map(attribute='display_name') | join(', ') | truncate(300, true, '…')],
  ['Silenced', names(d.silenced)],
  ['Next 90 days', weeks(d.upcoming)],
  ['Could not be checked', d.unchecked | map(attribute='display_name') | unique | join(', ') | truncate(200, true, '…')],
  ['Certificates', d.summary.certificates | string],
  ['No longer in the manifest', d.disappeared | join(', ') | truncate(200, true, '…')],
  ['Disabled', d.disabled | map(attribute='certificate') | join(', ') | truncate(200, true, '…')],
  ['Coverage', d.coverage.text]
] if d.event_type == 'digest' else []) %}`;

/** Sets `resolved` and `severity` (as in PagerDuty and Alertmanager) from the event `e` and its data `d`. */
export const SET_ALERT_STATE = `{% set resolved = e.event in resolutions %}{% set severity = 'critical' if d.status in ['expired', 'critical', 'unknown'] else ('warning' if d.status in ['warning', 'not_yet_valid'] else 'info') %}`;
