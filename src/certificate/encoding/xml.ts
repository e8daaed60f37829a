/** XML as a stream of its tags and texts, bounded in its depth. No entity of the document's own is ever expanded. */

import { SaxesParser } from 'saxes';

/** Metadata and property lists nest to a dozen. */
const MAX_DEPTH = 100;

export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  /** Of a text in pieces each is told. */
  text(part: string): void;
  close(name: string): void;
}

class TooDeepError extends Error {}

/** Tells the handlers of all that stands before the first defect; of which kind that is, or null for none. */
export function readXml(text: string, { open, text: written, close }: XmlHandlers): 'malformed' | 'too-deep' | null {
  // To look each prefix up takes time that is squared with the depth, and the names as they are written say enough.
  const parser = new SaxesParser({ xmlns: false });
  let depth = 0;
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > MAX_DEPTH) throw new TooDeepError();
    open(name, attributes);
  });
  parser.on('text', written);
  parser.on('cdata', written);
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    close(name);
  });
  try {
    parser.write(text).close();
    return null;
  } catch (error) {
    // Saxes throws at the first thing that is no XML.
    return error instanceof TooDeepError ? 'too-deep' : 'malformed';
  }
}
