/** The colors of terminal output. */

import type { Status } from '../../domain/index.ts';

/** Colors a text that is already safe to print. Without color it returns the text unchanged. */
export type Paint = (text: string) => string;

export interface Palette {
  plain: Paint;
  heading: Paint;
  good: Paint;
  bad: Paint;
  status: Record<Status, Paint>;
}

const plain: Paint = (text) => text;
const sgr =
  (code: number): Paint =>
  (text) =>
    `\x1b[${code}m${text}\x1b[0m`;

/** Uses the terminal's own sixteen colors, so that they suit its background. */
export function createPalette(color: boolean): Palette {
  const paint = color ? sgr : () => plain;
  const [bold, red, green, yellow, magenta] = [paint(1), paint(31), paint(32), paint(33), paint(35)];
  return {
    plain,
    heading: bold,
    good: green,
    bad: red,
    status: { expired: red, critical: red, unknown: magenta, not_yet_valid: yellow, warning: yellow, ok: green },
  };
}
