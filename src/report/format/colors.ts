import type { Status } from '../../domain/index.ts';

/** Colours a piece of text that is already safe; without colour it leaves the text as it is. */
export type Paint = (text: string) => string;

export interface Palette {
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

/** The colours of a terminal's own sixteen, so that they suit its background; or none. */
export function createPalette(color: boolean): Palette {
  const paint = color ? sgr : () => plain;
  const [bold, red, green, yellow, magenta] = [paint(1), paint(31), paint(32), paint(33), paint(35)];
  return {
    heading: bold,
    good: green,
    bad: red,
    status: { expired: red, critical: red, unknown: magenta, not_yet_valid: yellow, warning: yellow, ok: green },
  };
}
