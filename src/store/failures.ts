import { AppError } from '../lib/app-error.ts';

/** The wording of what can go wrong with the event log, but for what GitHub says. */
const FAILURES = {
  'event-log-unreadable': {
    what: 'cannot be read',
    hint: 'Nothing was scanned and nothing was changed. Mend the path, or name another file with --event-log.',
  },
  'event-log-unwritable': {
    what: 'cannot be written',
    hint: 'The log is as it was before. Mend the cause and scan again, or name another file with --event-log.',
  },
  'event-log-outside-repository': {
    what: 'cannot be put on a branch',
    hint: 'Write a path inside of the repository under event_log.path.',
  },
  'cache-denied': {
    what: 'is closed to this run',
    hint: 'GitHub lets runs of pull requests from forks, and of other events that strangers can start, read caches at most. Scan on a schedule, or use the store commit.',
  },
  'cache-failed': {
    what: 'is out of reach',
    hint: 'See githubstatus.com. The log is as it was before; the next scan tries again. The store commit loses nothing.',
  },
  'event-log-locked': {
    what: 'is being written by another process',
    hint: 'Wait until it is done and scan again.',
  },
} as const;

export type StoreErrorCode = keyof typeof FAILURES;

/** What the system's error codes mean, in our own words: its own message could quote more than the path. */
const CAUSES: Record<string, string> = {
  EACCES: 'permission is denied',
  EPERM: 'the operation is not permitted on this file',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota of this user is used up',
  EFBIG: 'the file would be larger than this process may write',
  EISDIR: 'it is a folder',
  ENOENT: 'a part of the path does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
  ENAMETOOLONG: 'the path is too long',
  ELOOP: 'the path has symbolic links that lead in a circle',
  EMFILE: 'this process has too many files open',
  ENFILE: 'the system has too many files open',
  EIO: 'the disk reports an error',
  EBUSY: 'another process holds it',
};

/** An error of the file system, or our own word for the cause, as a message that says which file, why, and what to do. */
export function createStoreError(code: StoreErrorCode, file: string, cause: unknown, hint?: string): AppError {
  const { what, hint: usual } = FAILURES[code];
  return new AppError(code, `the event log ${file} ${what}: ${wording(cause)}`, {
    hint: hint ?? usual,
    cause,
    exitCode: 3,
  });
}

function wording(cause: unknown): string {
  if (typeof cause === 'string') return cause;
  const words = describeSystemError(cause);
  if (words === null) throw cause;
  return words;
}

/** What an error of the system means, in our own words; null for what is none. */
export function describeSystemError(error: unknown): string | null {
  const code = getSystemErrorCode(error);
  return code === null ? null : (CAUSES[code] ?? `the system says ${code}`);
}

/** `ENOENT` and its like; null for what is not an error of the system, which is a bug. */
export function getSystemErrorCode(error: unknown): string | null {
  // Node's own mistakes are named ERR_...: those are bugs of ours.
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^E[A-Z\d]+$/.test(code) ? code : null;
}

/** Null where the system answers with that code; every other error is thrown. */
export function catchErrorCode<Result>(code: string, work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    if (getSystemErrorCode(error) === code) return null;
    throw error;
  }
}
