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

/** Reads files (default: the whole corpus). */
export async function readCorpus(files?: readonly string[]): Promise<Corpus> {
  const snippets: Snippet[] = [];
  const errors: SnippetError[] = [];
  for (const path of files ?? (await snippetFiles())) {
    const parsed = parseSnippets(relative(ROOT, path), await readFile(path, 'utf8'));
    snippets.push(...parsed.snippets);
    errors.push(...parsed.errors);
  }
  const built = await buildSnippets(snippets);
  return { cases: built.cases, snippets, errors: [...errors, ...built.errors] };
}

export function errorText(error: SnippetError): string {
  return `${error.file}:${error.line}: ${error.message}`;
}
