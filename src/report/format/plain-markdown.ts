/** Converts Markdown for output that does not render it. */

/** Removes the targets of links and the marks of emphasis. */
export function formatPlainMarkdown(markdown: string): string {
  return markdown.replace(/\[([^[\]]+)\]\([^()[\]]*\)/g, '$1').replaceAll('**', '');
}
