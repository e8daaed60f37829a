/** The values of plain scalars in the core schema of YAML 1.2 (section 10.3.2), as far as they have one usual spelling. */

/** Plain scalars that are not strings, in any spelling. The merge key is not a string either. */
const NOT_A_STRING =
  /^(?:~|null|Null|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE|0o[0-7]+|0x[\da-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|<<)$/;

const INTEGER = /^(?:0|[1-9]\d{0,14})$/;

/** The value of a plain scalar. Undefined if it has an unusual spelling, such as `0x1F` or `True`. */
export function readPlainValue(text: string): string | number | boolean | null | undefined {
  if (!NOT_A_STRING.test(text)) return text;
  if (INTEGER.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text === 'null' ? null : undefined;
}
