/** Finds base64 of whole objects beside text, in lines of nothing else. Of damaged base64, it finds what is left. */

/** The minimum of the first line. Words, tokens and most digests are shorter. */
const MIN_LINE = 60;

/** Base64 in lines of its own, but for one damaged place. `=` in a line is an assignment. */
const LINE = /^([A-Za-z0-9+/]*)(?:[^A-Za-z0-9+/=\s]{1,8}([A-Za-z0-9+/]*))?(={0,2})[ \t]*$/;

/** The first line of an armor that is not PEM, such as a key of OpenVPN or of SSH. Any other line of this kind ends it. */
const ARMOR = /^-.*BEGIN /;

/**
 * Lists the base64 of objects in a text. An object ends with padding, or with a line that is shorter than those of base64. A damaged
 * place divides an object. Armors of other kinds are skipped; `isArmored` says whether the text begins within one.
 */
export function findEncodedObjects(text: string, isArmored = false): string[] {
  const found: string[] = [];
  let object = '';
  let isSkipped = isArmored;
  const endObject = () => {
    if (object !== '' && !isSkipped) found.push(object);
    object = '';
  };
  for (const line of text.split(/\r\n?|\n/)) {
    const [whole, start = '', rest, padding = ''] = LINE.exec(line) ?? [];
    if (whole === undefined || (object === '' && line.length < MIN_LINE)) {
      endObject();
      if (line.startsWith('-')) isSkipped = ARMOR.test(line);
      continue;
    }
    object += start;
    if (rest !== undefined) endObject();
    object += rest ?? '';
    if (padding !== '' || line.length < MIN_LINE) endObject();
  }
  endObject();
  return found;
}
