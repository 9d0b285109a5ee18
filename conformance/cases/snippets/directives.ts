/** The text of a corpus file, cut into snippets and their directives. What the items mean is items.ts's business. */
import { MODELS, type Model } from '../../case.ts';
import { ENGINE_NAMES } from '../../engines/engine.ts';
import { SNIPPET_MODES, type SnippetMode } from './environment.ts';

/** "key=value" with the modes it holds in; null: all. */
export interface Item {
  key: string;
  value: string;
  line: number;
  modes: ReadonlySet<SnippetMode> | null;
}

export interface Snippet {
  file: string;
  group: string;
  name: string;
  line: number;
  modes: SnippetMode[];
  model: Model;
  set: Item[];
  expect: Item[];
  deliver: boolean;
  at: { text: string; line: number } | null;
  stops: { text: string; line: number }[];
  limit: number;
  /** engine → why it is not asked */
  skips: Map<string, string>;
  see: string[];
  code: { text: string; line: number }[];
}

/** "FILE:LINE: what is wrong". */
export interface SnippetError {
  file: string;
  line: number;
  message: string;
}

class DirectiveError extends Error {}

function modesOf(text: string): SnippetMode[] {
  const found = new Set<SnippetMode>();
  for (const name of text.split(/[\s,]+/).filter((part) => part !== '')) {
    if (name === 'all') for (const mode of SNIPPET_MODES) found.add(mode);
    else if ((SNIPPET_MODES as readonly string[]).includes(name)) found.add(name as SnippetMode);
    else throw new DirectiveError(`no mode "${name}"; modes are ${SNIPPET_MODES.join(', ')} and all`);
  }
  if (found.size === 0) throw new DirectiveError('no mode is named');
  return [...found];
}

/** Splits at commas that are not inside brackets. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '[' || c === '(') depth++;
    else if (c === ']' || c === ')') depth--;
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function itemsOf(text: string, line: number, modes: ReadonlySet<SnippetMode> | null): Item[] {
  return split(text).map((part) => {
    const match = /^(\[[^\]]*\]|[A-Za-z][\w.]*)\s*=\s*(.+)$/.exec(part);
    if (!match) throw new DirectiveError(`"${part}" is not of the form key=value`);
    return { key: match[1]!.startsWith('[') ? match[1]! : match[1]!.toLowerCase(), value: match[2]!.trim(), line, modes };
  });
}

function blank(file: string, name: string, line: number, modes: SnippetMode[]): Snippet {
  const group = file.split('/').at(-2) ?? '';
  return {
    file,
    group,
    name,
    line,
    modes,
    model: 'default',
    set: [],
    expect: [],
    deliver: false,
    at: null,
    stops: [],
    limit: 10_000,
    skips: new Map(),
    see: [],
    code: [],
  };
}

/** One directive of a snippet. */
function apply(snippet: Snippet, word: string, qualifier: string | undefined, rest: string, line: number): void {
  const modes = qualifier === undefined ? null : new Set(modesOf(qualifier));
  if (modes !== null && word !== 'set' && word !== 'expect') throw new DirectiveError(`${word} takes no [modes]`);
  switch (word) {
    case 'mode':
    case 'modes':
      snippet.modes = modesOf(rest);
      break;
    case 'model':
      if (!(MODELS as readonly string[]).includes(rest)) throw new DirectiveError(`no model "${rest}"`);
      snippet.model = rest as Model;
      break;
    case 'set':
      snippet.set.push(...itemsOf(rest, line, modes));
      break;
    case 'expect':
      snippet.expect.push(...itemsOf(rest, line, modes));
      break;
    case 'deliver':
      snippet.deliver = true;
      break;
    case 'at':
      snippet.at = { text: rest, line };
      break;
    case 'stop':
      snippet.stops.push({ text: rest, line });
      break;
    case 'limit':
      snippet.limit = Number(rest);
      if (!Number.isInteger(snippet.limit) || snippet.limit < 1) throw new DirectiveError(`limit: "${rest}" is not a count`);
      break;
    case 'skip': {
      const match = /^(\w+)\s*:\s*(.+)$/.exec(rest);
      if (!match || !(ENGINE_NAMES as readonly string[]).includes(match[1]!)) throw new DirectiveError('skip ENGINE: reason');
      snippet.skips.set(match[1]!, match[2]!);
      break;
    }
    case 'see':
      snippet.see.push(rest);
      break;
    default:
      throw new DirectiveError(`no directive "${word}"`);
  }
}

export function parseSnippets(file: string, text: string): { snippets: Snippet[]; errors: SnippetError[] } {
  const snippets: Snippet[] = [];
  const errors: SnippetError[] = [];
  const names = new Set<string>();
  let modes: SnippetMode[] = [...SNIPPET_MODES];
  let current: Snippet | null = null;
  for (const [index, content] of text.split('\n').entries()) {
    const line = index + 1;
    const directive = /^\s*;;\s*(\w+)\s*(?:\[([^\]]*)\])?\s*:?\s*(.*?)\s*$/.exec(content);
    if (!directive) {
      if (current) current.code.push({ text: content, line });
      else if (content.replace(/;.*/, '').trim() !== '') errors.push({ file, line, message: 'code before the first ";; name:"' });
      continue;
    }
    const [, word, qualifier, rest] = directive as unknown as [string, string, string | undefined, string];
    try {
      if (word === 'name') {
        if (!/^[\w.-]+$/.test(rest)) throw new DirectiveError(`"${rest}" is no name: letters, digits, "-", "_" and "."`);
        if (names.has(rest)) throw new DirectiveError(`the name "${rest}" is taken`);
        names.add(rest);
        current = blank(file, rest, line, modes);
        snippets.push(current);
      } else if (current) apply(current, word, qualifier, rest, line);
      else if (word === 'modes' || word === 'mode') modes = modesOf(rest);
      else if (word !== 'see') throw new DirectiveError(`";; ${word}" before the first ";; name:"`);
    } catch (error) {
      if (!(error instanceof DirectiveError)) throw error;
      errors.push({ file, line, message: error.message });
    }
  }
  return { snippets, errors };
}
