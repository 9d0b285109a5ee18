/** The corpus: every snippet of corpus/snippets, as cases with their expected end state. */
import { readdir, readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { ROOT } from '../../wire/layout.ts';
import { assemble } from '../assemble.ts';
import { buildSnippet, ItemError, type SnippetCase, sourceOf } from './build.ts';
import { parseSnippets, type Snippet, type SnippetError } from './directives.ts';
import type { SnippetMode } from './environment.ts';

export type { SnippetCase } from './build.ts';
export { parseSnippets, type Snippet, type SnippetError } from './directives.ts';

export interface Corpus {
  cases: SnippetCase[];
  snippets: Snippet[];
  errors: SnippetError[];
}

/** Paths of all .asm files below a folder, sorted. */
export async function snippetFiles(folder = `${ROOT}corpus/snippets`): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => [] as string[]);
  return entries
    .filter((name) => name.endsWith('.asm'))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** Assembles snippets in all their modes and builds their cases. Wrong ones end up in `errors`, with file and line. */
export async function buildSnippets(snippets: readonly Snippet[]): Promise<{ cases: SnippetCase[]; errors: SnippetError[] }> {
  const jobs: { snippet: Snippet; mode: SnippetMode }[] = [];
  for (const snippet of snippets) for (const mode of snippet.modes) jobs.push({ snippet, mode });
  const answers = await assemble(jobs.map(({ snippet, mode }) => sourceOf(snippet, mode)));
  const cases: SnippetCase[] = [];
  const errors: SnippetError[] = [];
  for (const [index, answer] of answers.entries()) {
    const { snippet, mode } = jobs[index]!;
    const wrong = (line: number, message: string): void => {
      errors.push({ file: snippet.file, line, message: `${snippet.name} (${mode}): ${message}` });
    };
    if ('error' in answer) {
      const first = /:(\d+): /.exec(answer.error);
      wrong(first ? Number(first[1]) : snippet.line, answer.error.replace(/^.*?:\d+: /, ''));
      continue;
    }
    try {
      cases.push(buildSnippet(snippet, mode, answer));
    } catch (error) {
      if (!(error instanceof ItemError)) throw error;
      wrong(error.line, error.message);
    }
  }
  return { cases, errors };
}

/** Snippets that are assembled together: few enough that the first are ready soon. */
const PORTION = 60;

/**
 * Reads files (default: the whole corpus) and gives their cases in portions, while the next portion is being assembled. Each portion has
 * something of every file, so whatever is wrong shows in one of the first.
 */
export async function* corpusPortions(files?: readonly string[]): AsyncGenerator<Corpus> {
  const snippets: Snippet[] = [];
  const errors: SnippetError[] = [];
  for (const path of files ?? (await snippetFiles())) {
    const parsed = parseSnippets(relative(ROOT, path), await readFile(path, 'utf8'));
    snippets.push(...parsed.snippets);
    errors.push(...parsed.errors);
  }
  if (errors.length > 0 || snippets.length === 0) yield { cases: [], snippets: [], errors };
  const parts: Snippet[][] = Array.from({ length: Math.ceil(snippets.length / PORTION) }, () => []);
  for (const [index, snippet] of snippets.entries()) parts[index % parts.length]!.push(snippet);
  const built: Promise<Corpus>[] = [];
  for (let index = 0; index < parts.length; index++) {
    while (built.length < Math.min(parts.length, index + 3)) {
      const part = parts[built.length]!;
      const promise = buildSnippets(part).then((each) => ({ ...each, snippets: part }));
      promise.catch(() => {}); // awaited in its turn
      built.push(promise);
    }
    yield await built[index]!;
  }
}

/** All of it at once. */
export async function readCorpus(files?: readonly string[]): Promise<Corpus> {
  const corpus: Corpus = { cases: [], snippets: [], errors: [] };
  for await (const portion of corpusPortions(files)) {
    corpus.cases.push(...portion.cases);
    corpus.snippets.push(...portion.snippets);
    corpus.errors.push(...portion.errors);
  }
  return corpus;
}

export function errorText(error: SnippetError): string {
  return `${error.file}:${error.line}: ${error.message}`;
}
