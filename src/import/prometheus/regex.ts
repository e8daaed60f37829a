/** The regular expressions of Prometheus: RE2, anchored at both ends. */

export interface AnchoredRegex {
  matches: (text: string) => boolean;
  /** Replaces `$1`, `${1}` and `${name}` in a template by the groups of a match; null if the text does not match. */
  expand: (text: string, template: string) => string | null;
}

/** Compiles an expression; null if it is not valid. */
export type CompileRegex = (source: string) => AnchoredRegex | null;

/** Loads the engine, which is large. */
export async function loadRegexCompiler(): Promise<CompileRegex> {
  const engine = await import('re2js');
  return (source) => compileAnchored(source, engine);
}

function compileAnchored(source: string, { RE2JS, RE2JSException }: typeof import('re2js')): AnchoredRegex | null {
  try {
    const regex = RE2JS.compile(`^(?s:${source})$`);
    return {
      matches: (text) => regex.matcher(text).find(),
      expand: (text, template) => {
        const matcher = regex.matcher(text);
        if (!matcher.find()) return null;
        return template.replace(TEMPLATE, (_, dollar, braced, bare) =>
          dollar === undefined ? readGroup(matcher, braced ?? bare) : '$',
        );
      },
    };
  } catch (error) {
    if (error instanceof RE2JSException) return null;
    throw error;
  }
}

type Matcher = ReturnType<import('re2js').RE2JS['matcher']>;

/** `$$`, `${name}` or `$name`, as in `Regexp.Expand` of Go. */
const TEMPLATE = /\$(?:(\$)|\{(\w+)\}|(\w+))/g;

/** Returns an empty text for a group that does not exist or did not match, as Go does. */
function readGroup(matcher: Matcher, name: string): string {
  const isNumber = /^\d+$/.test(name);
  if (isNumber && Number(name) > matcher.groupCount()) return '';
  if (!isNumber && !Object.hasOwn(matcher.pattern().namedGroups(), name)) return '';
  return matcher.group(isNumber ? Number(name) : name) ?? '';
}
