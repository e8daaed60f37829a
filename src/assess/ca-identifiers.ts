/**
 * The names by which CAs recognize themselves in CAA records. CAs publish them in the CCADB: its list of CAA identifiers is
 * https://ccadb.my.salesforce-sites.com/ccadb/AllCAAIdentifiersReportV2. The table has those of the issuers of most public TLS
 * certificates, as of June 2025; those of Let's Encrypt, Google, DigiCert, Sectigo, SSL.com and Actalis as of September 2026.
 */

import { findOrganization } from '../domain/distinguished-name.ts';
import { listIssuerNames } from './policies/names.ts';

/** A CA that issues public TLS certificates. */
export interface KnownCa {
  /** The common name of the CA. */
  name: string;
  /** The domain names in `issue` properties that stand for this CA; the first one is the usual one. */
  identifiers: readonly string[];
}

const DIGICERT: KnownCa = {
  name: 'DigiCert',
  identifiers: [
    'digicert.com',
    'www.digicert.com',
    'digicert.ne.jp',
    'cybertrust.ne.jp',
    'thawte.com',
    'geotrust.com',
    'rapidssl.com',
    'symantec.com',
    'digitalcertvalidation.com',
    'volusion.digitalcertvalidation.com',
    'stratossl.digitalcertvalidation.com',
    'intermediatecertificate.digitalcertvalidation.com',
    '1and1.digitalcertvalidation.com',
    'quovadisglobal.com',
    'pkioverheid.nl',
    'amazon.com',
    'amazontrust.com',
    'awstrust.com',
    'amazonaws.com',
  ],
};

const SECTIGO: KnownCa = {
  name: 'Sectigo',
  identifiers: [
    'sectigo.com',
    'comodo.com',
    'comodoca.com',
    'usertrust.com',
    'trust-provider.com',
    'entrust.net',
    'affirmtrust.com',
  ],
};

/** ZeroSSL issues from intermediates of Sectigo, whose identifier its customers need (help.zerossl.com, "Invalid CAA Records"). */
const ZEROSSL: KnownCa = { name: 'ZeroSSL', identifiers: SECTIGO.identifiers };

const AMAZON: KnownCa = {
  name: 'Amazon',
  identifiers: ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com', 'aws.amazon.com'],
};

const LETS_ENCRYPT: KnownCa = { name: "Let's Encrypt", identifiers: ['letsencrypt.org'] };
const GOOGLE: KnownCa = { name: 'Google Trust Services', identifiers: ['pki.goog'] };
const GLOBALSIGN: KnownCa = { name: 'GlobalSign', identifiers: ['globalsign.com'] };
const GODADDY: KnownCa = { name: 'GoDaddy', identifiers: ['godaddy.com', 'starfieldtech.com'] };
const ENTRUST: KnownCa = { name: 'Entrust', identifiers: ['entrust.net', 'affirmtrust.com'] };
const SSL_COM: KnownCa = { name: 'SSL.com', identifiers: ['ssl.com', 'entrust.net', 'affirmtrust.com'] };
/** Source: doku.tid.dfn.de/de:dfnpki:tcs:2025:caa */
const HARICA: KnownCa = { name: 'HARICA', identifiers: ['harica.gr'] };
const IDENTRUST: KnownCa = { name: 'IdenTrust', identifiers: ['identrust.com'] };
const TWCA: KnownCa = { name: 'TWCA', identifiers: ['twca.com.tw'] };
const TELIA: KnownCa = { name: 'Telia', identifiers: ['telia.com'] };
const CERTUM: KnownCa = { name: 'Certum', identifiers: ['certum.pl', 'certum.eu'] };
const CERTSIGN: KnownCa = { name: 'certSIGN', identifiers: ['certsign.ro'] };
const CERTIGNA: KnownCa = { name: 'Certigna', identifiers: ['certigna.fr'] };
const EMUDHRA: KnownCa = { name: 'eMudhra', identifiers: ['emsign.com'] };
const VIKINGCLOUD: KnownCa = {
  name: 'VikingCloud',
  identifiers: ['trustwave.com', 'securetrust.com', 'vikingcloud.com'],
};
const DTRUST: KnownCa = { name: 'D-Trust', identifiers: ['d-trust.net', 'dtrust.de', 'd-trust.de'] };

/** The CAs by the organization in the names of their issuing certificates. */
const CAS_BY_ORGANIZATION: Readonly<Record<string, KnownCa>> = {
  "Let's Encrypt": LETS_ENCRYPT,
  'Internet Security Research Group': LETS_ENCRYPT,
  'Google Trust Services': GOOGLE,
  'Google Trust Services LLC': GOOGLE,
  'DigiCert Inc': DIGICERT,
  'DigiCert, Inc.': DIGICERT,
  'Encryption Everywhere CA': DIGICERT,
  'QuoVadis Limited': DIGICERT,
  'QuoVadis Trustlink B.V.': DIGICERT,
  GeoTrust: DIGICERT,
  RapidSSL: DIGICERT,
  Verokey: DIGICERT,
  'Sectigo Limited': SECTIGO,
  'COMODO CA Limited': SECTIGO,
  'The USERTRUST Network': SECTIGO,
  ZeroSSL: ZEROSSL,
  'ZeroSSL GmbH': ZEROSSL,
  Amazon: AMAZON,
  'Amazon Trust Services': AMAZON,
  'GlobalSign nv-sa': GLOBALSIGN,
  GlobalSign: GLOBALSIGN,
  'GoDaddy.com, Inc.': GODADDY,
  'Starfield Technologies, Inc.': GODADDY,
  'Microsoft Corporation': { name: 'Microsoft', identifiers: ['microsoft.com', 'digicert.com'] },
  'Apple Inc.': { name: 'Apple', identifiers: ['pki.apple.com'] },
  Entrust: ENTRUST,
  'Entrust, Inc.': ENTRUST,
  'Entrust Limited': ENTRUST,
  'Entrust Corporation': ENTRUST,
  'SSL Corp': SSL_COM,
  'SSL Corporation': SSL_COM,
  IdenTrust: IDENTRUST,
  'IdenTrust, Inc.': IDENTRUST,
  'Actalis S.p.A.': { name: 'Actalis', identifiers: ['actalis.it'] },
  'Buypass AS-983163327': { name: 'Buypass', identifiers: ['buypass.com'] },
  Certainly: { name: 'Certainly', identifiers: ['certainly.com'] },
  'Asseco Data Systems S.A.': CERTUM,
  Certum: CERTUM,
  'CERTSIGN SA': CERTSIGN,
  certSIGN: CERTSIGN,
  Certigna: CERTIGNA,
  DHIMYOTIS: CERTIGNA,
  'Cybertrust Japan Co., Ltd.': { name: 'Cybertrust Japan', identifiers: ['cybertrust.co.jp', 'cybertrust.ne.jp'] },
  'D-Trust GmbH': DTRUST,
  'Deutsche Telekom Security GmbH': { name: 'Telekom Security', identifiers: ['telesec.de', 'pki.dfn.de', 'dfn.de'] },
  'eMudhra Inc': EMUDHRA,
  'eMudhra Technologies Limited': EMUDHRA,
  'Hellenic Academic and Research Institutions CA': HARICA,
  'Hellenic Academic and Research Institutions Cert. Authority': HARICA,
  'Microsec Ltd.': { name: 'Microsec', identifiers: ['e-szigno.hu'] },
  'NETLOCK Kft.': { name: 'NETLOCK', identifiers: ['netlock.hu', 'netlock.net', 'netlock.eu', 'netlock.com'] },
  'SECOM Trust Systems CO.,LTD.': { name: 'SECOM', identifiers: ['secomtrust.net'] },
  'SwissSign AG': { name: 'SwissSign', identifiers: ['swisssign.com'] },
  'TAIWAN-CA': TWCA,
  'TAIWAN-CA Inc.': TWCA,
  'Telia Company AB': TELIA,
  'Telia Finland Oyj': TELIA,
  'TrustAsia Technologies, Inc.': { name: 'TrustAsia', identifiers: ['trustasia.com'] },
  'Trustwave Holdings, Inc.': VIKINGCLOUD,
  'Viking Cloud, Inc.': VIKINGCLOUD,
};

const CAS: ReadonlyMap<string, KnownCa> = new Map(
  Object.entries(CAS_BY_ORGANIZATION).map(([organization, ca]) => [normalizeName(organization), ca]),
);

/** Finds the CA by the name of an issuer, an RFC 4514 string; null if it is not in the table, which includes only public CAs. */
export function findKnownCa(issuer: string | null): KnownCa | null {
  const names = issuer === null ? [] : listIssuerNames(issuer).map(normalizeName);
  return names.flatMap((name) => CAS.get(name) ?? [])[0] ?? null;
}

/** Removes case, spaces and punctuation, which differ between the certificates of one CA. */
function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[\s.,'’]/g, '');
}

const NAMES: ReadonlyMap<string | undefined, string> = new Map(
  Object.values(CAS_BY_ORGANIZATION)
    .toReversed()
    .map(({ name, identifiers }) => [identifiers[0], name]),
);

/** Formats an identifier as `DigiCert (digicert.com)`, or alone if the CA is unknown. */
export function describeCaIdentifier(identifier: string): string {
  const name = NAMES.get(identifier);
  return name === undefined ? identifier : `${name} (${identifier})`;
}

/** Whether two issuers are intermediates of one CA. An issuer without an organization, or an unknown one, may be of any CA. */
export function isSameCa(a: string | null, b: string | null): boolean {
  const [first, second] = [findOrganization(a ?? ''), findOrganization(b ?? '')];
  if (first === null || second === null || normalizeName(first) === normalizeName(second)) return true;
  const known = findKnownCa(a);
  return known !== null && known === findKnownCa(b);
}
