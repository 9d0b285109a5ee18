/**
 * Text and named keys as a keyboard sends them: scan codes of set 2 (IBM PS/2 Technical Reference, "101/102-Key Keyboard"), the US layout.
 * In text `<Name>` is a key by name, with `Ctrl-`, `Alt-` and `Shift-` before it; any other `<` is itself.
 */

/** Make codes of set 2; those above FF begin with E0. */
const NAMED: Readonly<Record<string, number>> = {
  Esc: 0x76,
  F1: 0x05,
  F2: 0x06,
  F3: 0x04,
  F4: 0x0c,
  F5: 0x03,
  F6: 0x0b,
  F7: 0x83,
  F8: 0x0a,
  F9: 0x01,
  F10: 0x09,
  F11: 0x78,
  F12: 0x07,
  Backspace: 0x66,
  Tab: 0x0d,
  Enter: 0x5a,
  Space: 0x29,
  CapsLock: 0x58,
  NumLock: 0x77,
  ScrollLock: 0x7e,
  Insert: 0xe070,
  Delete: 0xe071,
  Home: 0xe06c,
  End: 0xe069,
  PageUp: 0xe07d,
  PageDown: 0xe07a,
  Up: 0xe075,
  Down: 0xe072,
  Left: 0xe06b,
  Right: 0xe074,
  KeypadEnter: 0xe05a,
  KeypadPlus: 0x79,
  KeypadMinus: 0x7b,
  KeypadStar: 0x7c,
  Keypad0: 0x70,
  Keypad1: 0x69,
  Keypad2: 0x72,
  Keypad3: 0x7a,
  Keypad4: 0x6b,
  Keypad5: 0x73,
  Keypad6: 0x74,
  Keypad7: 0x6c,
  Keypad8: 0x75,
  Keypad9: 0x7d,
  KeypadDot: 0x71,
  KeypadSlash: 0xe04a,
  Shift: 0x12,
  Ctrl: 0x14,
  Alt: 0x11,
  RightShift: 0x59,
  RightCtrl: 0xe014,
  RightAlt: 0xe011,
}; // prettier-ignore

const PLAIN = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./ \n\t\b\x1b";
const SHIFTED = '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?';
const CODES = [
  0x0e,
  0x16,
  0x1e,
  0x26,
  0x25,
  0x2e,
  0x36,
  0x3d,
  0x3e,
  0x46,
  0x45,
  0x4e,
  0x55, // ` to =
  0x15,
  0x1d,
  0x24,
  0x2d,
  0x2c,
  0x35,
  0x3c,
  0x43,
  0x44,
  0x4d,
  0x54,
  0x5b,
  0x5d, // q to \
  0x1c,
  0x1b,
  0x23,
  0x2b,
  0x34,
  0x33,
  0x3b,
  0x42,
  0x4b,
  0x4c,
  0x52, // a to '
  0x1a,
  0x22,
  0x21,
  0x2a,
  0x32,
  0x31,
  0x3a,
  0x41,
  0x49,
  0x4a, // z to /
  0x29,
  0x5a,
  0x0d,
  0x66,
  0x76, // space, enter, tab, backspace, escape
]; // prettier-ignore

const MODIFIERS: Readonly<Record<string, number>> = { Ctrl: 0x14, Alt: 0x11, Shift: 0x12 };

function make(code: number): number[] {
  return code > 0xff ? [0xe0, code & 0xff] : [code];
}
function release(code: number): number[] {
  return code > 0xff ? [0xe0, 0xf0, code & 0xff] : [0xf0, code];
}

/** One key pressed and released while the modifiers are held. */
function stroke(code: number, modifiers: readonly number[]): Uint8Array {
  return Uint8Array.from([...modifiers.flatMap(make), ...make(code), ...release(code), ...modifiers.toReversed().flatMap(release)]);
}

function characterStroke(character: string, modifiers: readonly number[]): Uint8Array | undefined {
  const plain = PLAIN.indexOf(character === '\r' ? '\n' : character === '\x7f' ? '\b' : character);
  if (plain >= 0) return stroke(CODES[plain]!, modifiers);
  const shifted = SHIFTED.indexOf(character);
  if (shifted >= 0) return stroke(CODES[shifted]!, modifiers.includes(0x12) ? modifiers : [...modifiers, 0x12]);
  const code = character.charCodeAt(0);
  if (code < 27) return characterStroke(String.fromCharCode(code + 96), [...modifiers, 0x14]); // Ctrl-A to Ctrl-Z
  return undefined;
}

/** The key that `name` ("F1", "Ctrl-C", "Alt-Enter") is; undefined: there is no such key. */
export function namedStroke(name: string): Uint8Array | undefined {
  const modifiers: number[] = [];
  let rest = name;
  for (;;) {
    const match = /^(Ctrl|Alt|Shift)-(.+)$/.exec(rest);
    if (!match) break;
    modifiers.push(MODIFIERS[match[1]!]!);
    rest = match[2]!;
  }
  const code = NAMED[rest];
  if (code !== undefined) return stroke(code, modifiers);
  if (rest.length !== 1 || modifiers.length === 0) return undefined;
  return characterStroke(/^[A-Z]$/.test(rest) ? rest.toLowerCase() : rest, modifiers);
}

/** Scan codes, one element a key. Throws a message that names what no key makes. */
export function keyStrokes(text: string): Uint8Array[] {
  const strokes: Uint8Array[] = [];
  for (let at = 0; at < text.length; ) {
    const named = /^<([A-Za-z][A-Za-z0-9]*(?:-[^>]+)?)>/.exec(text.slice(at));
    const key = named && namedStroke(named[1]!);
    if (named && key) {
      strokes.push(key);
      at += named[0].length;
      continue;
    }
    const character = text[at++]!;
    const one = characterStroke(character, []);
    if (!one) throw new Error(`no key of the US layout makes ${JSON.stringify(character)}`);
    strokes.push(one);
  }
  return strokes;
}
