/** Describes an unexpected error in one line, for a report by the user. */

/** The frame that threw: the function, and the position in its file without the directories of this machine. */
const FRAME = /^ +at (?:async )?(?:(\S+) \()?(?:.*[\\/])?([\w.-]+:\d+:\d+)\)?$/m;

/** Such as `TypeError at readTime, time.ts:32:11`. Without the message, which may quote untrusted input. */
export function describeBug(error: unknown): string {
  if (!(error instanceof Error)) return 'a value that is not an error';
  const [, name, position] = FRAME.exec(error.stack ?? '') ?? [];
  if (position === undefined) return error.name;
  return `${error.name} at ${name === undefined ? '' : `${name}, `}${position}`;
}
