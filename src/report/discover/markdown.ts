/** The unwatched findings of `discover` as Markdown, for a pull request or a job summary. */

import type { Discovery } from '../../generated/discovery.ts';
import { renderMarkdown } from '../document/markdown.ts';
import { buildDiscoveryDocument, type DiscoveryView } from './document.ts';

/** GitHub accepts 65,536 characters as the text of a pull request. */
const MAX_BYTES = 60_000;

/** Renders Markdown that fits into the description of a pull request. */
export function renderDiscoveryMarkdown(discovery: Discovery, view: DiscoveryView): string {
  return renderMarkdown(buildDiscoveryDocument(discovery, view), { limit: MAX_BYTES });
}
