/** The beginning of every HTML page, and the escaping of its text. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for content and attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

interface Head {
  /** Already escaped. */
  title: string;
  style: string;
  /** The content security policy. */
  policy: string;
  /** Other elements, such as the icon. Default: none. */
  more?: string;
}

/** Renders a page up to its body. No page is indexed, or says where its readers came from. */
export function renderHtmlHead({ title, style, policy, more = '' }: Head): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${more}<style>${style}</style>
</head>
`;
}
