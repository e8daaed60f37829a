/** Certificates of SAML identity and service providers: in metadata, and in the PHP files of SimpleSAMLphp. */

import type { Format, Mention } from '../format.ts';

export const SAML: Format = {
  name: 'saml',
  files: /\.(?:xml|php)(?:\.[a-z0-9]+)?$/i,
  sniff: (text) => /X509Certificate|certData/.test(text),
  *read({ path, text }) {
    const isXml = /\.xml/i.test(path);
    if (isXml && !/[<:](?:EntityDescriptor|EntitiesDescriptor)[\s>]/.test(text)) return;
    yield* readMatches(hideComments(text, isXml ? XML_COMMENT : PHP_COMMENT), isXml ? ELEMENT : PHP_VALUE);
  },
};

const XML_COMMENT = /<!--(?:[^-]|-(?!->))*(?:-->)?/g;
/** Texts come first, so that `//` in a URL is not the start of a comment. */
const PHP_COMMENT =
  /"(?:[^"\\]|\\[\s\S])*"?|'(?:[^'\\]|\\[\s\S])*'?|\/\/[^\n]*|#[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/g;
const ELEMENT = /<(?:[\w-]+:)?X509Certificate(?:\s[^<>]*)?>([^<]*)</g;
const PHP_VALUE = /["'](?:certData|X509Certificate|x509cert|idp_cert)["']\s*=>\s*["']([^"']*)["']/g;

/** Comments as blanks, with the lines as they are. */
function hideComments(text: string, pattern: RegExp): string {
  return text.replace(pattern, (found) => (/^["']/.test(found) ? found : found.replace(/[^\n]/g, ' ')));
}

function* readMatches(text: string, pattern: RegExp): Generator<Mention> {
  let [line, from] = [1, 0];
  for (const found of text.matchAll(pattern)) {
    const value = found[1] ?? '';
    const start = found.index + found[0].indexOf(value) + (value.length - value.trimStart().length);
    for (; from < start; from += 1) if (text[from] === '\n') line += 1;
    const content = decodeDer(value);
    if (content !== null) yield { kind: 'embedded', content, line, saml: true };
  }
}

/** The bytes of a certificate in base64, without the armour of PEM; null for a placeholder or a template. */
export function decodeDer(text: string): Buffer | null {
  const base64 = text.replace(/-----(?:BEGIN|END) CERTIFICATE-----/g, '').replace(/\\n|\s/g, '');
  // A SEQUENCE with a length of two bytes: shorter ones hold no certificate.
  return /^MI[A-Za-z0-9+/]{150,}={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : null;
}
