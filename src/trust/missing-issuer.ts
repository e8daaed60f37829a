/** Names the CA that is missing between a chain and a trust anchor, and what to do: fix the chain of the server, or trust the CA. */

import type { FoundIssuer, MissingIssuer, Trust } from '../domain/index.ts';
import { truncate, truncateList } from '../lib/text/truncate.ts';

/** The maximum of CAs that a message lists of a `ca_file`. */
const MAX_CAS = 3;

/** `found`: the other location of the missing CA's certificate; null if there is none. */
export function formatMissingIssuer(missing: MissingIssuer, found: FoundIssuer | null = null): string {
  const name = truncate(missing.name);
  if (missing.public_root !== null) return formatReplacedRoot(missing, truncate(missing.public_root));
  if (missing.sent === 'root') return `The chain is complete, but its root, ${name}, ${formatRoot(missing)}`;
  if (found?.is_root) return `${name}, a root that ${truncate(found.location)} has, ${formatRoot(missing)}`;
  if (found !== null) return formatFoundIntermediate(missing, found, name);
  if (missing.sent === 'leaf') return formatLoneLeaf(missing, name);
  return (
    `The chain leads to ${name}, which was not sent. It ${formatRoot(missing)} If it is another intermediate, add it to the ` +
    `server's chain${formatUrl(missing)}.`
  );
}

/**
 * Explains a failure again with new information in `known`. The rest of its text stays, such as the reason why the CA could not be fetched.
 */
export function explainMissingIssuer(trust: Trust, known: MissingIssuer, found: FoundIssuer | null = null): Trust {
  const { missing_issuer: missing, detail } = trust;
  const before = missing && formatMissingIssuer(missing);
  if (before === undefined || !detail?.startsWith(before)) return trust;
  return { ...trust, missing_issuer: known, detail: formatMissingIssuer(known, found) + detail.slice(before.length) };
}

function formatReplacedRoot({ store }: MissingIssuer, root: string): string {
  const fact = `The chain leads to ${root}, a public CA in Mozilla's trust store.`;
  return store?.kind === 'ca_file'
    ? `${fact} \`ca_file\` ${truncate(store.path)} replaces that store, and only has ${formatCas(store.cas)}. Remove ` +
        '`ca_file` from the entry, or add the CA to the file.'
    : `${fact} The trust store of this machine does not have it. Update the package ca-certificates, or remove \`trust: system\`.`;
}

/** The intermediate alone does not help if the chain of the other location is not trusted either. */
function formatFoundIntermediate(
  missing: MissingIssuer,
  { location, missing_there: next }: FoundIssuer,
  name: string,
): string {
  const fix =
    `The intermediate certificate ${name} is missing in the chain. ${truncate(location)} has it: add it to the server's chain, after ` +
    'the certificate that it issued.';
  if (next === null) return fix;
  const more = `The chain then leads to ${truncate(next)}, which is not in ${formatStore(missing)} either.`;
  return `${fix} ${more} ${formatTrusting(missing)}`;
}

/** Public CAs issue from intermediates, and give their URL. */
function formatLoneLeaf(missing: MissingIssuer, name: string): string {
  const { store, url } = missing;
  const isFile = store?.kind === 'ca_file';
  if (url === null) {
    const option = isFile ? `--ca-file ${truncate(store.path)}` : `--trust ${store === null ? 'mozilla' : 'system'}`;
    return (
      `The certificate was issued by ${name}, which was not sent. It ${formatAbsence(missing)}. Either it is an intermediate ` +
      'that the server does not send, or a private CA. To find out, get its certificate, and run ' +
      `\`certvigil inspect ${option} FILE\` on it: if it is trusted, add it to the server's chain; otherwise, ` +
      `${isFile ? 'add its root to the `ca_file`' : 'set `ca_file` to its root'}.`
    );
  }
  return (
    `The server did not send the intermediate certificate of its issuer, ${name}. Clients that do not download it cannot ` +
    `verify the certificate. Add it to the server's chain${formatUrl(missing)}. ` +
    (isFile
      ? `It ${formatAbsence(missing)}. If the file does not have its root either, add the root to the file.`
      : 'If it belongs to a private CA, also set `ca_file` to its root, or `defaults.ca_file` for all entries.')
  );
}

/** Continues a sentence after the CA that the chain leads to. */
function formatRoot(missing: MissingIssuer): string {
  return `${formatAbsence(missing)}. ${formatTrusting(missing)}`;
}

/** Formats a clause such as `is not in ca_file ca.pem, which has CN=a`. */
function formatAbsence(missing: MissingIssuer): string {
  const { store, has_namesake } = missing;
  const where = formatStore(missing);
  if (has_namesake) return `is in ${where} only with another key, such as that of an earlier CA with this name`;
  return `is not in ${where}${store?.kind === 'ca_file' ? `, which has ${formatCas(store.cas)}` : ''}`;
}

function formatStore({ store }: MissingIssuer): string {
  if (store === null) return "Mozilla's trust store";
  return store.kind === 'ca_file' ? `\`ca_file\` ${truncate(store.path)}` : 'the trust store of this machine';
}

function formatCas(cas: readonly string[]): string {
  return truncateList(cas.map(truncate), MAX_CAS);
}

function formatTrusting({ store }: MissingIssuer): string {
  return store?.kind === 'ca_file'
    ? 'If it is your private CA, add its certificate to the file.'
    : 'If it is your private CA, set `ca_file` to its certificate, or `defaults.ca_file` for all entries.';
}

function formatUrl({ url }: MissingIssuer): string {
  return url === null ? '' : `: it is at ${truncate(url)}`;
}
