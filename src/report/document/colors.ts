/** The colors of terminal output. */

import type { Mark } from './model.ts';

/** Colors a text that is already safe to print. */
export type Paint = (text: string) => string;

/** The paint of a mark; a text without a mark has no color. */
export type Palette = (mark: Mark | undefined) => Paint;

/** The SGR codes of the terminal's own sixteen colors, which suit its background. */
const [BOLD, RED, GREEN, YELLOW, MAGENTA] = [1, 31, 32, 33, 35];

const CODES: Readonly<Partial<Record<Mark, number>>> = {
  ...{ expired: RED, critical: RED, unknown: MAGENTA, not_yet_valid: YELLOW, warning: YELLOW, ok: GREEN },
  ...{ bad: RED, removed: RED, caution: YELLOW, good: GREEN, added: GREEN, strong: BOLD },
};

/** Creates a palette; without color, texts are unchanged. */
export function createPalette(color: boolean): Palette {
  const paints = Object.entries(CODES).map(([mark, code]): [string, Paint] => [
    mark,
    (text) => `\x1b[${code}m${text}\x1b[0m`,
  ]);
  const byMark = new Map(color ? paints : []);
  const plain: Paint = (text) => text;
  return (mark) => byMark.get(mark ?? '') ?? plain;
}
