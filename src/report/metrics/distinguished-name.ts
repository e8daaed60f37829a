/** Reads distinguished names in their string form (RFC 4514). */

/** The first value of each attribute type, by its short name in upper case, such as `CN`. Values in hex (`#04...`) are skipped. */
export function parseDistinguishedName(text: string): Map<string, string> {
  const values = new Map<string, string>();
  // An attribute is a type, `=`, and a value in which separators are escaped (section 3).
  for (const [attribute] of text.matchAll(/(?:\\[\s\S]|[^\\,+])+/g)) {
    const [, type = '', value = ''] = /^([^=]*)=([\s\S]*)$/.exec(attribute) ?? [];
    const name = type.trim().toUpperCase();
    if (name !== '' && !values.has(name) && !value.startsWith('#')) values.set(name, unescapeValue(value));
  }
  return values;
}

/** `\XX` is a byte of UTF-8, `\C` is the character itself. */
function unescapeValue(value: string): string {
  if (!value.includes('\\')) return value;
  return value
    .replace(/(?:\\[\da-fA-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('\\', ''), 'hex').toString('utf8'))
    .replace(/\\([\s\S])/g, '$1');
}
