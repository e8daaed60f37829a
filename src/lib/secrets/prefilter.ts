/** Tells quickly that a text contains none of many words, by their first characters. */

const LENGTH = 4;
const BITS_PER_CHARACTER = 5;
const SIZE = 1 << (LENGTH * BITS_PER_CHARACTER);

/** Only the last four characters have an effect. */
function addCharacter(hash: number, code: number): number {
  return ((hash << BITS_PER_CHARACTER) ^ code) & (SIZE - 1);
}

/** Returns a function that is false only if the text contains none of the words; it is true for few other texts. */
export function createPrefilter(words: readonly string[]): (text: string) => boolean {
  if (words.some((word) => word.length < LENGTH)) return () => true;
  const isStart = new Uint8Array(SIZE);
  for (const word of words) {
    const codes = Array.from(word.slice(0, LENGTH).split(''), (unit) => unit.charCodeAt(0));
    isStart[codes.reduce(addCharacter, 0)] = 1;
  }
  return (text) => {
    let hash = 0;
    for (let index = 0; index < text.length; index += 1) {
      hash = addCharacter(hash, text.charCodeAt(index));
      if (isStart[hash] === 1) return true;
    }
    return false;
  };
}
