/** Random trust stores with several certificates of the same CAs, such as stale copies, and servers that send others. */

import { X509Certificate } from 'node:crypto';
import {
  type CertificatePlan,
  type CraftedCertificate,
  type CraftedKey,
  commonName,
  craftCertificate,
  craftTime,
} from '../../helpers/crafted/certificates.ts';
import type { Role } from '../../helpers/crafted/deviation.ts';
import { OID, SERVER_AUTH, setExtension, VALUES } from '../../helpers/crafted/extensions.ts';
import type { Dice } from '../../helpers/dice.ts';
import { addFeatures, nameLeaf } from './features.ts';
import { chooseIdentifiers } from './identifiers.ts';
import { chooseSignature, prepareKeys } from './keys.ts';

export const HOST = 'www.example.com';
const DAY = 86_400_000;

/** Whose certificates: a CA may have several. */
interface Entity {
  subject: Buffer;
  key: CraftedKey;
}

/** A store, and what a server sends, the leaf first. */
export interface Store {
  sent: CraftedCertificate[];
  anchors: CraftedCertificate[];
}

/** Creates CAs with several certificates each, of which the store and the server have some. `now` is in milliseconds. */
export function createStore(dice: Dice, now: number): Store {
  const { chance, pick, upTo } = dice;
  const keys = prepareKeys();
  const issue = createIssuer(dice, now);
  const entities = chooseEntities(dice);
  const selves = entities.flatMap((entity) => Array.from({ length: 1 + upTo(1) }, () => issue(entity, null, 'root')));
  const crossed = Array.from({ length: 1 + upTo(6) }, () => issue(pick(entities), pick(selves), 'intermediate'));
  const issuer = pick([...selves, ...crossed]);
  const subject = chance(0.08) ? issuer.plan.subject : commonName('leaf');
  const end = issue(
    { subject, key: chance(0.1) ? pick(keys.leaves) : keys.leaf },
    chance(0.02) ? null : issuer,
    'leaf',
  );
  const all = shuffle(dice, [...selves, ...crossed]).filter(isDecodable);
  const anchors = all.filter(() => chance(0.35));
  if (chance(0.02)) anchors.push(end);
  const sent = shuffle(dice, all).filter(() => chance(0.5));
  if (chance(0.05)) sent.push(pick([end, ...all]));
  return { sent: [end, ...sent], anchors: anchors.length > 0 ? anchors : all.slice(0, 1) };
}

/** A server that sends anything else is not connected to, and a file with it is not a trust store. */
function isDecodable({ der }: CraftedCertificate): boolean {
  try {
    return new X509Certificate(der) !== null;
  } catch {
    return false;
  }
}

/** Between two and four. A CA may change its key and keep its name, or change its name and keep its key. */
function chooseEntities({ chance, pick, upTo }: Dice): Entity[] {
  const { usual, unusual } = prepareKeys();
  return usual.slice(0, 2 + upTo(2)).map((key, at) => ({
    subject: commonName(`authority ${chance(0.15) ? 0 : at}`),
    key: chance(0.2) ? pick([...unusual, usual[0] as CraftedKey]) : key,
  }));
}

/** Returns the function that issues a certificate; null: it signs itself. The store has one style of identifiers. */
function createIssuer(dice: Dice, now: number) {
  const style = dice.pick([0, 0.3, 1]);
  return (entity: Entity, issuer: CraftedCertificate | null, role: Role): CraftedCertificate => {
    const usual = planUsual(entity, issuer?.plan ?? null, role === 'leaf');
    const dated = { ...usual, ...chooseDates(dice, now, role === 'leaf'), serial: rollSerial(dice) };
    const named = role === 'leaf' ? nameLeaf(dated, dice, HOST) : dated;
    const identified = dice.chance(style) ? chooseIdentifiers(dice, named, issuer?.plan ?? named) : named;
    const signer = issuer?.plan.key ?? entity.key;
    const signed = { ...identified, signature: chooseSignature(dice, signer) };
    const final = addFeatures(signed, role, dice);
    return craftCertificate(issuer === null ? { ...final, issuer: final.subject } : final, signer);
  };
}

/** A certificate that every client accepts. */
function planUsual({ subject, key }: Entity, issuer: CertificatePlan | null, isLeaf: boolean): CertificatePlan {
  const plan: CertificatePlan = {
    ...{ version: 3, serial: Buffer.from([1]), subject, key, signature: 'sha256', extensions: [] },
    ...{ issuer: issuer?.subject ?? subject, from: craftTime(0), to: craftTime(0) },
  };
  const usages = [
    [OID.basicConstraints, VALUES[OID.basicConstraints](!isLeaf), true],
    [OID.keyUsage, VALUES[OID.keyUsage](isLeaf ? 0x80 : 0x06), true],
    [OID.subjectKeyId, VALUES[OID.subjectKeyId](key.id), false],
    [OID.authorityKeyId, VALUES[OID.authorityKeyId]((issuer?.key ?? key).id), false],
    ...(isLeaf ? [[OID.extendedKeyUsage, VALUES[OID.extendedKeyUsage](SERVER_AUTH), false] as const] : []),
  ] as const;
  return usages.reduce((one, [dotted, value, critical]) => setExtension(one, dotted, value, critical), plan);
}

/** Whole days from now: mostly current, else expired or in the future. */
function chooseDates({ chance, upTo }: Dice, now: number, isLeaf: boolean): Pick<CertificatePlan, 'from' | 'to'> {
  const days = (from: number, to: number) => ({ from: craftTime(now + from * DAY), to: craftTime(now + to * DAY) });
  if (isLeaf && !chance(0.1)) return days(-365, 400);
  if (chance(0.2)) return days(-365, -1 - upTo(50));
  if (chance(0.08)) return days(1 + upTo(200), 201 + upTo(200));
  return days(-365, 1 + upTo(364));
}

/** So that a seed repeats which certificates name each other. Rarely negative, or longer than DER allows. */
function rollSerial({ chance, pick, upTo }: Dice): Buffer {
  const first = chance(0.01) ? pick(['80', 'ff80']) : '10';
  return Buffer.from(`${first}${upTo(0xffffff).toString(16).padStart(6, '0')}`, 'hex');
}

function shuffle<T>({ upTo }: Dice, values: readonly T[]): T[] {
  const left = [...values];
  return values.map(() => left.splice(upTo(left.length - 1), 1)[0] as T);
}
