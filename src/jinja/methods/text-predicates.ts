/** The methods of Python's strings that look at all characters. */

import { isLowerCase, isTitleCase, isUpperCase } from '../python/letter-case.ts';
import { quoteString } from '../python/strings.ts';
import { isSpace } from '../python/white-space.ts';

/** Digits that are not part of numbers, such as superscripts and circled digits. */
const OTHER_DIGITS =
  '\\u{b2}\\u{b3}\\u{b9}\\u{1369}-\\u{1371}\\u{19da}\\u{2070}\\u{2074}-\\u{2079}\\u{2080}-\\u{2089}\\u{2460}-\\u{2468}' +
  '\\u{2474}-\\u{247c}\\u{2488}-\\u{2490}\\u{24ea}\\u{24f5}-\\u{24fd}\\u{24ff}\\u{2776}-\\u{277e}\\u{2780}-\\u{2788}' +
  '\\u{278a}-\\u{2792}\\u{10a40}-\\u{10a43}\\u{10e60}-\\u{10e68}\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}';

/** Ideographs that are numbers. */
const IDEOGRAPHS =
  '㐅㒃㠪㭍一七万三两九二五亖京亿什仟仨伍佰俩倆億兆兩八六十千卄卅卌叁参參叄四壱壹幺廾廿弌弍弎弐拐拾捌柒洞漆玖百皕秭肆萬貮貳贰鈎钩阡陆陌陸零\\u{f96b}\\u{f973}\\u{f978}\\u{f9b2}\\u{f9d1}\\u{f9d3}\\u{f9fd}\\u{20001}\\u{20064}\\u{200e2}\\u{20121}\\u{2092a}\\u{20983}\\u{2098c}\\u{2099c}\\u{20aea}\\u{20afd}\\u{20b19}\\u{22390}\\u{22998}\\u{23b1b}\\u{2626d}\\u{2f890}';

const createCharacterTest = (characters: string) => {
  const pattern = new RegExp(`^[${characters}]+$`, 'u');
  return (text: string): boolean => pattern.test(text);
};

export const TEXT_PREDICATES: Record<string, (text: string) => boolean> = {
  isdigit: createCharacterTest(`\\p{Nd}${OTHER_DIGITS}`),
  isdecimal: createCharacterTest('\\p{Nd}'),
  isnumeric: createCharacterTest(`\\p{N}${IDEOGRAPHS}`),
  isalpha: createCharacterTest('\\p{L}'),
  isalnum: createCharacterTest('\\p{L}\\p{N}'),
  isascii: (text) => !/[^\0-\x7f]/.test(text),
  isspace: (text) => text !== '' && [...text].every(isSpace),
  isidentifier: (text) => /^[\p{XIDS}_]\p{XIDC}*$/u.test(text),
  isprintable: (text) => !quoteString(text.replaceAll('\\', '').replaceAll("'", '')).includes('\\'),
  islower: isLowerCase,
  isupper: isUpperCase,
  istitle: isTitleCase,
};
