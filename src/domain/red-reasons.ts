/** Every reason for which a run is red, with its exit code (docs/concepts/status.md#red-runs, which is generated from this table). */

export interface RedReason {
  /** The situation, in Markdown. */
  what: string;
  /** The scan from which on it is red. */
  since: string;
  /** The action of a person that ends it, in Markdown. */
  remedy: string;
  /** 3: the scan itself did not work. */
  exitCode: 1 | 3;
  /** `silence`: a silence with this code permits it. `allow-unread`: so does `--allow-unread`. */
  permittedBy: readonly ('silence' | 'allow-unread')[];
}

const READING = ['silence', 'allow-unread'] as const;
const KNOWN = ['silence'] as const;
const NOTHING = [] as const;

const AT_ONCE = 'at once';
const THIRD = 'from the third scan in a row on';

export const RED_REASONS = {
  'no-entries': {
    what: 'no enabled entry was scanned',
    since: AT_ONCE,
    remedy: 'add or enable an entry',
    exitCode: 1,
    permittedBy: ['allow-unread'],
  },
  'never-read': {
    what: 'an entry or a location has never been read',
    since: 'at once; a postponed `ct` domain: after `unreachable_days`',
    remedy: 'correct what its error names, or remove it',
    exitCode: 1,
    permittedBy: READING,
  },
  unread: {
    what: 'a location could not be read',
    since:
      'from the second failed scan in a row on; a file or a local list: at once; a `ct` domain: after `unreachable_days`',
    remedy: 'repair what its error names, or remove the entry',
    exitCode: 1,
    permittedBy: READING,
  },
  'inventory-shrunk': {
    what: 'an inventory lacks [more than half of its known items](../reference/inventories.md#an-inventory-that-shrinks)',
    since: AT_ONCE,
    remedy:
      'check the permissions of its account; a scan 20 hours later accepts the loss, as does one with `allow_shrink`',
    exitCode: 1,
    permittedBy: READING,
  },
  'include-empty': {
    what: 'an [include or list](../guides/entry-lists.md#lists-that-become-empty) of the manifest has no entries any more',
    since: AT_ONCE,
    remedy: 'correct its path or what creates it, remove it from `include`, or set `allow_empty`',
    exitCode: 1,
    permittedBy: KNOWN,
  },
  'nothing-read': {
    what: 'none of several entries was read',
    since: AT_ONCE,
    remedy: 'check the network of the runner',
    exitCode: 1,
    permittedBy: ['allow-unread'],
  },
  'variable-unset': {
    what: 'a variable that an entry needs is not set',
    since: AT_ONCE,
    remedy: 'set it in `env` of the workflow',
    exitCode: 3,
    permittedBy: KNOWN,
  },
  'lookups-failed': {
    what: 'the CAA or TLSA records of an entry could not be looked up',
    since: THIRD,
    remedy: 'check the DNS servers of the zone and of the runner',
    exitCode: 1,
    permittedBy: READING,
  },
  'revocation-unknown': {
    what: 'with `revocation: true`: whether a certificate of an entry is [revoked](trust.md#revocation) could not be determined',
    since: THIRD,
    remedy: 'allow its CRL and OCSP servers in `network.allow`, or set `revocation: false`',
    exitCode: 1,
    permittedBy: READING,
  },
  'not-observed': {
    what: 'an entry was not observed: its [probe](../guides/probes-and-shards.md) sent no file',
    since: AT_ONCE,
    remedy: 'check the job that runs `certvigil observe`',
    exitCode: 3,
    permittedBy: KNOWN,
  },
  'observations-rejected': {
    what: 'a file of a probe was rejected',
    since: AT_ONCE,
    remedy: 'correct what its message says',
    exitCode: 3,
    permittedBy: NOTHING,
  },
  'scan-blind': {
    what: 'none of the endpoints could be reached ([`scan.blind`](events.md#scan-events))',
    since: AT_ONCE,
    remedy: 'check the network of the runner: connection, DNS, proxy and firewall',
    exitCode: 3,
    permittedBy: NOTHING,
  },
  'alert-without-rule': {
    what: 'a person must act on an alert, but [no rule takes it](#alerts-without-a-rule)',
    since: AT_ONCE,
    remedy: 'correct or add a rule; if nobody needs the alert, add a rule with `actions: []`, or a silence',
    exitCode: 1,
    permittedBy: KNOWN,
  },
  undelivered: {
    what: 'an alert was not delivered',
    since: AT_ONCE,
    remedy: 'repair the receiver; the next scan sends the alert again',
    exitCode: 3,
    permittedBy: NOTHING,
  },
  'receiver-not-ready': {
    what: 'no alert can be sent to a [receiver](../guides/receivers.md) of an enabled rule: a variable is not set, its URL is invalid, or its template fails',
    since: 'at once, also while no alert is due',
    remedy: 'set the variable in `env` of the workflow, or correct what its warning names',
    exitCode: 3,
    permittedBy: KNOWN,
  },
  'channel-test-failed': {
    what: 'with `channel_test`: a receiver did not accept its [monthly test](../guides/receivers.md#test-receivers-every-month)',
    since: AT_ONCE,
    remedy: 'repair the receiver; the next scan sends the test again',
    exitCode: 3,
    permittedBy: KNOWN,
  },
  'log-unsaved': {
    what: 'the event log was not saved',
    since: AT_ONCE,
    remedy: 'repair what the message names; until then, the same alerts are sent again',
    exitCode: 3,
    permittedBy: NOTHING,
  },
  'heartbeat-unset': {
    what: 'no [heartbeat](events.md#heartbeat) can be sent: a variable of `heartbeat_url` is not set, or the URL is invalid',
    since: AT_ONCE,
    remedy: 'set the variable in `env` of the workflow',
    exitCode: 3,
    permittedBy: KNOWN,
  },
  'internal-error': {
    what: 'an internal error left something out',
    since: AT_ONCE,
    remedy: 'report the bug with the stack trace',
    exitCode: 3,
    permittedBy: NOTHING,
  },
  'repository-incomplete': {
    what: 'in an [overview](../guides/organization.md): a repository has no complete and current scan',
    since: AT_ONCE,
    remedy: 'repair its scan',
    exitCode: 1,
    permittedBy: ['allow-unread'],
  },
  'repository-missing': {
    what: 'in an overview: a repository of the previous overview is missing',
    since: AT_ONCE,
    remedy: 'restore it, or leave it out with `repositories: "!NAME"`',
    exitCode: 1,
    permittedBy: NOTHING,
  },
  'overview-previous': {
    what: 'in an overview: the previous overview could not be read, so it is unknown which repositories are missing',
    since: AT_ONCE,
    remedy: 'correct what its message says',
    exitCode: 1,
    permittedBy: NOTHING,
  },
  'fail-on': {
    what: 'a certificate is at the level of `--fail-on` or worse',
    since: AT_ONCE,
    remedy: 'renew it, or correct what its finding says',
    exitCode: 1,
    permittedBy: NOTHING,
  },
} as const satisfies Record<string, RedReason>;

export type RedCode = keyof typeof RED_REASONS;

/** The codes, in the order of the table. */
export const RED_CODES = Object.keys(RED_REASONS) as RedCode[];

export function isRedCode(code: string): code is RedCode {
  return Object.hasOwn(RED_REASONS, code);
}

/** Whether `--allow-unread` permits a reason: something was not read. */
export function isUnreadReason(code: RedCode): boolean {
  const { permittedBy }: RedReason = RED_REASONS[code];
  return permittedBy.includes('allow-unread');
}

/** Whether a silence may permit a reason. Others are failures of the scan itself, which nobody can know in advance. */
export function isSilenceable(code: RedCode): boolean {
  const { permittedBy }: RedReason = RED_REASONS[code];
  return permittedBy.includes('silence');
}
