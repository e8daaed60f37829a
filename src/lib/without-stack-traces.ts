/** Runs a parser that creates an Error for each problem: stack traces would take most of its time, because there can be half a million. */
export function runWithoutStackTraces<Result>(work: () => Result): Result {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = before;
  }
}
