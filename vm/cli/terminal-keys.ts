/**
 * What a terminal sends for a key, back to the key: names as vm/machine/keys.ts knows them ("a", "Enter", "Ctrl-Left"). Control
 * characters and sequences are those of ECMA-48 and xterm ("Xterm Control Sequences", PC-style function keys); the Linux console's F1 to
 * F5 besides.
 */

/** CSI n ~ */
const BY_NUMBER: Readonly<Record<number, string>> = {
  1: 'Home',
  2: 'Insert',
  3: 'Delete',
  4: 'End',
  5: 'PageUp',
  6: 'PageDown',
  7: 'Home',
  8: 'End',
  11: 'F1',
  12: 'F2',
  13: 'F3',
  14: 'F4',
  15: 'F5',
  17: 'F6',
  18: 'F7',
  19: 'F8',
  20: 'F9',
  21: 'F10',
  23: 'F11',
  24: 'F12',
};

/** CSI letter, SS3 letter */
const BY_LETTER: Readonly<Record<string, string>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  E: 'Keypad5',
  F: 'End',
  H: 'Home',
  M: 'KeypadEnter',
  P: 'F1',
  Q: 'F2',
  R: 'F3',
  S: 'F4',
};

/** The control characters that are not simply Ctrl and a letter. */
const CONTROL: Readonly<Record<number, string>> = {
  0: 'Ctrl-Space',
  9: 'Tab',
  13: 'Enter',
  27: 'Esc',
  28: 'Ctrl-\\',
  29: 'Ctrl-]',
  30: 'Ctrl-6',
  31: 'Ctrl--',
  127: 'Backspace',
};

/** xterm's parameter: 1 plus 1 Shift, 2 Alt, 4 Ctrl. */
function modified(name: string, parameter: string | undefined): string {
  const bits = Number(parameter ?? 1) - 1;
  return `${bits & 4 ? 'Ctrl-' : ''}${bits & 2 ? 'Alt-' : ''}${bits & 1 ? 'Shift-' : ''}${name}`;
}

function character(text: string): string {
  const code = text.codePointAt(0)!;
  return CONTROL[code] ?? (code < 0x20 ? `Ctrl-${String.fromCharCode(code + 0x40)}` : text);
}

/** What has followed ESC, to the sequence's end; null: a key that we do not know. */
function sequence(text: string): string | null {
  let match = /^\[\[([A-E])$/.exec(text);
  if (match) return `F${match[1]!.charCodeAt(0) - 0x40}`;
  match = /^\[(\d+)(?:;(\d+))?~$/.exec(text);
  if (match) {
    const name = BY_NUMBER[Number(match[1])];
    return name === undefined ? null : modified(name, match[2]);
  }
  if (text === '[Z') return 'Shift-Tab';
  match = /^[[O](?:1;(\d+))?([A-Z])$/.exec(text);
  if (!match) return null;
  const name = BY_LETTER[match[2]!];
  return name === undefined ? null : modified(name, match[1]);
}

const ESC = '\u001b';
/** After ESC: a control sequence, a single shift, or the character that was typed with Alt. */
const COMPLETE = /^(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-Z\\-~]|O(?:1;\d+)?[A-Za-z]|[^[O])/su;
const BEGUN = /^(?:\[\[?|\[[0-?]*[ -/]*|O(?:1;?\d*)?|)$/;

export class KeyDecoder {
  private pending = '';

  /** Keys whose every byte has come. What may be the beginning of more waits for the next call, or for flush(). */
  decode(text: string): string[] {
    this.pending += text;
    const keys: string[] = [];
    while (this.pending !== '') {
      if (this.pending[0] !== ESC) {
        keys.push(character(this.take(String.fromCodePoint(this.pending.codePointAt(0)!).length)));
        continue;
      }
      const rest = this.pending.slice(1);
      if (BEGUN.test(rest)) break;
      const match = COMPLETE.exec(rest);
      const whole = this.take(1 + (match?.[0].length ?? 0)).slice(1);
      const key = whole === '' ? 'Esc' : /^[[O]/.test(whole) ? sequence(whole) : `Alt-${character(whole)}`;
      if (key !== null) keys.push(key);
    }
    return keys;
  }

  /** Nothing has followed for a while: an ESC that waits was the key itself. */
  flush(): string[] {
    const rest = this.take(this.pending.length);
    return rest === '' ? [] : ['Esc', ...[...rest.slice(1)].map(character)];
  }

  get waits(): boolean {
    return this.pending !== '';
  }

  private take(length: number): string {
    const taken = this.pending.slice(0, length);
    this.pending = this.pending.slice(length);
    return taken;
  }
}
