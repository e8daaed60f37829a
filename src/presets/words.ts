/**
 * What the presets have in common: how an event is worded, and which facts of a certificate are shown. They stand at the
 * head of each preset's own template, so that one that is written out is whole.
 */

/** `title(e)` is one line, `found(d)` the first places; both are data that is escaped where it is put. */
export const WORDS = `{%- macro title(e) -%}
  {%- set d = e.data -%}
  {% if d.test %}[test] {% endif %}{{ d.certificate }}{{ ' ' }}
  {%- if e.event == 'certificate.expiry_warning' -%}
    {% if d.days_remaining == 0 %}expires within a day{% else %}expires in {{ d.days_remaining }} day{{ 's' if d.days_remaining != 1 }}{% endif %}
  {%- elif e.event == 'certificate.expired' -%}has expired
  {%- elif e.event == 'certificate.changed' -%}was replaced by a certificate that ends no later
  {%- elif e.event == 'certificate.unreachable' -%}cannot be read
  {%- elif e.event == 'certificate.renewed' -%}was renewed
  {%- elif e.event == 'certificate.removed' -%}is no longer in use
  {%- elif e.event == 'certificate.recovered' -%}has recovered
  {%- elif e.event == 'scan.stale' -%}did not run since {{ d.last_seen }}
  {%- else -%}{{ e.event }}
  {%- endif -%}
{%- endmacro -%}
{%- macro found(d) -%}
  {{ d.assigned_objects[:3] | map(attribute='name') | join(', ') | truncate(300, true, '…') }}
  {%- if d.assignment_count > 3 %} and {{ d.assignment_count - 3 }} more{% endif -%}
{%- endmacro -%}
{%- macro all(events, more) -%}
  {%- if events | length + more > 1 %}{{ events | length + more }} certificates: {% endif -%}{{ title(events[0]) }}
  {%- if events | length + more > 1 %}, …{% endif -%}
{%- endmacro -%}
`;

/** Sets `facts`, a list of [label, value], from the data \`d\` of one event; a value may be missing. */
export const FACTS = `{% set facts = [
  ['Name', d.common_name | default('', true) | truncate(200, true, '…')],
  ['Valid until', d.valid_to | default('', true)],
  ['Found at', found(d)],
  ['Owner', d.owner | default('', true) | truncate(200, true, '…')],
  ['How to renew', d.renewal_instructions | default('', true) | truncate(500, true, '…')],
  ['Issuer', d.issuer | default('', true) | truncate(200, true, '…')],
  ['Before', d.previous.valid_to | default('', true) if d.previous else ''],
  ['Error', d.error.detail | truncate(500, true, '…') if d.error else '']
] %}`;

/** Sets \`severity\` from the data \`d\` of one event, in the words of PagerDuty and Alertmanager. */
export const SEVERITY = `{% set severity = 'critical' if d.status in ['expired', 'critical', 'unknown'] else ('warning' if d.status in ['warning', 'not_yet_valid'] else 'info') %}`;

/** Sets \`ended\` where the event \`e\` is the end of what was told. */
export const ENDED = `{% set ended = e.event in ['certificate.renewed', 'certificate.removed', 'certificate.recovered'] %}`;
