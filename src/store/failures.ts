/** Creates the errors of the event log, except those that GitHub reports. */

import { AppError } from '../lib/app-error.ts';

const FAILURES = {
  'event-log-unreadable': {
    what: 'cannot be read',
    hint: 'Nothing was scanned or changed. Fix the path, or use another file with --event-log.',
  },
  'event-log-unwritable': {
    what: 'cannot be written',
    hint: 'The log is unchanged. Fix the cause and scan again, or use another file with --event-log.',
  },
  'event-log-save-interrupted': {
    what: 'was not saved in time',
    hint: 'Check that the place of the log responds. The next scan sends again what was sent but not recorded.',
  },
  'event-log-outside-repository': {
    what: 'cannot be stored on a branch',
    hint: 'Set event_log.path to a path inside the repository.',
  },
  'event-log-outside-workspace': {
    what: 'is not in the workspace',
    hint: 'Nothing was scanned or changed. Remove the link, or name the real path in event_log.path or with --event-log.',
  },
  'cache-denied': {
    what: 'is not accessible to this run',
    hint: 'Runs for pull requests from forks, and for other untrusted events, have at most read access to the cache. Scan on a schedule, or set `store: commit`.',
  },
  'cache-failed': {
    what: 'is unavailable',
    hint: 'Check githubstatus.com. The log is unchanged; the next scan tries again. With `store: commit`, no entries are lost.',
  },
  'event-log-locked': {
    what: 'is locked by another process',
    hint: 'Wait until it has finished and scan again.',
  },
} as const;

export type StoreErrorCode = keyof typeof FAILURES;

/** System error codes as fixed texts: the system's message could contain more than the path. */
const CAUSES: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted on this file',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is exceeded',
  EFBIG: 'the file is larger than this process can write',
  EISDIR: 'it is a directory',
  ENOENT: 'part of the path does not exist',
  ENOTDIR: 'part of the path is a file, not a directory',
  EEXIST: 'part of the path is a file, not a directory',
  ENAMETOOLONG: 'the path is too long',
  ELOOP: 'the path contains a loop of symbolic links',
  EMFILE: 'this process has too many open files',
  ENFILE: 'the system has too many open files',
  EIO: 'the disk reports an error',
  EBUSY: 'another process is using it',
  ENXIO: 'it is a pipe that nothing reads, or a socket',
  ETIMEDOUT: 'it is a pipe whose reader does not read, or a disk that does not respond',
};

/** `cause` is a system error or a short explanation. Rethrows any other error, which is a bug. */
export function createStoreError(code: StoreErrorCode, file: string, cause: unknown, hint?: string): AppError {
  const reason = typeof cause === 'string' ? cause : describeSystemError(cause);
  if (reason === null) throw cause;
  const { what, hint: defaultHint } = FAILURES[code];
  return new AppError(code, `the event log ${file} ${what}: ${reason}`, {
    hint: hint ?? defaultHint,
    cause,
    exitCode: 3,
  });
}

/** Returns null if the error is not a system error. */
export function describeSystemError(error: unknown): string | null {
  const code = getSystemErrorCode(error);
  return code === null ? null : (CAUSES[code] ?? `system error ${code}`);
}

/** Returns a code such as `ENOENT`; null if the error is not a system error. */
export function getSystemErrorCode(error: unknown): string | null {
  // The pattern excludes ERR_..., which Node.js reports for wrong uses of its functions.
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^E[A-Z\d]+$/.test(code) ? code : null;
}

/** Returns null if the work fails with that code. */
export function catchErrorCode<Result>(code: string, work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    if (getSystemErrorCode(error) === code) return null;
    throw error;
  }
}
