/** Escapes text for XML 1.0 documents. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes text for content and attributes. Characters that XML does not allow become U+FFFD (XML 1.0 section 2.2). */
export function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cs}\u{fffe}\u{ffff}]|[^\P{Cc}\t\n\r\u{80}-\u{9f}\u{7f}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    .replace(/[\t\r]/g, (character) => `&#${character.codePointAt(0)};`);
}

/** Escapes text for an attribute, in which readers would turn the end of a line into a space (XML 1.0 section 3.3.3). */
export function escapeXmlAttribute(text: string): string {
  return escapeXml(text).replaceAll('\n', '&#10;');
}
