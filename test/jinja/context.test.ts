// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${{ ... }} is an expression of GitHub Actions

/** The names of a template against the context of an event, and rendering with sample contexts. */

import { describe, expect, it } from 'vitest';
import type { MessageName } from '../../src/domain/index.ts';
import { lintTemplate, type OutputMode } from '../../src/jinja/index.ts';
import { createContextSchema } from '../../src/notify/template-context-schema.ts';
import { DIGEST_MAIL } from '../../src/presets/email/digest-mail.ts';
import { EVENT_MAIL } from '../../src/presets/email/event-mail.ts';

function lint(template: string, mode: OutputMode = 'text', messages?: MessageName[]): string[] {
  const problems = lintTemplate(template, { mode, schema: createContextSchema(['token'], messages) });
  return problems.map(({ code, message }) => `${code}: ${message}`);
}

const unknownName = (detail: string) => [
  `template-unknown-name: The template uses an undefined name: ${detail}${detail.endsWith('?') ? '' : '.'}`,
];
const fails = (when: string, detail: string) => [
  `template-call-on-null: The template fails ${when}, so nothing is sent: ${detail}.`,
];
const WITH_NULLS = 'when optional values are null';

describe('names and fields', () => {
  it.each<[string, string[]]>([
    ['{{ data.days_remaning }}', unknownName('data has no member "days_remaning"; did you mean "days_remaining"?')],
    ['{{ dat.owner }}', unknownName('"dat"; did you mean "data"?')],
    ['{{ secrets.tokn }}', unknownName('secrets has no member "tokn"; did you mean "token"?')],
    [
      '{% for e in events %}{{ e.data.ownr }}{% endfor %}',
      unknownName('e.data has no member "ownr"; did you mean "owner"?'),
    ],
    ['{% set d = data %}{{ d.ownr }}', unknownName('d has no member "ownr"; did you mean "owner"?')],
    ['{{ data.get("ownr") }}', unknownName('data has no member "ownr"; did you mean "owner"?')],
    [
      '{{ (data.assigned_objects | first).nmae }}',
      unknownName('this value has no member "nmae"; did you mean "name"?'),
    ],
    ['{{ data.labels.team and data.ownr }}', unknownName('data has no member "ownr"; did you mean "owner"?')],
    [
      '{{ data.sans | join(", ", "x.y") }}{{ data.assigned_objects | map(attribute="nam") | join }}',
      unknownName('this value has no member "nam"; did you mean "name"?'),
    ],
    ['{{ data.sans.push }}', unknownName('data.sans has no member "push"')],
    ['{{ lipsum() }}', unknownName('"lipsum"')],
    ['{{ self.title() }}', unknownName('"self"')],
    ['{{ data.labels.team }}{{ data.headline }}{{ data.previous.valid_to }}', []],
    ['{{ data.site | default("x") }}{% if data.tags is defined %}{{ data.tags }}{% endif %}', []],
    ['{% if "tags" in data %}{{ data.tags }}{% endif %}', []],
    ['{% macro a() %}{{ b() }}{{ c }}{% endmacro %}{% macro b() %}{% endmacro %}{% set c = 1 %}{{ a() }}', []],
    ['{% set x = data %}{% set x = 1 %}{{ x.anything }}', []],
    ['{% for k, v in data.labels | dictsort %}{{ k.upper() }}{{ loop.previtem }}{% endfor %}', []],
  ])('lists what %s uses and the context does not have', (template, expected) => {
    expect(lint(template)).toEqual(expected);
  });

  it('leaves ${{ ... }} in a URL to its own check', () => {
    const template = 'https://a.example/${{ secrets.KEY }}';
    expect(lint(template, 'url')).toEqual([]);
    expect(lint(template, 'text')).toEqual(unknownName('secrets has no member "KEY"; did you mean "keys"?'));
  });
});

describe('calls on values that can be null', () => {
  it.each<[string, string[]]>([
    ['{{ data.owner.upper() }}', fails(WITH_NULLS, 'data.owner is null and has no method upper()')],
    [
      '{% if data.previous %}{{ data.previous.common_name.upper() }}{% endif %}',
      fails(WITH_NULLS, 'data.previous.common_name is null and has no method upper()'),
    ],
    ['{{ data.labels.team.upper() }}', fails(WITH_NULLS, 'data.labels.team is missing and has no method upper()')],
    ['{{ data.sans[0].upper() }}', fails('when lists are empty', 'data.sans.0 is missing and has no method upper()')],
    [
      '{% for c in data.expired %}{{ c.owner.upper() }}{% endfor %}',
      fails(WITH_NULLS, 'c.owner is null and has no method upper()'),
    ],
    ['{% if data.owner %}{{ data.owner.upper() }}{% endif %}{{ data.sans.append("x") }}', []],
    ['{{ (data.owner or "").upper() }}{{ data.owner and data.owner.upper() }}', []],
    ['{{ data.certificate.split("/")[1].upper() }}{% set x = data.location.split(":") if data.location %}', []],
    ['{% if data.labels.team %}{{ data.labels.team.upper() }}{% endif %}', []],
  ])('lists when %s fails', (template, expected) => {
    expect(lint(template)).toEqual(expected);
  });

  it.each<[string, MessageName[], string[]]>([
    ['{{ data.valid_to.split("T")[0] }}', ['certificate.expiry_warning', 'certificate.expired'], []],
    ['{% for e in events %}{{ e.data.valid_to.split("T")[0] }}{% endfor %}', ['certificate.renewed'], []],
    [
      '{{ data.valid_to.split("T")[0] }}',
      ['certificate.expired', 'certificate.unreachable'],
      fails(WITH_NULLS, 'data.valid_to is null and has no method split()'),
    ],
    [
      '{{ data.valid_to.split("T")[0] }}',
      ['digest'],
      fails(WITH_NULLS, 'data.valid_to is null and has no method split()'),
    ],
    [
      '{{ data.issuer.split(",")[0] }}',
      ['certificate.expired'],
      fails(WITH_NULLS, 'data.issuer is null and has no method split()'),
    ],
  ])('considers only the messages that the receiver can get: %s with %s', (template, messages, expected) => {
    expect(lint(template, 'text', messages)).toEqual(expected);
  });
});

describe('common templates', () => {
  it.each([
    '{"text": "{{ data.common_name }} ends in {{ data.days_remaining }} days ({{ data.status | upper }})"}',
    '{"text": "{% if data.days_remaining < 7 %}:fire:{% elif data.days_remaining <= 14 %}!{% else %}-{% endif %}"}',
    '{"text": "{{ data.days_remaining // 7 }} weeks, {{ data.days_remaining | abs }} days; {{ data.valid_to[:10] }}"}',
    '{"text": "{{ data.labels.team }} {{ data.owner }} {{ data.labels.team | default("nobody") | upper }}"}',
    '{"channel": "#{{ data.labels.channel or "ops" }}", "text": "{{ data.owner or "-" }}", "n": {{ data.days_remaining }}}',
    '{"text": "{{ data.owner | replace("@", "") }} {{ data.common_name | truncate(40) }} {{ data.issuer | trim }}"}',
    '{"color": "{{ "danger" if data.status in ["critical", "expired"] else "warning" }}", "test": {{ data.test }}}',
    '{"text": "{% if data.labels.team == "payments" %}<@payments>{% endif %}{% if data.previous %}{{ data.previous.valid_to }}{% endif %}"}',
    '{"text": "{% if data.error %}{{ data.error.detail }}{% endif %}{% for o in data.assigned_objects %}{{ o.name }}{% endfor %}"}',
    '{"sans": {{ data.sans | tojson }}, "run": "{{ data.run_url }}", "threshold": "{{ data.threshold }}"}',
    '{"test": {{ data.test }}, "is": "{{ data.test }}"}',
    '["{{ data.owner }}", {{ data.sans | tojson }}, {{ data.days_remaining }}]',
    '{"color": {% if data.status == "ok" %}1{% elif data.status in ["unknown", "warning"] %}2{% elif data.status in ["expired", "critical", "not_yet_valid"] %}3{% endif %}}',
    '{"event": {% if event == "certificate.expired" %}{"a": 1}{% else %}null{% endif %}}',
    '[{% for s in data.sans %}{% if loop.index < 10 %}"{{ s }}",{% elif loop.index == 10 %}"…",{% endif %}{% endfor %}"end"]',
  ])('have no problems: %s', (template) => {
    expect(lint(template, 'json')).toEqual([]);
  });

  it.each([...Object.entries(EVENT_MAIL), ...Object.entries(DIGEST_MAIL)])(
    'have no problems in the %s of a built-in mail',
    (part, template) => {
      const mode = part === 'html' ? 'html' : 'text';
      expect(lintTemplate(template, { mode, schema: createContextSchema(null) })).toEqual([]);
    },
  );
});
