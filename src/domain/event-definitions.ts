/** The table of events. Code that depends on the name of an event uses its row: docs/internals/adding-an-event.md. */

import { type Severity, STATUSES, type Status } from './basic-types.ts';

interface Definition {
  /**
   * The subject of the event: the expiry of a certificate, the state of one location, a finding about a certificate, the end of alerts, or
   * the scans themselves.
   */
  kind: 'expiry' | 'location' | 'finding' | 'resolution' | 'scan';
  /** Whether the event reports an occurrence instead of a lasting state: it is sent once, without a cooldown. */
  oneShot: boolean;
  /** Whether only rules that list its name send it, because globs do not match it. */
  isOnlyByName?: true;
  /** The statuses in which it can be sent. */
  statuses: readonly Status[];
  /** The resolutions that resolve it. Resolutions other than `*.recovered` occur when its certificate or location is no longer in use. */
  resolvedBy: readonly (`certificate.${string}` | `scan.${string}`)[];
  /**
   * The words after the certificate's name. Placeholders: `{expires_in}`, `{expired_since}`, `{unreachable}` and `{last_seen}`; of a finding
   * `{qualifier}` and `{code}`; in a resolution `{resolved}`, the `resolved` sentence of the finding.
   */
  sentence: string;
  /** The sentence about other items: a domain, or a hard-coded date. Default: `sentence`. */
  others?: string;
  /** Sentences that replace the others for one `qualifier` of the finding. */
  variants?: Readonly<Record<string, { sentence: string; resolved: string }>>;
}

/** A finding has sentences for its presence and its end, and an example for `certvigil test` and `render`. */
interface FindingDefinition extends Definition {
  kind: 'finding';
  resolved: string;
  /** Whether TLS clients reject the certificate: its status is then critical, regardless of its dates. */
  isRejected?: true;
  sample: { qualifier: string; severity: Severity; code: string; detail: string };
}

type EventDefinition = FindingDefinition | (Definition & { kind: Exclude<Definition['kind'], 'finding'> });

/** The statuses of alerts before expiry, and of findings, whose status matches their severity. */
const BEFORE_EXPIRY = ['critical', 'warning', 'ok'] as const;
const WITH_CERTIFICATE = ['certificate.renewed', 'certificate.removed'] as const;
const ANY_RESOLUTION = [...WITH_CERTIFICATE, 'certificate.recovered'] as const;

/** The fields that findings about a state share. */
const LASTING_FINDING = {
  kind: 'finding',
  oneShot: false,
  statuses: BEFORE_EXPIRY,
  resolvedBy: ANY_RESOLUTION,
} as const;

/** The fields that events which resolve alerts share. */
const RESOLUTION = { kind: 'resolution', oneShot: true, statuses: STATUSES, resolvedBy: [] } as const;

const NO_EXPIRING_CA = 'no longer has the expiring CA in its chain';

/** The events, in the order of help and documentation. */
export const EVENTS = {
  'certificate.expiry_warning': {
    kind: 'expiry',
    oneShot: false,
    statuses: BEFORE_EXPIRY,
    resolvedBy: ANY_RESOLUTION,
    sentence: '{expires_in}',
    variants: { issuer: { sentence: 'has a CA in its chain that {expires_in}', resolved: NO_EXPIRING_CA } },
  },
  'certificate.expired': {
    kind: 'expiry',
    oneShot: false,
    statuses: ['expired'],
    resolvedBy: ANY_RESOLUTION,
    sentence: '{expired_since}',
    variants: { issuer: { sentence: 'has a CA in its chain that {expired_since}', resolved: NO_EXPIRING_CA } },
  },
  'certificate.changed': {
    kind: 'location',
    oneShot: true,
    statuses: STATUSES,
    resolvedBy: WITH_CERTIFICATE,
    sentence: 'now has a different certificate that expires no later',
    others: 'now expires earlier than before',
  },
  'certificate.unreachable': {
    kind: 'location',
    oneShot: false,
    statuses: STATUSES,
    resolvedBy: ['certificate.removed', 'certificate.recovered'],
    sentence: '{unreachable}',
  },
  'certificate.untrusted': {
    ...LASTING_FINDING,
    sentence: 'is not trusted by TLS clients ({code})',
    resolved: 'is trusted again',
    isRejected: true,
    sample: {
      qualifier: '',
      severity: 'critical',
      code: 'missing-intermediate',
      detail: "The server does not send the intermediate certificate. Add it to the server's chain.",
    },
  },
  'certificate.revoked': {
    ...LASTING_FINDING,
    sentence: 'was revoked',
    resolved: 'is no longer revoked',
    isRejected: true,
    sample: {
      qualifier: '',
      severity: 'critical',
      code: 'revoked',
      detail: 'The issuer revoked this certificate. Replace it now.',
    },
  },
  'certificate.revocation_announced': {
    ...LASTING_FINDING,
    // Only `affected --notify` knows the announcement, so that a later scan without it does not end the alert.
    resolvedBy: WITH_CERTIFICATE,
    sentence: 'will be revoked by its CA',
    resolved: 'no longer has the certificate that its CA revokes',
    sample: {
      qualifier: '',
      severity: 'critical',
      code: 'revocation-announced',
      detail: 'Its CA revokes this certificate by 2026-12-05 14:00 UTC. Renew and deploy it before.',
    },
  },
  'certificate.policy_violation': {
    ...LASTING_FINDING,
    sentence: 'violates policy {qualifier}',
    resolved: 'complies with policy {qualifier} again',
    variants: {
      expect: { sentence: 'does not match its expectations', resolved: 'matches its expectations again' },
      'expect.dane': {
        sentence: 'conflicts with its TLSA records (DANE)',
        resolved: 'agrees with its TLSA records again',
      },
      'expect.caa': { sentence: 'conflicts with CAA records', resolved: 'agrees with CAA records again' },
    },
    sample: {
      qualifier: 'an-example',
      severity: 'warning',
      code: 'policy-min-key-size',
      detail: 'The key has 1024 bits, but at least 2048 are required. Reissue the certificate with a new key.',
    },
  },
  'certificate.lagging': {
    ...LASTING_FINDING,
    sentence: 'has a renewed certificate that is not deployed everywhere',
    resolved: 'is now deployed everywhere',
    variants: { issued: { sentence: 'has a renewal that is not deployed', resolved: 'has no pending renewal' } },
    sample: {
      qualifier: '',
      severity: 'warning',
      code: 'locations-disagree',
      detail:
        'One location still serves the certificate that the others have replaced. Deploy the new certificate there too.',
    },
  },
  'certificate.renewal_failing': {
    ...LASTING_FINDING,
    sentence: 'will not be renewed automatically',
    resolved: 'will be renewed automatically again',
    sample: { qualifier: '', severity: 'warning', code: 'renewal-failing', detail: 'The renewal fails (CAA_ERROR).' },
  },
  'certificate.ari_window_open': {
    ...LASTING_FINDING,
    sentence: 'is in its suggested renewal window',
    resolved: 'is no longer in its suggested renewal window',
    sample: {
      qualifier: '',
      severity: 'info',
      code: 'renewal-due',
      detail: 'The issuer suggests renewing this certificate now.',
    },
  },
  'certificate.ari_window_shift': {
    ...LASTING_FINDING,
    oneShot: true,
    sentence: 'has an earlier suggested renewal window',
    resolved: 'no longer needs to be renewed early',
    sample: {
      qualifier: '',
      severity: 'warning',
      code: 'renewal-moved-earlier',
      detail:
        'The issuer suggests renewing this certificate earlier than before, possibly because of a mass revocation.',
    },
  },
  'certificate.discovered': {
    ...LASTING_FINDING,
    oneShot: true,
    sentence: 'has a certificate that no entry knows',
    resolved: 'no longer has an unknown certificate',
    sample: {
      qualifier: '',
      severity: 'warning',
      code: 'certificate-unknown',
      detail:
        'An unknown certificate for pay.example.org was issued by Example CA on 2027-03-01. It expires on 2027-05-30. If your team ordered ' +
        'it, add an entry for it. Otherwise find out who did, and ask the CA to revoke it.',
    },
  },
  'certificate.fixture_expiring': {
    ...LASTING_FINDING,
    isOnlyByName: true,
    statuses: ['warning'],
    sentence: 'has expiring test certificates',
    resolved: 'no longer has expiring test certificates',
    sample: {
      qualifier: '',
      severity: 'warning',
      code: 'fixture-expiring',
      detail:
        '1 test certificate expires soon: testdata/server.pem (2027-04-01). Tests that use it will fail from then on. Create it again, or ' +
        'generate certificates in the tests.',
    },
  },
  'certificate.registration_status': {
    ...LASTING_FINDING,
    sentence: 'has the status {qualifier}',
    resolved: 'no longer has the status {qualifier}',
    variants: {
      'redemption-period': {
        sentence: 'was deleted, and only the registrar can restore it',
        resolved: 'is no longer in its redemption period',
      },
      'pending-delete': { sentence: 'will be deleted within days', resolved: 'will no longer be deleted' },
      'server-hold': { sentence: 'is on hold at the registry', resolved: 'is no longer on hold at the registry' },
      'pending-restore': { sentence: 'is deleted, and its restoration is pending', resolved: 'is restored' },
      inactive: { sentence: 'has no name servers any more', resolved: 'has name servers again' },
      'client-hold': { sentence: 'is on hold at the registrar', resolved: 'is no longer on hold at the registrar' },
    },
    isRejected: true,
    sample: {
      qualifier: 'client-hold',
      severity: 'critical',
      code: 'domain-client-hold',
      detail:
        'The registrar took example.org out of the DNS, for example because an invoice or the verification of a contact is open. Contact it now.',
    },
  },
  'certificate.transfer_lock': {
    ...LASTING_FINDING,
    sentence: 'can be moved to another registrar ({code})',
    resolved: 'is locked against transfers again',
    sample: {
      qualifier: '',
      severity: 'warning',
      code: 'domain-unlocked',
      detail: 'The registry reports no transfer lock for example.org. Enable it at the registrar.',
    },
  },
  'certificate.mta_sts': {
    ...LASTING_FINDING,
    sentence: 'has a problem with MTA-STS ({code})',
    resolved: 'no longer has a problem with MTA-STS ({qualifier})',
    sample: {
      qualifier: 'mx',
      severity: 'critical',
      code: 'mta-sts-mx-mismatch',
      detail:
        'The MTA-STS policy of example.org does not permit mx2.example.org, so senders do not deliver there. Add it to the policy, and change ' +
        'the id of the TXT record.',
    },
  },
  'certificate.dnssec': {
    ...LASTING_FINDING,
    sentence: 'has a problem with DNSSEC ({code})',
    resolved: 'no longer has a problem with DNSSEC ({qualifier})',
    sample: {
      qualifier: 'resign',
      severity: 'warning',
      code: 'dnssec-not-resigned',
      detail:
        'The DNSSEC signatures of example.org (SOA) expire on 2027-03-04 at 06:00 UTC, and were not renewed. Find out why its signer has ' +
        'stopped.',
    },
  },
  'certificate.renewed': {
    ...RESOLUTION,
    sentence: 'was renewed',
  },
  'certificate.removed': {
    ...RESOLUTION,
    sentence: 'is no longer in use',
    others: 'has another date, or is no longer monitored',
  },
  'certificate.recovered': {
    ...RESOLUTION,
    sentence: '{resolved}',
  },
  'scan.stale': {
    kind: 'scan',
    oneShot: true,
    statuses: ['unknown'],
    resolvedBy: [],
    sentence: 'Certificates have not been scanned since {last_seen}',
  },
  'scan.blind': {
    kind: 'scan',
    oneShot: false,
    statuses: ['unknown'],
    resolvedBy: ['scan.recovered'],
    sentence: 'The scan could not reach any endpoint',
  },
  'scan.recovered': {
    ...RESOLUTION,
    statuses: ['unknown'],
    sentence: 'The scan reaches endpoints again',
  },
} as const satisfies Record<`certificate.${string}` | `scan.${string}`, EventDefinition>;

export type EventName = keyof typeof EVENTS;

type NameOf<Kind extends Definition['kind']> = {
  [Name in EventName]: (typeof EVENTS)[Name]['kind'] extends Kind ? Name : never;
}[EventName];

export type FindingName = NameOf<'finding'>;
/** The events with a `finding` in their data: the expiry of a CA is one, that of the certificate itself is not. */
export type NotifiedFindingName = FindingName | NameOf<'expiry'>;
export type ResolutionName = NameOf<'resolution'>;

function getDefinition(event: string): EventDefinition | undefined {
  return Object.hasOwn(EVENTS, event) ? EVENTS[event as EventName] : undefined;
}

export const EVENT_NAMES = Object.keys(EVENTS) as EventName[];

export function isFinding(event: EventName): event is FindingName {
  return EVENTS[event].kind === 'finding';
}

export const FINDING_NAMES = EVENT_NAMES.filter(isFinding);

export const RESOLUTION_NAMES = EVENT_NAMES.filter(
  (event): event is ResolutionName => EVENTS[event].kind === 'resolution',
);

const RESOLUTIONS: readonly string[] = RESOLUTION_NAMES;

/** Whether an event resolves an alert. */
export function isResolution(event: string): event is ResolutionName {
  return RESOLUTIONS.includes(event);
}

/** The findings of certificates that TLS clients reject now. */
export const CLIENT_REJECTIONS = FINDING_NAMES.filter((event) => 'isRejected' in EVENTS[event]);

/** The alerts about the status of a certificate: expiry, and rejection by clients. They are the events of the default rule. */
export const STATUS_ALERTS = EVENT_NAMES.filter(
  (event) => EVENTS[event].kind === 'expiry' || CLIENT_REJECTIONS.some((name) => name === event),
);

/** Whether only rules that list the name of an event send it, so that a test certificate does not page people by accident. */
export function isOnlyByName(event: string): boolean {
  return getDefinition(event)?.isOnlyByName ?? false;
}

/** Whether an event is sent once for each occurrence, without a cooldown: occurrences instead of lasting states, and resolutions. */
export function isOneShot(event: string): boolean {
  return getDefinition(event)?.oneShot ?? false;
}

const RECOVERIES: ReadonlySet<string> = new Set(['certificate.recovered', 'scan.recovered']);

/**
 * Whether an alert can resolve while its certificate is still in use; other alerts only resolve when the certificate is replaced or
 * removed.
 */
export function canRecover(event: string): boolean {
  return getDefinition(event)?.resolvedBy.some((name) => RECOVERIES.has(name)) ?? false;
}

/** Events about the scans themselves, which are not about a certificate. */
export const SCAN_EVENTS = EVENT_NAMES.filter((event) => event.startsWith('scan.'));

export function isAboutScans(event: string): boolean {
  return SCAN_EVENTS.some((name) => name === event);
}

export interface FindingReference {
  event: string;
  qualifier: string;
  code: string | null;
}

/** Formats a finding as `is not trusted by TLS clients (name-mismatch)`, and other events by their name. */
export function formatFinding({ event, qualifier, code }: FindingReference): string {
  const { sentence } = findSentences(event, qualifier) ?? { sentence: event };
  return sentence
    .replace('{expires_in}', 'expires soon')
    .replace('{expired_since}', 'has expired')
    .replace('{qualifier}', () => qualifier)
    .replace(' ({code})', () => (code === null ? '' : ` (${code})`));
}

/** Formats the end of a finding, such as `is trusted again`. */
export function formatFindingResolved({ event, qualifier }: Omit<FindingReference, 'code'>): string {
  const { resolved } = findSentences(event, qualifier) ?? { resolved: 'has recovered' };
  return resolved.replace('{qualifier}', () => qualifier);
}

function findSentences(event: string, qualifier: string): { sentence: string; resolved: string } | null {
  const definition = getDefinition(event);
  return definition?.variants?.[qualifier] ?? (definition?.kind === 'finding' ? definition : null);
}

/** Returns the `topic` of a finding's log records, such as `untrusted` and `policy_violation/strong-keys`. */
export function toTopic(event: string, qualifier: string): string {
  const kind = event.replace('certificate.', '');
  return qualifier === '' ? kind : `${kind}/${qualifier}`;
}

/** Parses the event and `qualifier` of a topic; an event that is unknown to this version keeps its name. */
export function parseTopic(topic: string): { event: NotifiedFindingName; qualifier: string } {
  const [kind = '', qualifier = ''] = topic.split(/\/(.*)/s);
  return { event: `certificate.${kind}` as NotifiedFindingName, qualifier };
}

/**
 * Formats a suffix that distinguishes events of one certificate with the same name: ` (strong-keys)` for a policy, ` (untrusted)` for a
 * resolution. `topic` is the topic of the log record.
 */
export function formatTopic(event: string, topic: string): string {
  const { event: finding, qualifier } = parseTopic(topic);
  const detail = qualifier === '' && event !== finding ? finding.replace('certificate.', '') : qualifier;
  return detail === '' ? '' : ` (${detail})`;
}
