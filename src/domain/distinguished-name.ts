/** Reads distinguished names in the notations of OpenSSL (`C=US, O="A, Inc."`) and RFC 4514 (`O=A\, Inc.,C=US`). */

/** The parts of a name, which are separated by commas that are neither quoted (OpenSSL) nor escaped (RFC 4514). */
const PART = /(?:"[^"]*"|\\.|[^,"\\])+/gs;

/** An attribute such as the organization. */
export interface NamePart {
  /** The type in lower case: `o`. Empty if the text is not an attribute. */
  type: string;
  value: string;
}

/** Splits a name into its attributes, in their order, without quotes and escapes. */
export function readNameParts(name: string): NamePart[] {
  return (name.match(PART) ?? []).map((part) => {
    const [, type = '', value = ''] = /^([A-Za-z0-9.]+)\s*=(.*)$/s.exec(part.trim()) ?? ['', '', part];
    return { type: type.toLowerCase(), value: unescapeValue(removeQuotes(value).trim()) };
  });
}

function removeQuotes(text: string): string {
  return text.replace(/(\\.)|"/gs, '$1');
}

/** Returns the organization of a name; null if it has none. */
export function findOrganization(name: string): string | null {
  return readNameParts(name).find(({ type }) => type === 'o')?.value || null;
}

/** Decodes `\,` and, in UTF-8, `\C3\A9` (RFC 4514 section 3). */
function unescapeValue(text: string): string {
  return text.replace(/((?:\\[0-9A-Fa-f]{2})+)|\\(.)/gs, (_, hex: string | undefined, character: string) =>
    hex === undefined ? character : Buffer.from(hex.replaceAll('\\', ''), 'hex').toString('utf8'),
  );
}

/** Converts the notation of OpenSSL, which has a space after each comma, to that of RFC 4514, which begins with the last attribute. */
export function toRfc4514(name: string): string {
  const parts = name.match(PART) ?? [];
  const isOpenSsl = parts.length > 1 && parts.slice(1).every((part) => /^\s+[A-Za-z0-9.]+\s*=/.test(part));
  if (!isOpenSsl) return name;
  const written = parts.map((part) => /^\s*([A-Za-z0-9.]+)\s*=/.exec(part)?.[1] ?? '');
  return readNameParts(name)
    .map(({ value }, index) => `${written[index]}=${value.replace(/[,+"\\<>;]/g, '\\$&').replace(/^[# ]/, '\\$&')}`)
    .reverse()
    .join(',');
}
