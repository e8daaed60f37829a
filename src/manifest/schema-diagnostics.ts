/** Validates documents against the schema. Errors become diagnostics: one for each mistake, and none for its consequences. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Diagnostic } from '../domain/index.ts';
import { validateIncluded, validateManifest } from '../generated/validate-manifest.js';
import { getOwn } from '../lib/collections.ts';
import { suggest } from '../lib/text/did-you-mean.ts';
import { createDiagnostic, MAX_ERRORS } from './diagnostics/diagnostic.ts';
import { describeType, type NameProblem } from './diagnostics/messages.ts';
import {
  findNode,
  getChild,
  getField,
  getSchemaType,
  listFields,
  listItems,
  type Node,
  toFirstCharacter,
  toValue,
} from './yaml/node.ts';

/** A part of the manifest's schema, as far as messages name it. */
interface SchemaPart {
  [keyword: string]: unknown;
  title?: string;
  minLength?: number;
  properties?: Record<string, unknown>;
  oneOf?: { required?: string[] }[];
  anyOf?: { required?: string[] }[];
}

/** A validator error with the details that messages need. */
interface Finding {
  error: ErrorObject;
  /** The part of the schema with the violated keyword. */
  schema: SchemaPart;
  node: Node;
  /** The name of the value in messages, such as `"endpoint"`, `item 2 of "thresholds"` or `the manifest`. */
  what: string;
}

/** The sections that can be long. */
const LISTS = ['certificates', 'rules', 'policies', 'silences'];
const MAPS = ['webhooks', 'email'];

/**
 * Validates the manifest or an included file; the list is empty if it is valid. Each entry, receiver and rule is validated as an included
 * file of its own, because the validator cannot stop after a number of errors.
 */
export function validateDocument(root: Node): Diagnostic[] {
  const errors = listErrors(root.file.included ? validateIncluded : validateManifest, toValue(withoutItems(root)));
  for (const key of LISTS) {
    for (const [index, item] of listItems(getChild(root, key)).entries()) {
      if (errors.length >= MAX_ERRORS) break;
      for (const { instancePath, ...error } of listErrors(validateIncluded, { [key]: [toValue(item)] })) {
        errors.push({ ...error, instancePath: instancePath.replace('/0', `/${index}`) });
      }
    }
  }
  for (const key of MAPS) {
    for (const [name, { node }] of listFields(getChild(root, key))) {
      if (errors.length >= MAX_ERRORS) break;
      errors.push(...listErrors(validateIncluded, { [key]: { [name]: toValue(node) } }));
    }
  }
  const diagnostics = errors.flatMap((error) => explainError(error, root) ?? []);
  // Another version has other keys, so the rest of the file says nothing.
  const unsupported = diagnostics.filter(({ code }) => code === 'unsupported-version');
  return unsupported.length > 0 ? unsupported : diagnostics;
}

/** Copies the document with empty sections. Sections of a wrong type are kept. */
function withoutItems(root: Node): Node {
  if (root.kind !== 'map') return root;
  const fields = new Map(root.fields);
  for (const [key, field] of root.fields) {
    const { node } = field;
    if (node.kind === 'list' && LISTS.includes(key)) fields.set(key, { ...field, node: { ...node, items: [] } });
    if (node.kind === 'map' && MAPS.includes(key)) fields.set(key, { ...field, node: { ...node, fields: new Map() } });
  }
  return { ...root, fields };
}

function listErrors(validate: ValidateFunction, value: unknown): ErrorObject[] {
  return validate(value) ? [] : (validate.errors ?? []).slice(0, MAX_ERRORS);
}

function explainError(error: ErrorObject, root: Node): Diagnostic | null {
  const path = splitPointer(error.instancePath);
  const schema: SchemaPart = error.parentSchema ?? {};
  return explainFinding({ error, schema, node: findNode(root, path).node, what: describePath(path, root) });
}

function splitPointer(pointer: string): string[] {
  const parts = pointer.split('/').slice(1);
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function describePath(path: readonly string[], root: Node): string {
  const last = path.at(-1);
  if (last === undefined) return root.file.included ? 'the included file' : 'the manifest';
  const parent = findNode(root, path.slice(0, -1)).node;
  if (parent.kind !== 'list') return `"${last}"`;
  return `item ${Number(last) + 1} of ${describePath(path.slice(0, -1), root)}`;
}

/** Descriptions of maps, by their title in the schema. */
const TITLES: Record<string, string> = {
  Manifest: 'the manifest',
  IncludedFile: 'the included file',
  IncludeSpec: 'an item of include',
  Settings: 'settings',
  Defaults: 'defaults',
  EntrySpec: 'a certificate',
  WebhookSpec: 'a webhook',
  EmailSpec: 'an email receiver',
  DigestSpec: 'digest',
  DigestActionSpec: 'a digest action',
  RuleSpec: 'a rule',
  Match: 'match',
  ConditionSpec: 'a condition',
  ActionSpec: 'an action',
  IssueSpec: 'issue',
  IssuesSpec: 'issues',
  EventLogSpec: 'event_log',
  ObservationsSpec: 'observations',
  DashboardSpec: 'dashboard',
  MetricsSpec: 'metrics',
  DiscoverySpec: 'discovery',
  DiscoveryPathsSpec: 'paths',
  DiscoveryIgnoreSpec: 'an item of ignore',
  NetworkSpec: 'network',
  ProxiesSpec: 'proxy',
  ResolverSpec: 'dns_over_https',
  ClientCertificateSpec: 'client_certificate',
  ExpectSpec: 'expect',
  AcmeSpec: 'acme',
  VaultPkiSpec: 'vault_pki',
  AwsAcmSpec: 'aws_acm',
  AwsIamSpec: 'aws_iam',
  AwsAccountSpec: 'an item of accounts',
  AzureKeyVaultSpec: 'azure_key_vault',
  EntraAppCredentialsSpec: 'entra_app_credentials',
  GcpCertificateManagerSpec: 'gcp_certificate_manager',
  GcpSslCertificatesSpec: 'gcp_ssl_certificates',
  KubernetesSpec: 'kubernetes',
  FieldMapSpec: 'map',
  NextPageSpec: 'next',
  ListingLimitsSpec: 'limits',
  ExpectedCertificatesSpec: 'an item of expected',
  SilenceSpec: 'a silence',
  PolicySpec: 'a policy',
  PolicyMatch: 'match',
  KeySizesSpec: 'min_key_size',
  QuietHoursSpec: 'quiet_hours',
};

/** Returns null if the error only follows from another one. */
function explainFinding(finding: Finding): Diagnostic | null {
  const { error, schema, node } = finding;
  if (/\/(?:one|any)Of\/\d+\//.test(error.schemaPath)) return null;
  if (schema.title === 'Duration' && !isEmpty(node)) {
    return createDiagnostic('bad-threshold', node, describeValue(node));
  }
  if (error.propertyName !== undefined) return explainKeyName(finding, error.propertyName);
  const make = KEYWORDS[error.keyword];
  return make === undefined ? createDiagnostic('invalid-value', node, finding.what) : make(finding);
}

const KEYWORDS: Record<string, (finding: Finding) => Diagnostic | null> = {
  if: () => null,
  propertyNames: () => null,
  additionalProperties: explainUnknownKey,
  required: explainMissingKey,
  type: explainWrongType,
  enum: (finding) => explainValue(finding, finding.error.params.allowedValues),
  const: (finding) =>
    finding.error.instancePath === '/version'
      ? createDiagnostic('unsupported-version', finding.node, describeVersion(finding.node))
      : explainValue(finding, [finding.error.params.allowedValue]),
  pattern: explainPattern,
  maxLength: ({ error, node }) => createDiagnostic('bad-name', node, describeValue(node), error.params.limit),
  minLength: ({ node, what }) => explainEmpty(node, what),
  minItems: ({ node, what }) => explainEmpty(node, what),
  minimum: explainRange,
  maximum: explainRange,
  exclusiveMinimum: explainRange,
  exclusiveMaximum: explainRange,
  oneOf: explainAlternatives,
  dependentRequired: ({ error, node }) => {
    const { property, missingProperty } = error.params;
    const at = getField(node, property)?.key ?? node;
    return createDiagnostic('needs-key', at, property, [missingProperty]);
  },
  anyOf: explainMissingAlternative,
};

/** The schema uses `anyOf` for keys that require one of several other keys, and for maps with such keys, such as ignored findings. */
function explainMissingAlternative({ error, schema, node }: Finding): Diagnostic | null {
  if (schema.title === 'DiscoveryIgnoreSpec') {
    const isTypo = listAlternatives(schema.anyOf).some((key) => isMisspelled(key, schema, node));
    return isTypo ? null : createDiagnostic('ignore-without-match', toFirstCharacter(node));
  }
  const [, property] = /\/dependentSchemas\/(\w+)\/anyOf$/.exec(error.schemaPath) ?? [];
  const alternatives = listAlternatives(schema.anyOf);
  if (property === undefined) {
    // The required keys of a webhook depend on its preset: see checks/receivers/webhooks.ts.
    const isExplained =
      schema.title === 'WebhookSpec' ||
      alternatives.length === 0 ||
      alternatives.some((key) => isMisspelled(key, schema, node));
    return isExplained
      ? null
      : createDiagnostic('missing-key', toFirstCharacter(node), alternatives, describeMap(schema));
  }
  return createDiagnostic('needs-key', getField(node, property)?.key ?? node, property, alternatives);
}

/** Lists the keys of an `anyOf` or `oneOf` of `required`. */
function listAlternatives(forms: SchemaPart['oneOf'] = []): string[] {
  return forms.flatMap(({ required = [] }) => required);
}

function describeMap({ title = '' }: SchemaPart): string {
  return TITLES[title] ?? 'this map';
}

/** Names in other tools that are too different to be suggested by spelling. */
const FOREIGN_NAMES: Record<string, readonly string[]> = {
  endpoint: ['host', 'hostname', 'server', 'target', 'address', 'port'],
  server_name: ['sni'],
  file: ['path', 'glob', 'keystore'],
  expires: ['date', 'expiry', 'valid_to'],
  labels: ['tags'],
  owner: ['contact'],
  expiry_scan_thresholds: ['thresholds'],
  expiry_warning_days: ['warning_days'],
  expiry_critical_days: ['critical_days'],
  expiry_scan_cooldown_hours: ['cooldown'],
  timeout_seconds: ['timeout'],
  ssl_verification: ['verify', 'ssl_verify', 'verify_ssl', 'insecure'],
  // This is a key of NetBox webhooks.
  url: ['payload_url'],
  method: ['http_method'],
  content_type: ['http_content_type'],
  headers: ['additional_headers'],
  ca_file: ['ca_file_path', 'ca'],
  body_template: ['template', 'body'],
  // These are keys of NetBox event rules, and of the plugin.
  rules: ['notifications', 'alerts', 'event_rules'],
  events: ['event_types'],
  actions: ['action', 'action_type', 'action_object'],
  settings: ['PLUGINS_CONFIG', 'netbox_ssl'],
  email: ['notification_email_enabled', 'notification_email_recipients'],
  certificates: ['certs'],
};

/** Suggests the known key that was most likely intended. `expiry` is spelled like `expired`, but means `expires`. */
function suggestKey(key: string, known: readonly string[]): string | undefined {
  return known.find((name) => getOwn(FOREIGN_NAMES, name)?.includes(key)) ?? suggest(key, known);
}

function explainUnknownKey({ error, schema, node }: Finding): Diagnostic {
  const key: string = error.params.additionalProperty;
  const at = getField(node, key)?.key ?? node;
  const inManifest = [
    'defaults',
    'include',
    'event_log',
    'observations',
    'issues',
    'network',
    'digest',
    'dashboard',
    'metrics',
    'discovery',
  ].includes(key);
  if (schema.title === 'IncludedFile' && inManifest) return createDiagnostic('belongs-in-manifest', at, key);
  const known = Object.keys(schema.properties ?? {});
  return createDiagnostic('unknown-key', at, key, describeMap(schema), suggestKey(key, known), known);
}

function explainMissingKey({ error, schema, node }: Finding): Diagnostic | null {
  const key: string = error.params.missingProperty;
  if (isMisspelled(key, schema, node)) return null;
  return createDiagnostic('missing-key', toFirstCharacter(node), [key], describeMap(schema));
}

/** Whether a missing key is present under a similar name, which is reported as unknown. */
function isMisspelled(key: string, { properties = {} }: SchemaPart, node: Node): boolean {
  const known = Object.keys(properties);
  return listFields(node).some(([written]) => !known.includes(written) && suggestKey(written, known) === key);
}

function explainWrongType({ error, node, what }: Finding): Diagnostic {
  if (isEmpty(node)) return explainEmpty(node, what);
  const expected: string[] = [error.params.type].flat();
  const text = node.kind === 'scalar' ? node.text : null;
  return createDiagnostic(
    'wrong-type',
    text === null ? toFirstCharacter(node) : node,
    what,
    expected,
    getSchemaType(node),
    text,
    /[[{]/.test(node.file.text[node.start] ?? ''),
  );
}

function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function explainValue({ node, what }: Finding, allowed: readonly unknown[]): Diagnostic {
  if (isEmpty(node)) return explainEmpty(node, what);
  const known = allowed.map(String);
  return createDiagnostic('bad-value', node, what, describeValue(node), suggest(describeValue(node), known), known);
}

function explainEmpty(node: Node, what: string): Diagnostic {
  return createDiagnostic('empty-value', node, what);
}

function describeValue(node: Node): string {
  return node.kind === 'scalar' ? node.text : describeType(getSchemaType(node));
}

/** The kind of name that a value is, by its path in the manifest. */
const PATTERNS: [RegExp, NameProblem][] = [
  [/^\/certificates\/\d+\/name$/, 'entry'],
  [/\/env(?:\/\d+)?$/, 'variable'],
  [/\/branch$/, 'branch'],
  [/\/issues?\/labels\/\d+$/, 'label'],
  [/\/issues?\/assignees\/\d+$/, 'user'],
];

function explainPattern({ error, schema, node, what }: Finding): Diagnostic | null {
  // An empty value is reported separately.
  if (describeValue(node) === '' && schema.minLength !== undefined) return null;
  if (/\/quiet_hours\/\w+$/.test(error.instancePath))
    return createDiagnostic('bad-time-of-day', node, describeValue(node));
  if (error.instancePath.endsWith('/expiry_scan_cooldown_hours'))
    return createDiagnostic('bad-value', node, what, describeValue(node), undefined, [
      'a number of hours, such as 24 or 24h',
    ]);
  if (error.instancePath.endsWith('/expires')) return createDiagnostic('bad-date', node, describeValue(node));
  const problem = PATTERNS.find(([path]) => path.test(error.instancePath))?.[1] ?? 'edges';
  return createDiagnostic('bad-name', node, describeValue(node), problem);
}

/** The kind of name that the keys of a map are. */
const KEY_NAMES: Record<string, NameProblem> = { headers: 'header', secrets: 'secret' };

function explainKeyName({ error, node }: Finding, name: string): Diagnostic {
  const at = getField(node, name)?.key ?? node;
  const map = error.instancePath.slice(error.instancePath.lastIndexOf('/') + 1);
  const problem = error.keyword === 'maxLength' ? error.params.limit : (KEY_NAMES[map] ?? 'edges');
  return createDiagnostic('bad-name', at, name, problem);
}

const COMPARISONS: Record<string, string> = { '>=': 'of at least', '<=': 'of at most', '>': 'over', '<': 'under' };

function explainRange({ error, node, what }: Finding): Diagnostic {
  const { comparison, limit } = error.params;
  return createDiagnostic(
    'out-of-range',
    node,
    what,
    describeValue(node),
    COMPARISONS[comparison] ?? comparison,
    limit,
  );
}

/** The schema uses `oneOf` if exactly one of several keys is required: the sources, and the receivers of an action. */
function explainAlternatives({ schema, node }: Finding): Diagnostic | null {
  if (node.kind !== 'map') return null;
  const alternatives = listAlternatives(schema.oneOf);
  const given = alternatives.filter((key) => getField(node, key) !== undefined);
  const isEntry = schema.title === 'EntrySpec';
  if (given.length === 0 && alternatives.some((key) => isMisspelled(key, schema, node))) return null;
  if (given.length === 0)
    return createDiagnostic(isEntry ? 'source-missing' : 'action-missing', toFirstCharacter(node));
  const keys = given.flatMap((key) => getField(node, key)?.key ?? []);
  const at = keys.reduce((last, key) => (key.start > last.start ? key : last));
  return isEntry ? createDiagnostic('source-conflict', at, given) : createDiagnostic('action-conflict', at, given);
}

/** Keeps the quotes of `"1"`, because they are the mistake. */
function describeVersion(node: Node): string {
  return node.kind === 'scalar' && node.style === 'quoted' ? `"${node.text}"` : describeValue(node);
}
