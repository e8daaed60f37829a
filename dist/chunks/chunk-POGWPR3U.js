import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
var TITLE=`{%- macro title(e) -%}
  {%- set d = e.data -%}
  {% if d.test %}[test] {% endif %}{% if e.event not in ['scan.stale', 'digest'] %}{{ d.certificate }}{{ ' ' }}{% endif %}
  {%- if e.event == 'certificate.expiry_warning' -%}
    {% if d.days_remaining == 0 %}expires within a day{% else %}expires in {{ d.days_remaining }} day{{ 's' if d.days_remaining != 1 }}{% endif %}
  {%- elif e.event == 'certificate.expired' -%}
    {% if d.days_remaining < -1 %}expired {{ -d.days_remaining }} days ago{% elif d.days_remaining == -1 %}expired less than a day ago{% else %}has expired{% endif %}
  {%- elif e.event == 'certificate.changed' -%}was replaced by a certificate that ends no later
  {%- elif e.event == 'certificate.unreachable' -%}cannot be read
  {%- elif e.event == 'certificate.renewed' -%}was renewed
  {%- elif e.event == 'certificate.removed' -%}is no longer in use
  {%- elif e.event == 'certificate.recovered' -%}has recovered
  {%- elif e.event == 'scan.stale' -%}certificates were not looked at since {{ time(d.last_seen) }}
  {%- elif e.event == 'digest' -%}Certificate digest: {{ d.headline }}
  {%- else -%}{{ e.event }}
  {%- endif -%}
{%- endmacro -%}
{%- macro time(t) -%}{% if t %}{{ t[:10] }} {{ t[11:16] }} UTC{% endif %}{%- endmacro -%}
{%- macro names(list) -%}
  {%- for c in list[:10] %}{{ c.certificate }}{% if c.days_remaining is not none %} ({{ c.days_remaining }} d){% endif %}{{ ', ' if not loop.last }}{% endfor -%}
  {%- if list | length > 10 %} and {{ list | length - 10 }} more{% endif -%}
{%- endmacro -%}
{%- macro weeks(list) -%}
  {%- for w in list %}{{ w.from }} to {{ w.to[5:] }}: {{ w.certificates | length }}{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro -%}
{%- macro all(events, more) -%}
  {{ title(events[0]) }}
  {%- if events | length + more > 1 %}, and {{ events | length + more - 1 }} more{% endif -%}
{%- endmacro -%}
`,WORDS=`${TITLE}
{%- set endings = ['certificate.renewed', 'certificate.removed', 'certificate.recovered'] -%}
{%- macro mood(e) -%}
  {{ 'good' if e.event in endings else ('bad' if e.data.status in ['expired', 'critical'] else 'warning') }}
{%- endmacro -%}
{%- macro found(d) -%}
  {{ d.assigned_objects[:3] | map(attribute='name') | join(', ') | truncate(300, true, '\u2026') }}
  {%- if d.assignment_count > 3 %} and {{ d.assignment_count - 3 }} more{% endif -%}
{%- endmacro -%}
{%- set renewal = data.renewal_instructions | default('', true) -%}
{%- set link = renewal if events | length == 1 and event not in endings and renewal[:8] == 'https://' and renewal | length < 1000 else '' -%}
`,FACTS=`{% set facts = [
  ['Status', d.status if d.status != 'ok' and d.event_type not in endings and d.event_type != 'scan.stale' else ''],
  ['Name', d.common_name | default('', true) | truncate(200, true, '\u2026')],
  ['Valid until', time(d.valid_to)],
  ['Replaces', 'one valid until ' ~ time(d.previous.valid_to) if d.previous else ''],
  ['Found at', found(d)],
  ['Owner', d.owner | default('', true) | truncate(200, true, '\u2026')],
  ['How to renew', d.renewal_instructions | default('', true) | truncate(500, true, '\u2026') if d.event_type not in endings else ''],
  ['Error', d.error.detail | truncate(500, true, '\u2026') if d.error else ''],
  ['Last seen', time(d.last_seen) if d.error else ''],
  ['Issuer', d.issuer | default('', true) | truncate(200, true, '\u2026')]
] + ([
  ['Expired', names(d.expired)],
  ['Critical', names(d.critical)],
  ['Unknown', names(d.unknown)],
  ['Not yet valid', names(d.not_yet_valid)],
  ['Warning', names(d.warning)],
  ['Renewed', d.renewed | map(attribute='certificate') | join(', ') | truncate(300, true, '\u2026')],
  ['Silenced', names(d.silenced)],
  ['Next 90 days', weeks(d.upcoming)]
] if d.event_type == 'digest' else []) %}`,SEVERITY="{% set severity = 'critical' if d.status in ['expired', 'critical', 'unknown'] else ('warning' if d.status in ['warning', 'not_yet_valid'] else 'info') %}",ENDED="{% set ended = e.event in endings %}";export{TITLE,WORDS,FACTS,SEVERITY,ENDED};
