import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listDirectories, listFileNames, needsShell } from '../../src/lib/process/find-program.ts';

describe('on Windows', () => {
  it('PATH has directories in quotes, and relative ones are left out', () => {
    const PATH = 'C:\\Windows;"C:\\Program Files\\Git\\cmd"; D:\\tools ;;.;bin;C:bin;\\\\server\\share';
    expect(listDirectories(PATH, path.win32)).toEqual([
      'C:\\Windows',
      'C:\\Program Files\\Git\\cmd',
      'D:\\tools',
      '\\\\server\\share',
    ]);
  });

  it.each([
    ['az', undefined, ['az.com', 'az.exe', 'az.bat', 'az.cmd']],
    ['az', '.EXE;.CMD;.JS', ['az.exe', 'az.cmd', 'az.js']],
    ['AZ.CMD', '.EXE;.CMD', ['AZ.CMD', 'AZ.CMD.exe', 'AZ.CMD.cmd']],
    ['python3.11', '.EXE', ['python3.11.exe']],
  ])('the file of %s has an extension of PATHEXT (%s)', (program, PATHEXT, files) => {
    expect(listFileNames(program, { PATHEXT }, path.win32)).toEqual(files);
  });

  it.each([
    ['C:\\bin\\az.cmd', true],
    ['C:\\bin\\AZ.BAT', true],
    ['C:\\bin\\az.js', true],
    ['C:\\bin\\az.exe', false],
    ['C:\\bin\\AZ.COM', false],
  ])('only a script needs a shell: %s', (program, expected) => {
    expect(needsShell(program, path.win32)).toBe(expected);
  });
});

describe('on other systems', () => {
  it('names are as they are', () => {
    expect(listDirectories('/usr/bin:"/opt/a": /b :.::bin', path.posix)).toEqual(['/usr/bin']);
    expect(listFileNames('/usr/bin/az', { PATHEXT: '.EXE' }, path.posix)).toEqual(['/usr/bin/az']);
    expect(needsShell('/usr/bin/az.cmd', path.posix)).toBe(false);
  });
});
