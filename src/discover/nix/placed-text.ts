/** Texts of Nix with the lines of the file on which their lines are written, such as the configuration of another program. */

import { evaluateText, type Located, type NixFile, simplify } from './evaluate.ts';
import type { TextTerm } from './parse.ts';

export interface PlacedText {
  text: string;
  /** The line in the file for each line of the text. */
  lines: readonly number[];
}

/** The placeholder for an inserted part that the file does not give: to the formats of other programs, it is a variable. */
export const UNKNOWN = '$unknown';

/** Finds the texts in a value such as `''…''`, `''…'' + optionalString a ''…''` or `pkgs.writeText "Caddyfile" ''…''`. */
export function listTexts(located: Located, file: NixFile): PlacedText[] {
  const { value, scope } = simplify(located);
  const texts = value.filter((term) => term.kind === 'text');
  // The first arguments of a function are names of files, or conditions.
  const used = value[0]?.kind === 'name' ? texts.slice(-1) : texts;
  return used.map((term) => placeText(term, { value, scope }, file));
}

function placeText(term: TextTerm, { scope }: Located, file: NixFile): PlacedText {
  const lines = [term.line];
  const texts = term.parts.map((part) => {
    if (part.kind === 'inserted')
      return evaluateText({ value: part.items, scope }, file)?.replaceAll('\n', ' ') ?? UNKNOWN;
    const breaks = part.text.split('\n').length - 1;
    for (let at = 1; at <= breaks; at += 1) lines.push(part.line + at);
    return part.text;
  });
  return { text: texts.join(''), lines };
}

/** Joins texts with a line break between them. */
export const joinPlaced = (texts: readonly PlacedText[]): PlacedText => ({
  text: texts.map(({ text }) => text).join('\n'),
  lines: texts.flatMap(({ lines }) => lines),
});
