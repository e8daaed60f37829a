/** PHP files of SimpleSAMLphp with the certificates of identity and service providers. Metadata in XML is read as a certificate file. */

import type { Format, Mention } from '../format.ts';

export const SAML: Format = {
  name: 'saml',
  files: /\.php(?:\.[a-z0-9]+)?$/i,
  sniff: (text) => /X509Certificate|certData/.test(text),
  read: ({ text }) => readValues(hideComments(text)),
};

/** The pattern tries texts first, so that `//` in a URL is not the start of a comment. */
const TEXT_OR_COMMENT =
  /"(?:[^"\\]|\\[\s\S])*"?|'(?:[^'\\]|\\[\s\S])*'?|\/\/[^\n]*|#[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/g;
const VALUE = /["'](?:certData|X509Certificate|x509cert|idp_cert)["']\s*=>\s*["']([^"']*)["']/g;

/** Replaces comments by blanks, and keeps all lines. */
const hideComments = (text: string): string =>
  text.replace(TEXT_OR_COMMENT, (found) => (/^["']/.test(found) ? found : found.replace(/[^\n]/g, ' ')));

function* readValues(text: string): Generator<Mention> {
  let [line, from] = [1, 0];
  for (const { 0: found, 1: value = '', index } of text.matchAll(VALUE)) {
    const start = index + found.length - value.trimStart().length - 1;
    for (; from < start; from += 1) if (text[from] === '\n') line += 1;
    const content = decodeDer(value);
    if (content !== null) yield { kind: 'embedded', content, line, saml: true };
  }
}

/** Decodes the bytes of a certificate in base64, with or without the armor of PEM; returns null for a placeholder or a template. */
function decodeDer(text: string): Buffer | null {
  const base64 = text.replace(/(?:BEGIN|END) CERTIFICATE|\\n|[-\s]/g, '');
  // The DER must be a SEQUENCE with a length of two bytes: shorter ones are not certificates.
  return /^MI[A-Za-z0-9+/]{150,}={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : null;
}
