/** Reads the files of an import, and those that they refer to, within limits. */

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { detectFormat, getFormat } from '../../import/formats/index.ts';
import type { FormatName, ImportFormat } from '../../import/import-format.ts';
import { MalformedError } from '../../import/located.ts';
import type { ImportedFile, LeftOut } from '../../import/types.ts';
import { AppError } from '../../lib/app-error.ts';
import { createFileMatcher } from '../../lib/files/glob.ts';
import { readLimited } from '../../lib/files/read-limited.ts';
import type { Io } from '../../lib/io.ts';

/** The limit of one file: a backup with 10,000 monitors has about 20 MB. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_BYTES_TEXT = '32 MB';

/** The limit of files that others refer to. */
const MAX_REFERENCES = 1000;

/** Files of one format. */
interface FileGroup {
  format: ImportFormat;
  files: ImportedFile[];
}

interface ReadFiles {
  groups: FileGroup[];
  /** The files without a known format. */
  leftOut: LeftOut[];
}

/**
 * Reads the files, in groups of one format. `from`: the format of all; null: that of the content. Throws AppError `import-unreadable` for a
 * file that cannot be read or parsed, and if no file has a known format.
 */
export async function readImportFiles(paths: readonly string[], from: FormatName | null, io: Io): Promise<ReadFiles> {
  const groups = new Map<FormatName, FileGroup>();
  const leftOut: LeftOut[] = [];
  const seen = new Set<string>();
  const add = (format: ImportFormat, file: ImportedFile) => {
    const group = groups.get(format.name) ?? { format, files: [] };
    group.files.push(file);
    groups.set(format.name, group);
  };
  for (const name of paths) {
    const absolute = path.resolve(io.cwd, name);
    if (seen.has(absolute)) continue;
    seen.add(absolute);
    const file = await readFile(name, absolute);
    const format = from === null ? detectFormat(file) : getFormat(from);
    if (format === null) {
      leftOut.push({ what: 'the whole file', reason: UNKNOWN_FORMAT, origin: { file: name, line: null } });
      continue;
    }
    add(format, file);
    for (const reference of listReferences(format, file, absolute)) {
      if (seen.has(reference)) continue;
      seen.add(reference);
      add(
        format,
        await readFile(path.join(path.dirname(name), path.relative(path.dirname(absolute), reference)), reference),
      );
    }
  }
  const [unknown] = leftOut;
  if (groups.size === 0 && unknown !== undefined) throw createUnreadableError(unknown.origin.file, unknown.reason);
  return { groups: [...groups.values()], leftOut };
}

const UNKNOWN_FORMAT = 'it is neither a list of hosts nor a configuration of a tool that certvigil knows';

async function readFile(name: string, absolute: string): Promise<ImportedFile> {
  const read = await readLimited(absolute, MAX_BYTES);
  if ('bytes' in read) return { path: name, text: new TextDecoder().decode(read.bytes) };
  if (read.failure === 'not-found') throw createUnreadableError(name, 'there is no such file');
  throw createUnreadableError(name, read.failure === 'too-large' ? `it is larger than ${MAX_BYTES_TEXT}` : read.why);
}

function createUnreadableError(name: string, reason: string): AppError {
  return new AppError('import-unreadable', `${name} was not imported: ${reason}`, {
    hint: 'Nothing was changed. Name the format with --from if it was recognized wrongly, or not at all.',
  });
}

/** Lists the files next to or below a file that it refers to. Prometheus allows a glob only in the name of the file. */
function listReferences(format: ImportFormat, file: ImportedFile, absolute: string): string[] {
  const directory = path.dirname(absolute);
  const patterns = runParser(file, () => format.references?.(file) ?? []);
  const found = patterns.flatMap((pattern) => {
    const target = path.resolve(directory, pattern);
    if (path.isAbsolute(pattern) || path.relative(directory, target).startsWith('..')) return [];
    const matches = createFileMatcher([path.basename(target)]);
    return listNames(path.dirname(target))
      .filter(matches)
      .map((name) => path.join(path.dirname(target), name));
  });
  return [...new Set(found)].sort().slice(0, MAX_REFERENCES);
}

/** Lists the files of a directory. Empty if there is none: the import reports the missing file. */
function listNames(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).flatMap((one) => (one.isFile() ? one.name : []));
  } catch {
    return [];
  }
}

/** Runs a parser. Throws AppError `import-unreadable` with the file if it finds that the text is malformed. */
export function runParser<Result>({ path: name }: Pick<ImportedFile, 'path'>, parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    if (error instanceof MalformedError) throw createUnreadableError(name, error.message);
    throw error;
  }
}
