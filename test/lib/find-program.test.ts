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
    ['C:\\bin\\az', ['C:\\bin\\az.exe', 'C:\\bin\\az.com', 'C:\\bin\\az.cmd', 'C:\\bin\\az.bat']],
    ['C:\\bin\\AZ.CMD', ['C:\\bin\\AZ.CMD']],
    [
      'C:\\bin\\python3.11',
      ['C:\\bin\\python3.11.exe', 'C:\\bin\\python3.11.com', 'C:\\bin\\python3.11.cmd', 'C:\\bin\\python3.11.bat'],
    ],
  ])('a program is never a file without an extension: %s', (program, files) => {
    expect(listFileNames(program, path.win32)).toEqual(files);
  });

  it.each([
    ['C:\\bin\\az.cmd', true],
    ['C:\\bin\\AZ.BAT', true],
    ['C:\\bin\\az.exe', false],
    ['C:\\bin\\cmd', false],
  ])('only batch files need a shell: %s', (program, expected) => {
    expect(needsShell(program, path.win32)).toBe(expected);
  });
});

describe('on other systems', () => {
  it('names are as they are', () => {
    expect(listDirectories('/usr/bin:"/opt/a": /b :.::bin', path.posix)).toEqual(['/usr/bin']);
    expect(listFileNames('/usr/bin/az', path.posix)).toEqual(['/usr/bin/az']);
    expect(needsShell('/usr/bin/az.cmd', path.posix)).toBe(false);
  });
});
