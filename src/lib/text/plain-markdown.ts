/** Markdown for output that does not render it. */

/** Without the targets of links and the marks of emphasis, which only matter in a browser. */
export function formatPlainMarkdown(markdown: string): string {
  return markdown.replace(/\[([^[\]]+)\]\([^()[\]]*\)/g, '$1').replaceAll('**', '');
}
