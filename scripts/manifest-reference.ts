/** The manifest's reference in Markdown, made by walking its schema: one section for each kind of map. */

type Schema = { [key: string]: unknown } & {
  $ref?: string;
  description?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | false;
  not?: object;
};

/** A map that has a section of its own; `path` as in `rules[].match`. */
interface Section {
  path: string;
  schema: Schema;
}

const INTRO = `# The manifest

<!-- Made by \`npm run generate\` from schema/manifest.schema.json. Do not edit. -->

A manifest says which certificates to watch, and by which rules events about them are sent. It is YAML 1.2 with merge
keys (\`<<\`), and is looked for at \`certvigil.yaml\`, \`certvigil.yml\`, \`.github/certvigil.yaml\` and
\`.github/certvigil.yml\`, in this order. Paths in it are relative to its folder; for one in \`.github/\`, to the parent
of that. \`certvigil validate\` checks it, offline and without secrets. An editor that knows JSON Schema is helped by
\`schema/manifest.schema.json\`.

## An example

\`\`\`yaml
`;

const EXAMPLE = `version: 1
settings:
  expiry_warning_days: 30
  expiry_critical_days: 14
  expiry_scan_thresholds: [14, 30, 60, 90] # days; also "36h", "10d", or "33%" of the lifetime
  expiry_scan_cooldown_hours: 24
defaults:
  labels: { env: prod } # under every certificate: maps merge, lists and scalars replace
certificates:
  - name: shop
    endpoint: shop.example.com # port 443 where none is written; a list is several places
    labels: { team: payments }
    owner: "@org/payments"
    assignments: [lb-1, lb-2]
    renewal_instructions: docs/renew-shop.md
    expiry_scan_thresholds: [7, 21] # every expiry_ setting can be overridden
  - name: mail
    endpoint: mail.example.com:587
    starttls: smtp
  - name: internal
    file: "certs/**/*.pem" # quotes: an unquoted * begins an alias of YAML
    exclude: "certs/archive/**"
  - name: legacy
    expires: 2027-03-01 # known by hand
    enabled: false
webhooks:
  slack-ssl-alerts:
    url: \${SLACK_WEBHOOK_URL} # from the environment, and never shown
    headers: { X-Source: certvigil }
    body_template: |
      {"text": "{{ data.common_name }}: {{ data.days_remaining }} days"}
rules:
  - name: expiry-warnings
    events: [certificate.expiry_warning, certificate.expired]
    match: { labels: { env: prod } }
    conditions: { and: [{ attr: days_remaining, op: lte, value: 60 }] }
    actions: [{ webhook: slack-ssl-alerts }]
event_log: { path: .certvigil/event-log.json, retention_days: 90 }
`;

const VARIABLES = `## Variables

\`\${NAME}\` is replaced by the environment variable of that name, after templates were rendered, and only in the fields
that say so below. Unset or empty, that one place or delivery fails and says which variable it lacks. Names that begin with
\`GITHUB_\`, \`ACTIONS_\`, \`RUNNER_\` or \`INPUT_\` are refused, so that no manifest can send a runner's own tokens away.
`;

export function renderManifestReference(root: Schema): string {
  const sections = listSections(root);
  const included = { path: 'An included file', schema: resolve({ $ref: '#/$defs/included' }, root) };
  const tables = [...sections, included].map((section) => renderSection(section, sections, root));
  const limit = resolve({ $ref: '#/$defs/limit' }, root);
  const distances = `## Distances\n\n${limit.description}\n`;
  return [`${INTRO}${EXAMPLE}\`\`\`\n`, VARIABLES, distances, ...tables].join('\n');
}

function resolve(schema: Schema, root: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.slice('#/$defs/'.length);
  const target = resolve((root.$defs as Record<string, Schema>)[name] as Schema, root);
  const { $ref, ...own } = schema;
  return { ...target, ...own };
}

/** The fields of a map. A condition set has those of its forms side by side. */
function listFields(schema: Schema, root: Schema): Record<string, Schema> {
  if (schema.title !== 'ConditionSetSpec') return schema.properties ?? {};
  const conditions = { $ref: '#/$defs/conditions' };
  const condition = resolve({ $ref: '#/$defs/condition' }, root);
  return {
    and: { ...conditions, description: 'All of these must hold.' },
    or: { ...conditions, description: 'One of these must hold.' },
    ...condition.properties,
  };
}

/** Every map with fields of its own, each once, in the order in which a reader meets it. */
function listSections(root: Schema): Section[] {
  const found: Section[] = [];
  const visit = (section: Section) => {
    if (found.some(({ schema }) => schema.title === section.schema.title)) return;
    found.push(section);
    for (const [key, field] of Object.entries(listFields(section.schema, root))) {
      const inner = findInnerMap(field, root, section.schema === root ? key : `${section.path}.${key}`);
      if (inner !== null) visit(inner);
    }
  };
  visit({ path: 'Top level', schema: root });
  return found;
}

/** The map with fields that a field holds, itself or as its items or values. */
function findInnerMap(field: Schema, root: Schema, path: string): Section | null {
  const schema = resolve(field, root);
  if (Object.keys(listFields(schema, root)).length > 0) return { path, schema };
  if (schema.items !== undefined) return findInnerMap(schema.items, root, `${path}[]`);
  if (schema.additionalProperties) return findInnerMap(schema.additionalProperties, root, `${path}.NAME`);
  return null;
}

function renderSection({ path, schema }: Section, sections: readonly Section[], root: Schema): string {
  const heading = /^[A-Z]/.test(path) ? path : `\`${path}\``;
  const rows = Object.entries(listFields(schema, root)).map(([key, field]) => {
    const resolved = resolve(field, root);
    const name = schema.required?.includes(key) ? `**\`${key}\`**` : `\`${key}\``;
    const fallback = resolved.default === undefined ? '' : `\`${JSON.stringify(resolved.default)}\``;
    return `| ${name} | ${renderType(resolved, sections, root)} | ${fallback} | ${escapeCell(resolved.description ?? '')} |`;
  });
  const description = path === 'Top level' || schema.description === undefined ? '' : `${schema.description}\n\n`;
  const required = schema.required ? 'Keys in bold must be there.\n\n' : '';
  return `## ${heading}\n\n${description}${required}| key | type | default | |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function renderType(schema: Schema, sections: readonly Section[], root: Schema): string {
  if (schema.title === 'Limit') return '[distance](#distances)';
  const section = sections.find((one) => schema.title !== undefined && one.schema.title === schema.title);
  if (section !== undefined) return `[map](#${toAnchor(section.path)})`;
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined)
    return listAllowedValues(schema)
      .map((value) => `\`${value}\``)
      .join(', ');
  const types = [schema.type ?? 'any'].flat();
  return types.map((type) => renderOneType(type, schema, sections, root)).join(' or ');
}

function renderOneType(type: string, schema: Schema, sections: readonly Section[], root: Schema): string {
  const inner = (part: Schema) => renderType(resolve(part, root), sections, root);
  if (type === 'array') return schema.items === undefined ? 'list' : `list of ${inner(schema.items)}`;
  if (type === 'object' && schema.additionalProperties) return `map of ${inner(schema.additionalProperties)}`;
  const names: Record<string, string> = { object: 'map', integer: 'whole number' };
  return names[type] ?? type;
}

function listAllowedValues(schema: Schema): unknown[] {
  const refused = (schema.not as { enum?: unknown[] } | undefined)?.enum ?? [];
  return (schema.enum ?? []).filter((value) => !refused.includes(value));
}

/** The anchor that GitHub makes of a heading. */
function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
