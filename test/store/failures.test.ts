import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/lib/app-error.ts';
import {
  catchErrorCode,
  createStoreError,
  describeSystemError,
  getSystemErrorCode,
  type StoreErrorCode,
} from '../../src/store/failures.ts';

const fail = (code: string) => Object.assign(new Error(`${code}: a message with /a/path`), { code });

describe('a failure of the event log', () => {
  const codes: StoreErrorCode[] = [
    ...(['event-log-unreadable', 'event-log-unwritable', 'event-log-save-interrupted', 'event-log-locked'] as const),
    ...(['event-log-outside-repository', 'event-log-outside-workspace', 'cache-denied', 'cache-failed'] as const),
  ];
  const causes = [
    ...['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EFBIG', 'EISDIR', 'ENOENT', 'ENOTDIR', 'EEXIST'],
    ...['ENAMETOOLONG', 'ELOOP', 'EMFILE', 'ENFILE', 'EIO', 'EBUSY', 'ENXIO', 'EOTHER'],
  ];

  it('says what is wrong, why, and what to do', async () => {
    const errors = codes.map((code) => {
      const { message, hint, exitCode } = createStoreError(code, 'log.json', 'a cause');
      return `${message}\n  ${hint}\n  exit code ${exitCode}\n`;
    });
    const texts = causes.map((code) => `${code}: ${describeSystemError(fail(code))}\n`);
    await expect([...errors, ...texts].join('')).toMatchFileSnapshot('../golden/store/failures.txt');
  });

  it('has the code, the cause of the system and the hint of the caller', () => {
    const cause = fail('EACCES');
    const error = createStoreError('event-log-unreadable', 'log.json', cause, 'Use another one.');
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      ...{ code: 'event-log-unreadable', hint: 'Use another one.', cause },
      message: 'the event log log.json cannot be read: permission denied',
    });
  });

  it.each([
    ['an error without a code', new Error('x')],
    ['a wrong use of Node.js', fail('ERR_INVALID_ARG_TYPE')],
    ['another value', { code: 'EACCES' }],
  ])('is not %s, which is a bug', (_, bug) => {
    expect([getSystemErrorCode(bug), describeSystemError(bug)]).toEqual([null, null]);
    expect(() => createStoreError('event-log-unreadable', 'log.json', bug)).toThrow(bug as Error);
  });
});

it('one code of the system can be expected', () => {
  const work = (code: string) => () => {
    throw fail(code);
  };
  expect(catchErrorCode('ENOENT', () => 'read')).toBe('read');
  expect(catchErrorCode('ENOENT', work('ENOENT'))).toBeNull();
  expect(() => catchErrorCode('ENOENT', work('EACCES'))).toThrow('EACCES');
});
