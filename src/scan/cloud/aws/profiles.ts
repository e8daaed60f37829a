/**
 * Parses the shared configuration files of AWS. The rules are those of AWS's SDK (`parseIni` of @smithy/core), which reads the files again:
 * what is checked here must be what it uses. Only profiles are kept.
 */

/** The settings of a profile. One without a value is an empty text. */
export type Profile = ReadonlyMap<string, string>;
export type Profiles = ReadonlyMap<string, Profile>;

/** The profiles of a file; for a line that is not valid, its number. */
type ParsedFile = { profiles: Profiles } | { line: number };

/** Parses `~/.aws/config`, whose profiles are `[profile NAME]` and `[default]`. */
export function parseConfig(text: string): ParsedFile {
  const parsed = parseSections(text);
  if ('line' in parsed) return parsed;
  const named = [...parsed.sections].flatMap(([name, section]): [string, Profile][] =>
    name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), section]] : [],
  );
  const plain = parsed.sections.get('default');
  return { profiles: new Map([...(plain === undefined ? [] : [['default', plain] as const]), ...named]) };
}

/** Parses `~/.aws/credentials`, whose profiles are `[NAME]`. */
export function parseCredentials(text: string): ParsedFile {
  const parsed = parseSections(text);
  return 'line' in parsed ? parsed : { profiles: parsed.sections };
}

/** Merges the profiles of files. A setting of a later file takes precedence. */
export function mergeProfiles(files: readonly Profiles[]): Profiles {
  const merged = new Map<string, Profile>();
  for (const [name, profile] of files.flatMap((file) => [...file]))
    merged.set(name, new Map([...(merged.get(name) ?? []), ...profile]));
  return merged;
}

const PREFIX = 'profile.';
const TYPED_HEADING = /^([\w-]+)\s(["'])?([\w@+.%:/-]+)\2$/;
const TYPES: ReadonlySet<string> = new Set(['profile', 'sso-session', 'services']);

/**
 * Parses the sections. Unlike AWS's SDK, but like the AWS CLI, it rejects lines that are neither a heading nor a setting: ignoring them
 * could hide the login of a profile.
 */
function parseSections(
  text: string,
): { sections: ReadonlyMap<string, ReadonlyMap<string, string>> } | { line: number } {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | null = null;
  let parent: string | null = null;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const trimmed = (line.split(/(?:^|\s)[;#]/)[0] ?? '').trim();
    const isIndented = line.trimStart() !== line;
    if (/^\[[\s\S]*\]$/.test(trimmed)) {
      const name = readHeading(trimmed.slice(1, -1));
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      parent = null;
      continue;
    }
    const [, name = '', value = ''] = /^([^=]+)=([\s\S]*)$/.exec(trimmed)?.map((part) => part.trim()) ?? [];
    if (name === '') {
      // An indented line continues the value above, and the SDK ignores it.
      if (trimmed === '' || (isIndented && section !== null)) continue;
      return { line: index + 1 };
    }
    if (section === null) return { line: index + 1 };
    if (value === '') {
      parent = name;
      if (!isIndented) section.set(name, '');
      continue;
    }
    if (!isIndented) parent = null;
    section.set(parent === null ? name : `${parent}.${name}`, value);
  }
  return { sections };
}

/** Returns the name of a section: for a known type, `TYPE.NAME`. */
function readHeading(heading: string): string {
  const [, type = '', , name] = TYPED_HEADING.exec(heading) ?? [];
  return TYPES.has(type) ? `${type}.${name}` : heading;
}
