/** Reads the certificates that a PKI mount issued, and selects those that are probably still in use. */

import { DAY } from '../../../domain/thresholds.ts';
import { createSemaphore } from '../../../lib/semaphore.ts';
import { type CertificateSummary, findSuperseded, summarizeCertificate } from '../../inventory/current-items.ts';
import { InventoryError, throwInventoryError } from '../../inventory/failures.ts';
import { isAboutItem } from '../../inventory/item-failures.ts';

export interface IssuedCertificate {
  /** The serial number as Vault writes it: hex with colons. */
  serial: string;
  /** The certificate; null if it could not be read, or is revoked. */
  pem: string | null;
  error: InventoryError | null;
  /** The summary; null if it could not be read or parsed. */
  summary: CertificateSummary | null;
}

const MAX_CONCURRENT = 8;

/**
 * Reads each certificate, in the order of `serials`. An unreadable one has an error. After an error that concerns all of them, the others
 * are not requested. `name`: the mount in failures.
 */
export async function readIssued(
  serials: readonly string[],
  read: (serial: string) => Promise<Record<string, unknown>>,
  name: string,
): Promise<IssuedCertificate[]> {
  const acquire = createSemaphore(MAX_CONCURRENT);
  let interruption: InventoryError | null = null;
  const readNext = async (serial: string): Promise<IssuedCertificate> => {
    if (interruption !== null) return createUnread(serial, interruption);
    const one = await readOne(serial, read, name);
    if (one.error !== null && !isAboutItem(one.error.failure)) interruption ??= one.error;
    return one;
  };
  return Promise.all(serials.map((serial) => acquire(() => readNext(serial))));
}

async function readOne(
  serial: string,
  read: (serial: string) => Promise<Record<string, unknown>>,
  name: string,
): Promise<IssuedCertificate> {
  try {
    const { certificate, revocation_time } = await read(serial);
    const isRevoked = typeof revocation_time === 'number' && revocation_time > 0;
    const pem = isRevoked ? null : takeCertificate(certificate, name);
    return { serial, pem, error: null, summary: pem === null ? null : summarizeCertificate(pem) };
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    return createUnread(serial, error);
  }
}

/** Returns the PEM in a response. Throws InventoryError without it: the certificate would seem removed. */
export function takeCertificate(value: unknown, name: string): string {
  return typeof value === 'string' && value !== ''
    ? value
    : throwInventoryError('inventory-unexpected-format', name, 'no `certificate`');
}

function createUnread(serial: string, error: InventoryError): IssuedCertificate {
  return { serial, pem: null, error, summary: null };
}

/**
 * Selects the certificates to monitor: not revoked, not expired for long, and without a later one for the same names. `now`: milliseconds.
 * A certificate that could not be parsed is monitored. While a known certificate cannot be read, unknown ones are not monitored: they may
 * be its predecessors.
 */
export function selectCurrent(
  issued: readonly IssuedCertificate[],
  { superseded, expired_days }: { superseded: boolean; expired_days: number },
  { now, isKnown }: { now: number; isKnown: (one: IssuedCertificate) => boolean },
): Set<IssuedCertificate> {
  const outdated = superseded
    ? new Set()
    : findSuperseded(new Map(issued.flatMap((one) => (one.summary === null ? [] : [[one, one.summary] as const]))));
  const isIncomplete = !superseded && issued.some((one) => one.error !== null && isKnown(one));
  return new Set(
    issued.filter((one) => {
      const { pem, summary } = one;
      if (pem === null || (isIncomplete && !isKnown(one))) return false;
      return summary === null || (now - summary.to <= expired_days * DAY && !outdated.has(one));
    }),
  );
}
