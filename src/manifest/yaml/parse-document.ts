/** Calls the complete YAML parser. */
import { type Document, parseDocument } from 'yaml';

/** Parses YAML 1.2 with merge keys. Problems are in `errors` and `warnings` of the result. */
export function parseLibraryDocument(text: string): Document.Parsed {
  return runWithoutStackTraces(() =>
    parseDocument(text, {
      version: '1.2',
      merge: true,
      prettyErrors: false,
      // buildTree checks keys and anchors in linear time; the library compares each key with all others.
      uniqueKeys: false,
      resolveKnownTags: false,
    }),
  );
}

/** The library creates an Error for each problem, which is slow with stack traces: there can be half a million. */
function runWithoutStackTraces<Result>(work: () => Result): Result {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = before;
  }
}
