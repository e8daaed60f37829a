/** Reads one certificate of AWS Certificate Manager. */

import type { CertificateDetail, RenewalSummary } from '@aws-sdk/client-acm';
import type { AwsAcmSource, InventoryItem, Ownership, RenewalState, RevocationDetails } from '../../../domain/index.ts';
import { DAY } from '../../../domain/thresholds.ts';
import { getOwn } from '../../../lib/collections.ts';
import { createInventoryFailure, InventoryError, throwInventoryError } from '../../inventory/failures.ts';
import type { ListedItem } from '../../inventory/read-inventory.ts';
import { toSerialNumber, toText, toTexts, toTime } from '../../inventory/values.ts';
import { createOwnership, toReason, UNMANAGED } from '../facts.ts';
import { createCertificateItem, NO_FIELDS } from '../items.ts';
import type { RunOperation } from './client.ts';

interface Acm {
  run: RunOperation<'acm'>;
  /** The name in failures. */
  name: string;
}

/** Reads a certificate; null before it is issued. A request that failed permanently is an item with a failure. */
export async function readAcmCertificate(
  arn: string,
  { in_use }: Pick<AwsAcmSource, 'in_use'>,
  acm: Acm,
  now: number,
): Promise<ListedItem | null> {
  const { DescribeCertificateCommand } = await import('./sdk.ts');
  const { Certificate: details } = await acm.run('DescribeCertificate', (client) =>
    client.send(new DescribeCertificateCommand({ CertificateArn: arn })),
  );
  const isNeverIssued = toTime(details?.NotAfter) === null;
  if (details === undefined || (isNeverIssued && details.Status === 'ISSUED'))
    throwInventoryError('inventory-unexpected-format', acm.name, 'no `Certificate`, or no `NotAfter`');
  const users = toTexts(details.InUseBy);
  const isFailed = isNeverIssued && NOT_ISSUED.has(String(details.Status));
  if ((isNeverIssued && !isFailed) || (in_use && users.length === 0)) return null;
  const renewal_state = toRenewalState(details, users.length > 0, now);
  const ownership = await readOwnership(arn, users, acm);
  if (isFailed) {
    const reason = toReason(details.FailureReason) ?? String(details.Status);
    return {
      failure: createInventoryFailure('inventory-not-issued', WHERE_TO_LOOK, reason),
      observed: { ...(ownership && { ownership }) },
    };
  }
  const pem = await readPem(arn, acm);
  const revoked = readRevocation(details);
  const observed = { ...(ownership !== null && { ownership }), renewal_state, ...(revoked && { revoked }) };
  if (pem === null) return { item: toFields(details), observed };
  return createCertificateItem(pem, acm.name, observed);
}

/** The statuses of requests that ACM does not try again. */
const NOT_ISSUED: ReadonlySet<string> = new Set(['FAILED', 'VALIDATION_TIMED_OUT']);

/** The start of a sentence that ends with `why`. */
const WHERE_TO_LOOK =
  'If it is still needed, request it again; otherwise delete the request. `aws acm describe-certificate` says';

/** Reasons that differ from the name of RFC 5280 section 5.3.1 in capitals. */
const REASONS: Readonly<Record<string, string>> = {
  CA_COMPROMISE: 'cACompromise',
  A_A_COMPROMISE: 'aACompromise',
  SUPERCEDED: 'superseded',
  REMOVE_FROM_CRL: 'removeFromCRL',
};

function readRevocation({
  Status,
  RevokedAt,
  RevocationReason,
  NotBefore,
}: CertificateDetail): RevocationDetails | null {
  const revoked_at = toTime(RevokedAt) ?? toTime(NotBefore);
  if (Status !== 'REVOKED' || revoked_at === null) return null;
  const code = toReason(RevocationReason);
  const toName = (text: string) => text.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return { reason: code === null ? null : (getOwn(REASONS, code) ?? toName(code)), revoked_at };
}

/** Reads the certificate as PEM; null if the account may not read it: the fields are enough to monitor it. */
async function readPem(arn: string, { run, name }: Acm): Promise<string[] | null> {
  const { GetCertificateCommand } = await import('./sdk.ts');
  try {
    const { Certificate, CertificateChain } = await run('GetCertificate', (client) =>
      client.send(new GetCertificateCommand({ CertificateArn: arn })),
    );
    if (typeof Certificate !== 'string') throwInventoryError('inventory-unexpected-format', name, 'no `Certificate`');
    return CertificateChain === undefined ? [Certificate] : [Certificate, CertificateChain];
  } catch (error) {
    return ignoreDenied(error);
  }
}

/** Reads the ownership; null if the account may not read tags. */
async function readOwnership(arn: string, assignments: string[], { run }: Acm): Promise<Ownership | null> {
  const { ListTagsForCertificateCommand } = await import('./sdk.ts');
  try {
    const { Tags = [] } = await run('ListTagsForCertificate', (client) =>
      client.send(new ListTagsForCertificateCommand({ CertificateArn: arn })),
    );
    return createAwsOwnership(Tags, assignments);
  } catch (error) {
    return ignoreDenied(error);
  }
}

function ignoreDenied(error: unknown): null {
  const isDenied = error instanceof InventoryError && DENIED.has(error.failure.code);
  if (isDenied) return null;
  throw error;
}

const DENIED: ReadonlySet<string> = new Set(['inventory-forbidden', 'inventory-organization-denied']);

/** Creates the ownership from tags, except for tags of AWS itself. */
export function createAwsOwnership(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[],
  assignments: string[],
): Ownership {
  const own = tags.filter(({ Key = '' }) => !Key.startsWith('aws:'));
  return createOwnership(
    own.map(({ Key, Value }) => [Key, Value]),
    assignments,
  );
}

function toFields(details: CertificateDetail): InventoryItem {
  return {
    ...NO_FIELDS,
    common_name: toText(details.DomainName),
    sans: toTexts(details.SubjectAlternativeNames),
    issuer: toText(details.Issuer),
    serial_number: toSerialNumber(details.Serial),
    valid_from: toTime(details.NotBefore),
    valid_to: toTime(details.NotAfter),
  };
}

/** The fields of a certificate about its renewal. */
type RenewalFacts = Pick<CertificateDetail, 'Type' | 'RenewalEligibility'> & {
  RenewalSummary?: Partial<RenewalSummary>;
};

/** The maximum time of a renewal: ACM validates the domains within hours, or asks their owner. */
const MAX_RENEWAL_MS = 3 * DAY;

/** Returns the renewal state with the status that ACM reports. `now`: milliseconds. */
export function toRenewalState(details: RenewalFacts, isUsed: boolean, now: number): RenewalState {
  const state = readState(details, isUsed, now);
  const { RenewalStatus: status } = details.RenewalSummary ?? {};
  return state.managed && status !== undefined && STATUS.test(status) ? { ...state, status } : state;
}

/** ACM could add statuses. A report with one of another form would be invalid. */
const STATUS = /^[A-Z][A-Z_]{0,59}$/;

/**
 * Reads the state. ACM renews certificates that it issued, as long as a service uses them. PENDING_VALIDATION means that it could not
 * validate the domain on its own, and waits for the owner.
 */
function readState(details: RenewalFacts, isUsed: boolean, now: number): RenewalState {
  const { RenewalStatus, RenewalStatusReason, UpdatedAt } = details.RenewalSummary ?? {};
  const isEligible = details.RenewalEligibility === 'ELIGIBLE';
  const isIssued = details.Type === 'AMAZON_ISSUED' || (details.Type === 'PRIVATE' && isEligible);
  if (!isIssued || (!isEligible && !isUsed)) return UNMANAGED;
  const reason = toReason(RenewalStatusReason);
  const since = toTime(UpdatedAt);
  if (RenewalStatus === 'FAILED') return { managed: true, state: 'failing', reason: reason ?? 'FAILED', since };
  if (RenewalStatus === 'PENDING_VALIDATION')
    return { managed: true, state: 'failing', reason: reason ?? 'PENDING_VALIDATION', since };
  if (!isEligible) return { managed: true, state: 'failing', reason: 'INELIGIBLE', since: null };
  if (RenewalStatus === 'PENDING_AUTO_RENEWAL') {
    const hangs = since !== null && now - Date.parse(since) > MAX_RENEWAL_MS;
    return hangs
      ? { managed: true, state: 'failing', reason: reason ?? 'IssuanceHangs', since }
      : { managed: true, state: 'pending', reason, since };
  }
  return { managed: true, state: 'ok', reason: null, since: null };
}
