/** Reads XML as a stream of tags and texts of bounded depth. Entities that the document declares are never expanded. */

import { SaxesParser } from 'saxes';

/** Metadata and property lists nest about a dozen levels. */
const MAX_DEPTH = 100;

export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  /** Called for each part of a text. */
  text(part: string): void;
  close(name: string): void;
}

class TooDeepError extends Error {}

/** Calls the handlers for everything before the first defect. Returns the kind of defect, or null. */
export function readXml(text: string, { open, text: onText, close }: XmlHandlers): 'malformed' | 'too-deep' | null {
  // Resolving prefixes takes quadratic time in the depth, and the local names are enough.
  const parser = new SaxesParser({ xmlns: false });
  let depth = 0;
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > MAX_DEPTH) throw new TooDeepError();
    open(name, attributes);
  });
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    close(name);
  });
  try {
    parser.write(text).close();
    return null;
  } catch (error) {
    // Saxes throws at the first malformed construct.
    return error instanceof TooDeepError ? 'too-deep' : 'malformed';
  }
}
