/** Finds passwords, tokens and keys in the manifest, which everybody with access to the repository can read. */

import type { Diagnostic, Email, Entry, Manifest, Webhook } from '../../domain/index.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import type { LoadedManifest } from '../../manifest/load.ts';
import type { SectionReference } from '../../manifest/locate.ts';

/** A text of the manifest that may be a credential, and its position. */
interface Candidate {
  section: SectionReference;
  path: (string | number)[];
  text: string;
  /** Whether a text without a variable is a credential. */
  isCredential: (text: string) => boolean;
}

/** Checks for credentials. The diagnostics do not show the lines, which contain them. Each position is reported once. */
export function checkCredentials(manifest: Manifest, locate: LoadedManifest['locate']): Diagnostic[] {
  const found = [
    ...manifest.webhooks.flatMap(listWebhookCandidates),
    ...manifest.emails.flatMap(listEmailCandidates),
    ...manifest.entries.flatMap((entry) => listEntryCandidates(entry, locate)),
    ...listObservationCandidates(manifest),
    ...listNetworkCandidates(manifest),
    ...(manifest.heartbeat === null
      ? []
      : [{ section: ROOT, path: ['settings', 'heartbeat_url'], text: manifest.heartbeat.url, isCredential: hasUser }]),
  ].filter(({ text, isCredential }) => !/\$\{|\{\{/.test(text) && isCredential(text));
  const diagnostics = found.map(({ section, path }) => {
    const { source: _, ...where } = locate(section, path);
    return createDiagnostic('plaintext-credential', where, path.filter((part) => typeof part === 'string').join('.'));
  });
  const key = ({ file, line, column }: Diagnostic) => `${file}:${line}:${column}`;
  return [...new Map(diagnostics.map((one) => [key(one), one])).values()];
}

const ROOT: SectionReference = { in: 'root' };

function listWebhookCandidates({ name, url, headers, secrets, secret, proxy }: Webhook): Candidate[] {
  const section: SectionReference = { in: 'webhook', name };
  return [
    { section, path: ['url'], text: url, isCredential: hasToken },
    ...listProxy(section, proxy),
    ...listHeaders(section, headers),
    ...Object.entries(secrets).map(([key, text]) => ({
      section,
      path: ['secrets', key],
      text,
      isCredential: isPresent,
    })),
    ...(secret === null ? [] : [{ section, path: ['secret'], text: secret, isCredential: isPresent }]),
  ];
}

function listObservationCandidates({ observations: { secret, secrets } }: Manifest): Candidate[] {
  const toCandidate = (text: string, ...path: string[]): Candidate => {
    return { section: ROOT, path: ['observations', ...path], text, isCredential: isPresent };
  };
  return [
    ...(secret === null ? [] : [toCandidate(secret, 'secret')]),
    ...Object.entries(secrets).map(([probe, text]) => toCandidate(text, 'secrets', probe)),
  ];
}

function listEmailCandidates({ name, password, proxy }: Email): Candidate[] {
  const section: SectionReference = { in: 'email', name };
  const own = password === null ? [] : [{ section, path: ['password'], text: password, isCredential: isPresent }];
  return [...own, ...listProxy(section, proxy)];
}

function listProxy(section: SectionReference, proxy: string | null, path = ['proxy']): Candidate[] {
  return proxy === null ? [] : [{ section, path, text: proxy, isCredential: hasUser }];
}

function listNetworkCandidates({ scan }: Manifest): Candidate[] {
  const { receivers, apis, revocation } = scan.network.proxy;
  return [receivers, apis, revocation].flatMap((proxy) => listProxy(ROOT, proxy, ['network', 'proxy']));
}

function listEntryCandidates({ name, passwords, source, proxy }: Entry, locate: LoadedManifest['locate']): Candidate[] {
  const section: SectionReference = { in: 'entry', name };
  // The passwords are that of `password`, if it is set, and those of `passwords`.
  const hasOwn = passwords.length > 0 && isFound(section, 'password', locate);
  return [
    ...passwords.map((text, index) => ({
      section,
      path: hasOwn && index === 0 ? ['password'] : ['passwords', index - (hasOwn ? 1 : 0)],
      text,
      isCredential: isPresent,
    })),
    ...listSourceCandidates(section, source),
    ...(source.kind === 'endpoint' && source.proxy !== null
      ? [{ section, path: ['proxy'], text: source.proxy, isCredential: hasUser }]
      : listProxy(section, proxy)),
  ];
}

/** Lists the credentials of a source, apart from proxies. */
function listSourceCandidates(section: SectionReference, source: Entry['source']): Candidate[] {
  const list = (text: string | null | undefined, path: Candidate['path'], isCredential = isPresent): Candidate[] =>
    text === null || text === undefined ? [] : [{ section, path, text, isCredential }];
  switch (source.kind) {
    case 'url':
      return [
        ...source.targets.flatMap(({ url }, index) => list(url, ['url', index], hasToken)),
        ...listHeaders(section, source.headers),
      ];
    case 'rest':
      return [...list(source.url, ['rest'], hasToken), ...listHeaders(section, source.headers)];
    case 'ct':
    case 'github_pages':
      return list(source.token, ['token']);
    case 'azure_key_vault':
    case 'entra_app_credentials':
      return list(source.client_secret, [source.kind, 'client_secret']);
    case 'kubernetes':
      if (source.access.method !== 'token') return [];
      return [
        ...list(source.access.server, ['kubernetes', 'server'], hasUser),
        ...list(source.access.token, ['kubernetes', 'token']),
      ];
    case 'vault_pki':
      return [
        ...list(source.url, ['vault_pki', 'url'], hasUser),
        ...Object.entries(source.login).flatMap(([key, text]) =>
          VAULT_SECRETS.has(key) ? list(text, ['vault_pki', key]) : [],
        ),
      ];
    default:
      return [];
  }
}

const VAULT_SECRETS: ReadonlySet<string> = new Set(['token', 'secret_id', 'jwt']);

/** Whether a section has a field: without it, the position is that of the section. */
function isFound(section: SectionReference, field: string, locate: LoadedManifest['locate']): boolean {
  const [start, at] = [locate(section, []), locate(section, [field])];
  return start.line !== at.line || start.column !== at.column || start.file !== at.file;
}

const SECRET_HEADER = /authorization|token|secret|password|(?:api|access|auth)[-_]?key/i;

function listHeaders(section: SectionReference, headers: Readonly<Record<string, string>>): Candidate[] {
  return Object.entries(headers)
    .filter(([header]) => SECRET_HEADER.test(header))
    .map(([header, text]) => ({ section, path: ['headers', header], text, isCredential: isPresent }));
}

/** Whether a password is set: an empty one is not a secret. */
function isPresent(text: string): boolean {
  return text.trim() !== '';
}

function hasUser(url: string): boolean {
  return /^[a-z0-9+.-]+:\/\/[^/?#@:]*:[^/?#@]+@/i.test(url);
}

/** URLs of chats that are a credential as a whole, by their documented forms. */
const WEBHOOK_URLS = [
  /^https:\/\/hooks\.slack\.com\/(?:services|workflows)\/./i,
  /^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d+\/./i,
  /^https:\/\/[\w.-]+\.webhook\.office\.com\/webhookb2\/./i,
  /^https:\/\/webexapis\.com\/v1\/webhooks\/incoming\/./i,
  /^https:\/\/api\.telegram\.org\/bot\d+:./i,
];
const SECRET_PARAMETER = /[?&](?:token|access_token|api_?key|key|secret|sig|password)=[^&#]/i;

function hasToken(url: string): boolean {
  return hasUser(url) || SECRET_PARAMETER.test(url) || WEBHOOK_URLS.some((pattern) => pattern.test(url));
}
