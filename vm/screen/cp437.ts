/**
 * Code page 437, the characters in the ROM of every PC, as Unicode: the control codes by their pictures, code 0 and FF as blanks.
 * Source: Unicode's mapping table CP437.TXT and, for 01-1F and 7F, the IBM PC's character set as its manuals print it.
 */
export const CP437 = [
  ' ☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼',
  ' !"#$%&\'()*+,-./0123456789:;<=>?',
  '@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_',
  '`abcdefghijklmnopqrstuvwxyz{|}~⌂',
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ',
  'áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐',
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀',
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
].join('');

const CODES = new Map([...CP437].map((character, code) => [character, code] as const).reverse());

/** The character of a code, 0 to 255. */
export function decodeCp437(code: number): string {
  return CP437[code] ?? ' ';
}

/** The code of a character, or undefined where the code page has none. */
export function encodeCp437(character: string): number | undefined {
  return character === ' ' ? 0x20 : CODES.get(character);
}
