/** What a CA says that makes no mistakes, without the messages that say it: other tools can sign those. */

import { formatIsoTime } from '../../../src/lib/iso-time.ts';
import { formatRevoked, type SourceAnswer, UNCHECKED } from './answers.ts';
import type { Entry, List, Response, RevocationCase, Single } from './cases.ts';
import type { SignerName } from './certificates.ts';
import { computeTime } from './form.ts';

/** Returns whether a CA would send all messages of the case, as far as python3-cryptography creates them. */
export function isSensible({ serial, issuer, point, stapled, lists, responder }: RevocationCase): boolean {
  const responses = [stapled, responder].filter((one) => one !== null);
  // python3-cryptography lists no certificate with the serial number 0.
  const isUsual = issuer === 'issuing' && serial !== '00' && (point === 'plain' || point === 'of-issuer');
  return isUsual && responses.every(isSensibleResponse) && lists.every(isSensibleList);
}

const AUTHORIZED: readonly SignerName[] = ['issuing', 'delegate', 'unchecked-delegate', 'revocable-delegate'];
/** Without unauthorized clients (RFC 6960 section 4.2.1). */
const STATUSES: readonly number[] = [0, 1, 2, 3, 5, 6];

function isSensibleResponse(response: Response): boolean {
  const { form, status, signer, named, sent, algorithm, damaged, critical, singles } = response;
  const isSent = signer === 'issuing' || sent.includes(signer);
  return (
    form === 'whole' &&
    STATUSES.includes(status) &&
    AUTHORIZED.includes(signer) &&
    isSent &&
    named === null &&
    algorithm !== 'sha1' &&
    !damaged &&
    !critical &&
    singles.length > 0 &&
    singles.every(isSensibleSingle) &&
    singles.filter(isAboutTarget).length <= 1
  );
}

const isAboutTarget = ({ about }: Single) => about === 'target';
const isReason = (reason: number | null) => reason === null || (reason <= 10 && reason !== 7 && reason !== 8);

function isSensibleSingle({ hash, reason, from, to, critical }: Single): boolean {
  return hash !== 'md5' && isReason(reason) && (to === null || from <= to) && !critical;
}

function isSensibleList(list: List): boolean {
  const { form, named, signer, algorithm, damaged, from, to, entries, scope, delta, extension } = list;
  const serials = entries.map(({ serial }) => serial);
  return (
    form === 'whole' &&
    named === 'issuing' &&
    signer === 'issuing' &&
    algorithm !== 'sha1' &&
    !damaged &&
    !delta &&
    to !== null &&
    from <= to &&
    new Set(serials).size === serials.length &&
    entries.every(isSensibleEntry) &&
    (scope === null || isSensibleScope(scope)) &&
    extension !== 'unknown-critical' &&
    extension !== 'number-twice'
  );
}

function isSensibleEntry({ reason, extension }: Entry): boolean {
  return isReason(reason) && (extension === null || extension === 'invalidity-date');
}

function isSensibleScope({ urls, only, reasons, indirect, relative }: NonNullable<List['scope']>): boolean {
  const isSimple = only.length <= 1 && !only.includes('attributes');
  return isSimple && (urls !== null || only.length === 1) && !reasons && !indirect && !relative;
}

/** Returns what each message of a sensible case says, in the order in which they are asked for. */
export function listSaid({ kind, stapled, lists, responder }: RevocationCase): SourceAnswer[] {
  const isRevoked = (signer: SignerName) =>
    signer === 'revocable-delegate' &&
    lists.some((list, at) => sayList(list, at, 'responder', 'leaves')[0].startsWith('revoked'));
  const say = (response: Response): SourceAnswer => (isRevoked(response.signer) ? NO_ANSWER : sayResponse(response));
  return [
    ...(stapled === null ? [] : [say(stapled)]),
    ...lists.map((list, at) => sayList(list, at, 'target', kind === 'ca' ? 'authorities' : 'leaves')),
    ...(responder === null ? [] : [say(responder)]),
  ];
}

const NO_ANSWER: SourceAnswer = [UNCHECKED, 0];

function sayResponse({ status, singles }: Response): SourceAnswer {
  const single = singles.find(isAboutTarget);
  if (status !== 0 || single === undefined || single.status === 'unknown' || !isCurrent(single)) return NO_ANSWER;
  const word = single.status === 'good' ? 'good' : sayRevoked(single.reason, single.revoked);
  return [word, computeTime(single.from)];
}

function sayList(list: List, at: number, serial: Entry['serial'], kind: 'leaves' | 'authorities'): SourceAnswer {
  const { urls = null, only = [] } = list.scope ?? {};
  const isFor = only.every((one) => one === kind) && (urls === null || urls.includes(at === 0 ? 'first' : 'second'));
  if (!isFor || !isCurrent(list)) return NO_ANSWER;
  const entry = list.entries.find((one) => one.serial === serial);
  return [entry === undefined ? 'good' : sayRevoked(entry.reason, entry.date), computeTime(list.from)];
}

const TOLERANCE = 5;
const DAY = 24 * 60;

/** Clocks may differ, and a response without an end is current for a day (docs/concepts/trust.md). */
function isCurrent({ from, to }: Pick<Single, 'from' | 'to'>): boolean {
  return from <= TOLERANCE && (to ?? from + DAY) >= -TOLERANCE;
}

function sayRevoked(reason: number | null, date: number): string {
  const name = reason === null ? null : (REASONS[reason] ?? null);
  return formatRevoked({ reason: name, revoked_at: formatIsoTime(computeTime(date)) });
}

/** RFC 5280 section 5.3.1. */
const REASONS: Readonly<Record<number, string>> = {
  ...{ 0: 'unspecified', 1: 'keyCompromise', 2: 'cACompromise', 3: 'affiliationChanged', 4: 'superseded' },
  ...{ 5: 'cessationOfOperation', 6: 'certificateHold', 9: 'privilegeWithdrawn', 10: 'aACompromise' },
};
