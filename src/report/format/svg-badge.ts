/** A small badge as a self-contained SVG image. */

import { measureWidth } from './terminal-text.ts';
import { escapeXml } from './xml.ts';

export interface Badge {
  label: string;
  message: string;
  /** `#rrggbb`, dark enough for white text. */
  color: string;
}

const HEIGHT = 20;
/** Average advance of a character at 11 px; `textLength` fits the text to it in any font. */
const CHARACTER_WIDTH = 6.5;
const PADDING = 6;

export function renderSvgBadge({ label, message, color }: Badge): string {
  const measure = (text: string) => Math.ceil(measureWidth(text) * CHARACTER_WIDTH) + 2 * PADDING;
  const [left, right] = [measure(label), measure(message)] as const;
  const width = left + right;
  const title = escapeXml(`${label}: ${message}`);
  const text = (content: string, x: number, length: number) =>
    `<text x="${x + length / 2}" y="14" textLength="${length - 2 * PADDING}" lengthAdjust="spacingAndGlyphs">${escapeXml(content)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${title}">
  <title>${title}</title>
  <rect width="${width}" height="${HEIGHT}" rx="3" fill="#444"/>
  <path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H${left}z" fill="${color}"/>
  <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
    ${text(label, 0, left)}
    ${text(message, left, right)}
  </g>
</svg>
`;
}
