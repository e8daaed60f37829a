import { expect, it } from 'vitest';
import { lintTemplate, schemas } from '../../src/jinja/index.ts';

const { ANY, BOOLEAN, TEXT, createListSchema, createMapSchema, createObjectSchema, optional, textLike } = schemas;

const CERTIFICATE = createObjectSchema({
  name: textLike('a', 'b'),
  size: optional(schemas.numberLike(2048)),
  tags: createListSchema(TEXT),
  issuer: createObjectSchema({ name: TEXT }),
});

const SCHEMA = {
  data: createObjectSchema({
    name: textLike('shop', 'blog'),
    status: schemas.createChoiceSchema({ value: TEXT, label: TEXT }, 'warning', 'critical'),
    days: schemas.numberLike(3, 12),
    active: BOOLEAN,
    owner: optional(textLike('web')),
    sans: createListSchema(TEXT),
    certificates: createListSchema(CERTIFICATE),
    labels: createMapSchema(TEXT),
    extra: optional(createObjectSchema({ note: TEXT })),
    chain: optional(createListSchema(CERTIFICATE)),
    only: schemas.createSingleSchema(CERTIFICATE),
    payload: ANY,
  }),
  event: textLike('expiry'),
};

const LONG = 'x'.repeat(70);

/** Branches that no sample takes, and that write JSON. */
const createBranches = (count: number) =>
  Array.from({ length: count }, (_, at) => `{% if data.days == ${100 + at} %} {% endif %}`).join('');

/** Templates by what they are about. */
const TEMPLATES: Record<string, string[]> = {
  'members of variables': [
    '{{ data.nam }}{{ data.owners }}{{ dat.name }}{{ evnt }}',
    '{{ data.name.length }}{{ data.name.nope }}{{ data.name[0] }}{{ data.name[0].nope }}{{ data.name["nope"] }}',
    '{{ data.status.value }}{{ data.status.label }}{{ data.status.lable }}{{ data.status.upper() }}{{ data.status.nope() }}',
    '{{ data.days.nope }}{{ data.active.nope }}{{ data.days[0] }}{{ data.payload.nope.nope }}',
    '{{ data.sans.length }}{{ data.sans.nope }}{{ data.sans[0].nope }}{{ data.sans.0.nope }}{{ data.sans["a b"] }}',
    '{{ data.sans.append }}{{ data["sans"].apend }}{{ data["append"] }}{{ data.sans["append"] }}',
    '{{ data.labels.team }}{{ data.labels["a b"].nope }}{{ data.labels.team.nope }}{{ data.labels.get("x") }}',
    '{{ data.certificates[0].nam }}{{ data.certificates[data.days].nope }}{{ data.certificates.0.issuer.nam }}',
    '{{ data.get("name") }}{{ data.get("nam") }}{{ data.get(event) }}{{ data.labels.get("x").nope }}{{ data.get() }}',
    '{{ data.items() }}{{ data.items.nope }}{{ data.keys().nope }}{{ data.name() }}{{ data.nope() }}{{ nope.nope() }}',
    `{{ data.${LONG} }}{{ data.labels.${LONG.slice(0, 48)}.nope }}{{ data.labels.${LONG.slice(0, 49)}.nope }}`,
    '{{ (data.name ~ "a").nope }}{{ [1].nope }}{{ "a".nope }}{{ "a".upper() }}{{ (1).nope }}{{ {"a": 1}.nope }}',
    '{{ data[none] }}{{ data[true] }}{{ data[event] }}{{ data[nope] }}{{ data.labels[nope] }}',
    '{{ data.sans[nope:nope:nope] }}{{ data.sans[1:].nope }}{{ data.certificates[1:][0].nam }}',
    '{{ (data.certificates[0] if data.active else data.certificates[1]).nam }}{{ (data if data.active).nam }}',
    '{{ (data if event else event).nam }}{{ (data.name if nope else nope) }}',
  ],
  'names that may be missing': [
    '{% if nope is defined %}{{ nope }}{% endif %}{{ nope }}',
    '{{ nope | default("x") }}{{ nope2 | d }}{{ nope3 | upper }}{{ data.nope | default("-") }}{{ data.nope }}',
    '{% if data.nope is undefined %}{% endif %}{{ data.nope }}{% if data.other is none %}{% endif %}',
    '{% if "nope" in data %}{{ data.nope }}{% endif %}{% if "nope2" not in data %}{{ data.nope2 }}{% endif %}',
    '{% if "a-b" in data %}{{ data["a-b"] }}{% endif %}{% if 0 in data.sans %}{{ data.sans[0] }}{% endif %}',
    '{% if data.name == nope %}{% endif %}{% if nope < 1 < nope2 %}{% endif %}{{ "nope" in (data) }}{{ data.nope }}',
  ],
  variables: [
    '{% set x = data %}{{ x.nam }}{% set y = data.certificates %}{{ y[0].nam }}{{ y.0.issuer.nam }}',
    '{% set x = data %}{% set x = 1 %}{{ x.nam }}{% set a, b = data.sans %}{{ a.nam }}{{ b.nam }}{% set (c, d), e = 1, 2 %}{{ c }}{{ d }}{{ e }}',
    '{% set x %}{{ nope }}{% endset %}{{ x.nope }}{% set x | upper %}a{% endset %}',
    '{% with x = data, y = nope %}{{ x.nam }}{{ y.nam }}{% endwith %}{{ x }}{{ y }}',
    '{% with %}{% set z = data %}{{ z.nam }}{% endwith %}{{ z.nam }}',
    '{% set ns = namespace(a=nope) %}{% set ns.b = nope2 %}{% set nope3.a = 1 %}{{ ns.c }}',
    '{% if event %}{% set x = data %}{% endif %}{{ x.nam }}{% block a %}{% set q = data %}{{ q.nam }}{% endblock %}{{ q.nam }}',
    '{% block b scoped %}{{ nope }}{% endblock %}{% filter upper %}{{ nope }}{% endfilter %}',
    '{% set x %}{% set inner = 1 %}{% endset %}{{ inner }}{% call caller() %}{% set other = 1 %}{% endcall %}{{ other }}',
    '{{ later }}{% set later = 1 %}{{ range(3).nope }}{{ dict(a=nope) }}{{ joiner }}{{ lipsum }}',
  ],
  loops: [
    '{% for c in data.certificates %}{{ c.nam }}{{ c.issuer.nam }}{{ loop.index }}{{ loop.idx }}{{ loop.previtem.nam }}{{ loop.nextitem.nam }}{% endfor %}{{ c }}{{ loop }}',
    '{% for c in data.certificates if c.nam and nope %}{{ c.size.nope }}{% else %}{{ nope2 }}{{ c }}{% endfor %}',
    '{% for c in data.certificates | sort(attribute="nam") %}{{ c.nam }}{% endfor %}{% for c in data.certificates | first %}{{ c.nam }}{% endfor %}',
    '{% for k in data.labels %}{{ k.nope }}{% endfor %}{% for k, v in data.labels.items() %}{{ k.nope }}{{ v.nope }}{% endfor %}',
    '{% for x in data.name %}{{ x.nope }}{% endfor %}{% for x in data.payload %}{{ x.nope }}{% endfor %}{% for x in nope %}{{ x.nope }}{% endfor %}',
    '{% for x in data.certificates recursive %}{{ x.nam }}{{ loop(x.tags) }}{{ loop.depth.nope }}{% endfor %}',
    '{% for x in data.certificates %}{{ loop.cycle("a", nope) }}{{ loop.changed(x.nam) }}{{ loop.cycle.nope }}{{ loop.first.nope }}{{ loop.length.nope }}{% endfor %}',
    '{% for a in data.certificates %}{% for b in a.tags %}{{ b.nope }}{{ a.nam }}{{ loop.indx }}{% endfor %}{% endfor %}',
  ],
  'filters with attributes': [
    '{{ data.certificates | map(attribute="nam") | list }}{{ data.certificates | map(attribute="issuer.nam") }}{{ data.certificates | map("upper", nope) }}',
    '{{ data.certificates | selectattr("nam") }}{{ data.certificates | rejectattr("siz", "eq", nope) }}{{ data.certificates | groupby("nam") }}',
    '{{ data.certificates | sum("siz") }}{{ data.certificates | join(",", "nam") }}{{ data.certificates | join("nam") }}{{ data.certificates | sort(attribute="name,nam") }}',
    '{{ data.certificates | unique(attribute=nope) }}{{ data.certificates | min(attribute="siz") }}{{ data.certificates | sum(attribute=1) }}{{ data.sans | map(attribute="nope") }}',
    '{{ (data.certificates | first).nam }}{{ (data.certificates | last).nam }}{{ (data.certificates | min).nam }}{{ (data.certificates | max).nam }}',
    '{{ (data.certificates | sort)[0].nam }}{{ (data.certificates | unique)[0].nam }}{{ (data.certificates | list)[0].nam }}{{ (data.certificates | reverse)[0].nam }}{{ (data.certificates | select)[0].nam }}',
    '{{ (data.certificates | selectattr("name"))[0].nam }}{{ (data.certificates | reject)[0].nam }}{{ (data.certificates | rejectattr("name"))[0].nam }}{{ (data.certificates | batch(2))[0].nam }}{{ (data | list).nope }}',
  ],
  macros: [
    '{% macro m(a, b=nope, c=a) %}{{ a.nope }}{{ b }}{{ varargs.nope }}{{ kwargs.nope }}{{ caller }}{{ nope2 }}{% endmacro %}{{ m(nope3) }}{{ m.name }}{{ a }}',
    '{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ nope }}{% endcall %}{% call(x) m() %}{{ x.nope }}{{ nope2 }}{% endcall %}',
    '{% macro m() %}{% endmacro %}{% macro m() %}{% endmacro %}{{ m.nope }}{{ nope() }}{{ m(a=nope2) }}',
    '{% switch nope %}{% case nope2 %}{{ nope3 }}{% default %}{{ nope4 }}{% endswitch %}',
  ],
  'filters, tests and the environment': [
    '{{ event | nope }}{{ event | nope.a }}{{ event is nope }}{{ event is not nope }}{{ event is divisibleby(nope2) }}',
    '{{ "TOKEN" | env }}{{ "OTHER" | env }}{{ event | env }}{{ 1 | env }}{{ "OTHER" | upper }}',
    '{% for x in data.sans | nope %}{% endfor %}{% if event is nope %}{% endif %}{% set a = event | nope %}{% filter nope %}{% endfilter %}',
  ],
  'calls on what may be null': [
    '{{ data.owner.upper() }}',
    '{{ data.extra.note.upper() }}',
    '{{ data.chain[0].name.upper() }}{{ data.chain[1].name.upper() }}',
    '{{ data.only[0].name.upper() }}',
    '{{ data.sans[0].upper() }}',
    '{{ data.sans[1].upper() }}{{ data.sans[5].upper() }}',
    '{{ data.certificates[0].size.nope() }}',
    '{{ (data.owner or "x").upper() }}{% if data.owner %}{{ data.owner.upper() }}{% endif %}',
    '{{ data.labels.team.upper() }}',
    '{% for c in data.certificates %}{{ c.tags[0].upper() }}{% endfor %}',
    '{{ nope.upper() }}',
    '{% set x = data.owner %}{{ x.upper() }}',
    '{{ data.status.label.upper() }}',
  ],
  'bodies that are not JSON': [
    '{"a": {{ data.owner }}}',
    '{"a": "{{ data.owner }}", "b": {{ data.days }}, "c": {{ data.active }}, "d": {{ data.sans | tojson }}}',
    '{"a": x{{ data.owner }}}',
    '[{% for s in data.sans %}{{ s }},{% endfor %}]',
    '[{% for c in data.certificates %}"{{ c.name }}"{% if not loop.last %},{% endif %}{% endfor %}]',
    '[{% for t in data.certificates[0].tags %}{{ t }} {% endfor %}]',
    '[{% for s in data.chain %}{{ s.name }}{% else %}]{% endfor %}]',
    '{% if data.name == "other" %}{"a": }{% else %}{}{% endif %}',
    '{% if data.name == "other" %}{}{% elif data.days > 100 %}nope{% else %}[]{% endif %}',
    '{{ "x" if data.active else "y" }}',
    '{% if data.active %}a{% else %}b{% endif %}',
    '{% switch data.name %}{% case "a" %}{}{% default %}x{% endswitch %}',
    '{% macro m(x) %}{% if x %}"{% endif %}{% endmacro %}{{ m(data.owner) }}a{{ m(data.owner) }}',
    '{% for s in data.sans %}{% if loop.first %}[{% else %},{% endif %}{{ s }}{% if loop.last %}]{% endif %}{% endfor %}',
    '{% set t %}{% if data.days == 99 %}x{% endif %}{% endset %}{"a": 1{{ t }}}',
    '{{ data.labels.team }} {{ data.labels.team }}',
    '{{ data.nope.upper() }}',
    '{% set t = "x" if data.days == 99 else 1 %}{"a": {{ t }}}',
    '{"a": 1{{ "x" if data.days == 99 }}}',
    '{"a": 1{{ "x" if data.days != 99 }}}',
    '{% for s in data.sans %}{% if loop.index == 99 %}x{% endif %}{% endfor %}{}',
    '{% if data.days == 99 %}[{% endif %}1{% if data.days == 99 %}]{% endif %}',
    '{% if data.days == 99 %}{}{% else %}x{% endif %}',
    '{% for s in data.sans %}{% if loop.index == 12 %}x{% endif %}{% endfor %}{}',
    '{% for c in data.certificates %}{% for t in c.tags %}{% if loop.index == 3 %}x{% endif %}{% endfor %}{% endfor %}{}',
    `${createBranches(19)}{% if data.days == 99 %}x{% endif %}1`,
    `${createBranches(20)}{% if data.days == 99 %}x{% endif %}1`,
    '{"a": {{ data.days // 0 }}}',
    '{"a": "{{ data.owner | tojson }}", "b": "{{ data.owner | dump }}", "c": "{{ data.sans | join(\'","\') }}"}',
    '{% if event %}{"a": "{% else %}{"a": {% endif %}{{ data.name | tojson }}{% if event %}"{% endif %}}',
    '{% macro m() %}"{{ data.name | tojson }}{% endmacro %}{{ data.name | tojson }}',
    '{% for s in data.sans %}"{{ s | tojson }}"{% else %}{{ event | tojson }}{% endfor %}',
    '"{{ data.name | tojson }}{{ data.name | tojson | upper }}" {{ data.name | tojson }}',
    '{"a": {{ data.status }}, "b": "{{ data.status.label }}", "c": {{ data.status.nope }}}',
    '{{ data | tojson }}{{ data.extra | tojson }}',
    '{{ data.sans[11] }}',
    '{{ data.certificates[2].tags[2] | default("") }}',
    '{"a": "{{ data.name | tojson }}", "b": "{{ data.owner.upper() }}"}',
  ],
};

it('the linter explains each mistake at its position', async () => {
  const lint = (template: string, mode: 'text' | 'json') =>
    lintTemplate(template, { mode, schema: SCHEMA, environment: ['TOKEN'] }).map(
      ({ line, column, code, message, isCertain }) =>
        `  ${mode} ${line}:${column} ${code}${isCertain ? ' (always)' : ''}: ${message.replace(/ \(available: .*/, '')}`,
    );
  const parts = Object.entries(TEMPLATES).flatMap(([title, templates]) => {
    const jsonOnly = title.endsWith('JSON');
    return [
      `# ${title}`,
      ...templates.flatMap((one) => [
        one,
        ...(jsonOnly ? [] : lint(one, 'text')),
        ...(jsonOnly ? lint(one, 'json') : []),
      ]),
    ];
  });
  await expect(`${parts.join('\n')}\n`).toMatchFileSnapshot('../golden/jinja/lint.txt');
});
