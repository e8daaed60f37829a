/** Reads the certificates of AWS Certificate Manager. */

import type { AwsAcmSource, InventoryItem, Ownership, RenewalState, RevocationDetails } from '../../../domain/index.ts';
import { formatAcmListing } from '../../../domain/sources/cloud/aws-acm.ts';
import { DAY } from '../../../domain/thresholds.ts';
import { getOwn } from '../../../lib/collections.ts';
import { createInventoryFailure, InventoryError, throwInventoryError } from '../../inventory/failures.ts';
import { type ListedItem, readInventory } from '../../inventory/read-inventory.ts';
import { toId, toObject, toSerialNumber, toText, toTexts, toTime } from '../../inventory/values.ts';
import type { ReadContext, ReadJob } from '../../sources/reader.ts';
import { createOwnership, toReason, UNMANAGED } from '../facts.ts';
import { createCertificateItem, NO_FIELDS } from '../items.ts';
import { createListingJob } from '../listing-job.ts';
import { type CallAcm, openAcm } from './client.ts';

/** Without them, only certificates with RSA keys of 1024 and 2048 bits are listed. */
const ALL_KEY_TYPES = ['RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'];

const PAGE_SIZE = 1000;

type Fields = Readonly<Record<string, unknown>>;

export function listAwsAcmJobs(source: AwsAcmSource, context: ReadContext): ReadJob[] {
  return source.regions.map((region) => {
    const listing = formatAcmListing(region);
    const name = `AWS Certificate Manager in ${region}`;
    return createListingJob(listing, context, async (open) => {
      const call = await openAcm(source, region, name, context, open);
      return readInventory<Fields>(
        {
          kind: 'aws_acm',
          source: listing,
          name,
          allow_empty: source.allow_empty,
          fetchPage: async (next) => {
            const page = { MaxItems: PAGE_SIZE, Includes: { keyTypes: ALL_KEY_TYPES } };
            const response = await call('ListCertificates', next === null ? page : { ...page, NextToken: next });
            const { CertificateSummaryList: items, NextToken } = response;
            if (!Array.isArray(items))
              throwInventoryError('inventory-unexpected-format', name, 'no `CertificateSummaryList`');
            return { items: items.map(toObject), total: null, next: toId(NextToken) };
          },
          getId: ({ CertificateArn }) => toId(CertificateArn),
          mapItem: (summary) => readCertificate(summary, source, name, call, context.io.now()),
        },
        context,
      );
    });
  });
}

/** Null before the certificate is issued. A request that failed for good is an item with a failure. */
async function readCertificate(
  { CertificateArn }: Fields,
  { in_use }: AwsAcmSource,
  name: string,
  call: CallAcm,
  now: number,
): Promise<ListedItem | null> {
  const { Certificate } = await call('DescribeCertificate', { CertificateArn });
  const details = toObject(Certificate);
  const users = toTexts(details.InUseBy);
  const isNeverIssued = toTime(details.NotAfter) === null;
  const isFailed = isNeverIssued && NOT_ISSUED.has(String(details.Status));
  if ((isNeverIssued && !isFailed) || (in_use && users.length === 0)) return null;
  const renewal_state = toRenewalState(details, users.length > 0, now);
  const ownership = await readOwnership(CertificateArn, users, call);
  if (isFailed) {
    const reason = toReason(details.FailureReason) ?? String(details.Status);
    return {
      failure: createInventoryFailure('inventory-not-issued', WHERE_TO_LOOK, reason),
      ...(ownership && { ownership }),
    };
  }
  const pem = await readPem(CertificateArn, name, call);
  const revoked = readRevocation(details);
  const facts = { ...(ownership !== null && { ownership }), renewal_state, ...(revoked && { revoked }) };
  if (pem === null) return { item: toFields(details), ...facts };
  return { ...createCertificateItem(pem, name), ...facts };
}

/** ACM does not try these requests again. */
const NOT_ISSUED: ReadonlySet<string> = new Set(['FAILED', 'VALIDATION_TIMED_OUT']);

/** Begins a sentence that ends with `why`. */
const WHERE_TO_LOOK =
  'If it is still needed, request it again; otherwise delete the request. `aws acm describe-certificate` says';

/** Reasons that are not the name of RFC 5280 section 5.3.1 in capitals. */
const REASONS: Readonly<Record<string, string>> = {
  CA_COMPROMISE: 'cACompromise',
  A_A_COMPROMISE: 'aACompromise',
  SUPERCEDED: 'superseded',
  REMOVE_FROM_CRL: 'removeFromCRL',
};

function readRevocation({ Status, RevokedAt, RevocationReason, NotBefore }: Fields): RevocationDetails | null {
  const at = toTime(RevokedAt) ?? toTime(NotBefore);
  if (Status !== 'REVOKED' || at === null) return null;
  const code = toReason(RevocationReason);
  const toName = (text: string) => text.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return { reason: code === null ? null : (getOwn(REASONS, code) ?? toName(code)), at };
}

/** Null if the account may not read it: the fields are enough to monitor it. */
async function readPem(arn: unknown, name: string, call: CallAcm): Promise<string[] | null> {
  try {
    const { Certificate, CertificateChain } = await call('GetCertificate', { CertificateArn: arn });
    if (typeof Certificate !== 'string') throwInventoryError('inventory-unexpected-format', name, 'no `Certificate`');
    return typeof CertificateChain === 'string' ? [Certificate, CertificateChain] : [Certificate];
  } catch (error) {
    if (error instanceof InventoryError && error.failure.code === 'inventory-forbidden') return null;
    throw error;
  }
}

/** Null if the account may not read tags. */
async function readOwnership(arn: unknown, assignments: string[], call: CallAcm): Promise<Ownership | null> {
  try {
    const { Tags = [] } = await call('ListTagsForCertificate', { CertificateArn: arn });
    const tags = (Array.isArray(Tags) ? Tags : []).map(toObject);
    // Those of AWS itself are left out.
    const own = tags.filter(({ Key }) => !String(Key).startsWith('aws:'));
    return createOwnership(
      own.map(({ Key, Value }) => [Key, Value]),
      assignments,
    );
  } catch (error) {
    if (error instanceof InventoryError && error.failure.code === 'inventory-forbidden') return null;
    throw error;
  }
}

function toFields(details: Fields): InventoryItem {
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

/** ACM validates the domains within hours, or asks their owner. */
const MAX_RENEWAL_MS = 3 * DAY;

/**
 * ACM renews what it issued, as long as a service uses it. PENDING_VALIDATION means that it could not validate the domain on its own,
 * and waits for the owner. `now`: milliseconds.
 */
export function toRenewalState(details: Fields, isUsed: boolean, now: number): RenewalState {
  const { RenewalStatus, RenewalStatusReason, UpdatedAt } = toObject(details.RenewalSummary);
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
