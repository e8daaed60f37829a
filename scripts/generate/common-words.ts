/** Lists the words of certvigil's own output, which are never masked: a report without them would be unreadable. */

const MIN_LENGTH = 8;

/** Renders the names and fixed values of all schemas, and the words of their descriptions, in lower case. */
export function renderCommonWords(schemas: readonly unknown[]): string {
  const texts = schemas.flatMap(listTexts);
  const words = texts.flatMap((text) => [text, ...(text.match(/[A-Za-z]+/g) ?? [])]);
  const common = words
    .filter((word) => word.length >= MIN_LENGTH && /^[\w.-]+$/.test(word))
    .map((word) => word.toLowerCase());
  const list = [...new Set(common)].sort().join('\\\n');
  return `\n/** One a line, in lower case. */\nexport const COMMON_WORDS = \`\\\n${list.replaceAll('\\\n', '\n')}\n\`;\n`;
}

/** Lists the names of properties, and all strings. */
function listTexts(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  if (Array.isArray(node)) return node.flatMap(listTexts);
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) => [key, ...listTexts(value)]);
}
