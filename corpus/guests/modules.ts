/** Kernel modules out of a package: those that are wanted with what they depend on, and the two lists that modprobe reads. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Module {
  /** beneath the folder of this kernel's modules */
  path: string;
  name: string;
  depends: string[];
  aliases: string[];
}

/** As the kernel has it: file names may have hyphens, names have not. */
const plainName = (file: string): string => file.replace(/\.ko$/, '').replaceAll('-', '_');

/** The section .modinfo is "key=value" strings, each ended by a zero byte. */
function readModule(folder: string, path: string): Module {
  const text = readFileSync(join(folder, path), 'latin1');
  const values = (key: string): string[] => [...text.matchAll(new RegExp(`\0${key}=([^\0]*)`, 'g'))].map((match) => match[1]!);
  return {
    path,
    name: plainName(path.slice(path.lastIndexOf('/') + 1)),
    depends: (values('depends')[0] ?? '').split(',').filter((name) => name !== ''),
    aliases: values('alias'),
  };
}

/**
 * Copies `wanted` modules and what they need from `from` to `to`, both folders of one kernel's modules (lib/modules/VERSION). Throws where
 * one is not there.
 */
export function copyModules(from: string, to: string, wanted: readonly string[]): void {
  const files = (readdirSync(from, { recursive: true }) as string[]).filter((file) => file.endsWith('.ko'));
  const byName = new Map(files.map((path) => [plainName(path.slice(path.lastIndexOf('/') + 1)), path]));
  const chosen = new Map<string, Module>();
  const take = (name: string): void => {
    const plain = plainName(name);
    if (chosen.has(plain)) return;
    const path = byName.get(plain);
    if (path === undefined) throw new Error(`the kernel's package has no module ${name}`);
    const module = readModule(from, path);
    chosen.set(plain, module);
    module.depends.forEach(take);
  };
  wanted.forEach(take);
  const all = [...chosen.values()];
  for (const { path } of all) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(from, path), join(to, path));
  }
  /** Nearest first, each once. */
  const needs = (module: Module): string[] => {
    const found = new Set<string>();
    const walk = (one: Module): void => {
      for (const name of one.depends) {
        const needed = chosen.get(plainName(name))!;
        found.delete(needed.path);
        found.add(needed.path);
        walk(needed);
      }
    };
    walk(module);
    return [...found];
  };
  writeFileSync(
    join(to, 'modules.dep'),
    all
      .map((module) => `${module.path}: ${needs(module).join(' ')}`.trimEnd())
      .join('\n')
      .concat('\n'),
  );
  const aliases = all.flatMap(({ name, aliases }) => aliases.map((alias) => `alias ${alias} ${name}\n`));
  writeFileSync(join(to, 'modules.alias'), aliases.join(''));
}
