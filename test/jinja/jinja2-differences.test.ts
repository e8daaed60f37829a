import { describe, expect, it } from 'vitest';
import type { MessageName } from '../../src/domain/index.ts';
import type { OutputMode } from '../../src/jinja/escape-modes.ts';
import * as shapes from '../../src/jinja/lint/shapes.ts';
import { checkTemplate, renderTemplate } from '../../src/notify/template.ts';
import { createContextSchema } from '../../src/notify/template-context-schema.ts';
import { DIGEST_MAIL } from '../../src/presets/email/digest-mail.ts';
import { EVENT_MAIL } from '../../src/presets/email/event-mail.ts';
import { readCorpus } from '../helpers/template-corpus.ts';

/** What is known of data that does not change. */
function shapeOf(value: unknown): shapes.Shape {
  if (value === null) return shapes.NULL;
  if (typeof value === 'string') return shapes.TEXT;
  if (typeof value === 'number') return shapes.NUMBER;
  if (typeof value === 'boolean') return shapes.BOOLEAN;
  if (Array.isArray(value)) {
    return { ...shapes.listOf(shapes.eitherOf(value.map(shapeOf))), isNeverEmpty: value.length > 0 };
  }
  return shapes.fieldsOf(shapesIn(value as object));
}

function shapesIn(context: object): Record<string, shapes.Shape> {
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key, shapeOf(value)]));
}

describe.each(readCorpus())('of $file', ({ cases }) => {
  it('every template that real Jinja2 renders otherwise is told of', () => {
    const untold = cases.filter(({ template, context, expected }) => {
      const ours = renderTemplate(template, context, { mode: 'text' });
      const isLike = !ours.ok || ('text' in expected && ours.text === expected.text);
      return !isLike && checkTemplate(template, { mode: 'text', context: shapesIn(context) }).length === 0;
    });
    expect(untold).toEqual([]);
  });
});

const said = (template: string, mode: OutputMode = 'text', heard?: MessageName[]) =>
  checkTemplate(template, { mode, context: createContextSchema(['token'], heard) }).map(
    ({ code, message }) => `${code}: ${message}`,
  );

const unlike = (what: string) => [`template-unlike-jinja: Jinja2 renders this differently: ${what}.`];
const unknown = (what: string) => [
  `template-unknown-name: The template asks for what is not there: ${what}${what.endsWith('?') ? '' : '.'}`,
];
const asJson = unlike('a list prints as in Python, and as JSON here; write "| tojson" behind it');

describe('what is told of a template', () => {
  it.each<[string, string[]]>([
    ['{{ data.days_remaning }}', unknown('data has no days_remaning; did you mean days_remaining?')],
    ['{{ dat.owner }}', unknown('there is no dat; did you mean data?')],
    ['{{ secrets.tokn }}', unknown('secrets has no tokn; did you mean token?')],
    ['{% for e in events %}{{ e.data.ownr }}{% endfor %}', unknown('e.data has no ownr; did you mean owner?')],
    ['{% set d = data %}{{ d.ownr }}', unknown('d has no ownr; did you mean owner?')],
    [
      '{{ data.sans | join(", ", "x.y") }}{{ data.assigned_objects | map(attribute="nam") | join }}',
      unknown('a dict has no nam; did you mean name?'),
    ],
    ['{{ lipsum() }}', unknown('there is no lipsum')],
    ['{{ self.title() }}', unknown('there is no self')],
    ['{{ data.labels.team }}{{ data.headline }}{{ data.previous.valid_to }}', []],
    ['{{ data.site | default("x") }}{% if data.tags is defined %}{{ data.tags }}{% endif %}', []],
    ['{% if data.threshold_days < 7 %}{% endif %}', unlike('it fails at < where data.threshold_days is null')],
    ['{% if data.threshold_days is not none and data.threshold_days < 7 %}{% endif %}', []],
    ['{{ (data.days_remaining or 0) * 24 }}{{ data.owner or "-" }}', []],
    ['{{ data.owner | truncate(9) }}', unlike('it fails at truncate where data.owner is null')],
    ['{{ data.certificate + data.assignment_count }}', unlike('it fails at + between text and number; ~ joins texts')],
    ['{{ "%d" | format(data.certificate) }}', unlike('it fails at %d, which does not fit a text')],
    [
      '{% for k, v in data.labels %}{% endfor %}',
      unlike('it fails at two names in a loop over a dict; write .items() behind the dict'),
    ],
    ['{% for k, v in data.labels.items() %}{% endfor %}{% for k, v in data.labels | dictsort %}{% endfor %}', []],
    [
      '{% macro m() %}{% endmacro %}{{ m }}',
      unlike('it prints the name of a function, and nothing here; write () behind it to call it'),
    ],
    [
      '{% for x in data.sans %}{{ loop }}{% endfor %}',
      unlike('it prints the name of a function, and nothing here; write () behind it to call it'),
    ],
    [
      '{{ data.certificate.upper }}',
      unlike('it prints the name of a function, and nothing here; write () behind it to call it'),
    ],
    ['{{ data.labels | pprint }}', unlike('pprint breaks long lines, and writes one line here')],
    [
      '{{ data.subject | striptags }}',
      unlike('striptags turns every entity of HTML into its sign, and the common ones alone here'),
    ],
    ['{{ ("<b>%s" | safe) % data.certificate }}', unlike('it escapes what is put into an escaped text')],
    [
      '{{ data.owner.upper() }}',
      ['template-call-on-null: The template fails, and nothing is sent: it calls upper() where data.owner is null.'],
    ],
    ['{% if data.owner %}{{ data.owner.upper() }}{% endif %}{{ data.sans.append("x") }}', []],
  ])('%s', (template, expected) => {
    expect(said(template)).toEqual(expected);
  });

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
  ])('nothing of what is often written: %s', (template) => {
    expect(said(template, 'json')).toEqual([]);
  });

  const nothingCalled = (what: string) => [`template-call-on-null: The template fails, and nothing is sent: ${what}.`];
  it.each<[string, MessageName[], string[]]>([
    ['{{ data.valid_to.split("T")[0] }}', ['certificate.expiry_warning', 'certificate.expired'], []],
    ['{% for e in events %}{{ e.data.valid_to.split("T")[0] }}{% endfor %}', ['certificate.renewed'], []],
    [
      '{{ data.valid_to.split("T")[0] }}',
      ['certificate.expired', 'certificate.unreachable'],
      nothingCalled('it calls split() where data.valid_to is null'),
    ],
    ['{{ data.valid_to.split("T")[0] }}', ['digest'], nothingCalled('it calls split() where data.valid_to is null')],
    [
      '{{ data.issuer.split(",")[0] }}',
      ['certificate.expired'],
      nothingCalled('it calls split() where data.issuer is null'),
    ],
    ['{% if data.threshold_days <= 7 %}{% endif %}', ['certificate.expiry_warning'], []],
    [
      '{% if data.threshold_days <= 7 %}{% endif %}',
      ['certificate.expiry_warning', 'certificate.expired'],
      unlike('it fails at <= where data.threshold_days is null'),
    ],
  ])('%s of %s', (template, heard, expected) => {
    expect(said(template, 'text', heard)).toEqual(expected);
  });

  it.each<[string, 'json' | 'url' | 'header', string[]]>([
    ['"{{ data.sans }}"', 'json', asJson],
    ['{{ data.sans }}', 'header', asJson],
    ['https://a.example/?x={{ data.sans }}', 'url', asJson],
    [
      '{{ data.test }}',
      'header',
      unlike('it prints True or False, and true or false here; write "| lower" or "| tojson" behind it'),
    ],
    [
      '"{{ data.owner | string | replace("None", "-") }}"',
      'json',
      unlike('a value reads as None there, and as nothing here'),
    ],
    ['{"test": {{ data.test }}, "is": "{{ data.test }}"}', 'json', []],
    ['["{{ data.owner }}", {{ data.sans | tojson }}, {{ data.days_remaining }}]', 'json', []],
    [
      'https://a.example/{{ data.place | urlencode }}',
      'url',
      unlike('urlencode leaves a / as it is, and writes %2F here, as is done anyway with what is put into a URL'),
    ],
    ['https://a.example/{{ data.place }}?x={{ data.place | urlencode }}', 'url', []],
  ])('%s in %s', (template, mode, expected) => {
    expect(said(template, mode)).toEqual(expected);
  });

  it.each([...Object.entries(EVENT_MAIL), ...Object.entries(DIGEST_MAIL)])(
    'nothing of the %s of a mail',
    (part, template) => {
      const mode = part === 'html' ? 'html' : 'text';
      expect(checkTemplate(template, { mode, context: createContextSchema(null) })).toEqual([]);
    },
  );
});
