/**
 * A machine written down in a file. JSON, or TypeScript whose default export is the same object (or a function that returns it):
 *
 *     { "memory": "32M", "plugins": ["pci", "chipset", "fwcfg", "pic", { "plugin": "serial", "options": { "to": "pty" } }, "./dice.ts"] }
 *     { "pc": { "fda": "./boot.img", "memory": "32M", "plugins": ["./dice.ts"] } }
 *
 * The first lists all of the machine's plugins; the second is the default PC with the options of PcOptions. Text that begins with ./ or
 * ../ is a path beside the file, wherever it stands.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { networkOptions } from '../../plugins/ne2000/options.ts';
import type { Plugin } from '../plugin.ts';
import { CPU_MODELS, type MachineOptions } from './machine.ts';
import { memorySize, type PcOptions, pc } from './pc.ts';

const memory = z.union([z.int().positive(), z.string()]).transform((given, context) => {
  if (typeof given === 'number') return given;
  try {
    return memorySize(given);
  } catch (error) {
    context.addIssue((error as Error).message);
    return z.NEVER;
  }
});

const inMemory = z.custom<Plugin>((value) => typeof (value as Partial<Plugin> | null)?.setup === 'function', 'a plugin has a setup()');
const entry = z.union([z.string(), z.strictObject({ plugin: z.union([z.string(), inMemory]), options: z.unknown().optional() })]);

const common = {
  memory: memory.optional(),
  cpu: z.enum(CPU_MODELS).optional(),
  engine: z.enum(['sbe', 'interp']).optional(),
  sbe: z.enum(['fast', 'strict']).optional(),
  time: z.enum(['real', 'virtual']).optional(),
  shutdown: z.enum(['reset', 'end']).optional(),
  burst: z.int().nonnegative().optional(),
};

const listed = z.strictObject({ ...common, plugins: z.array(entry) });

const pcOptions = z.strictObject({
  ...common,
  fda: z.string().optional(),
  fdb: z.string().optional(),
  hda: z.string().optional(),
  hdb: z.string().optional(),
  hdc: z.string().optional(),
  hdd: z.string().optional(),
  cdrom: z.string().optional(),
  disks: z.enum(['read-only', 'overlay', 'write']).optional(),
  boot: z.string().optional(),
  bios: z.string().optional(),
  vgaBios: z.string().nullable().optional(),
  serial: z.array(z.string()).optional(),
  debugcon: z.string().optional(),
  debugExit: z.int().min(0).max(0xffff).optional(),
  load: z.array(z.strictObject({ file: z.string(), address: z.int().min(0).max(0xffffffff) })).optional(),
  multiboot: z.strictObject({ kernel: z.string(), modules: z.array(z.string()).optional(), commandLine: z.string().optional() }).optional(),
  linux: z
    .strictObject({ kernel: z.string(), initrd: z.union([z.string(), z.array(z.string())]).optional(), commandLine: z.string().optional() })
    .optional(),
  date: z.union([z.int(), z.enum(['utc', 'local'])]).optional(),
  network: networkOptions.optional(),
  plugins: z.array(entry).optional(),
});

/** Paths beside the file become absolute. Plugins and other things that JSON has not are left alone. */
function besideFile(value: unknown, folder: string): unknown {
  if (typeof value === 'string') {
    const [, before, path] = /^(new:\w+:)?(\.\.?\/.*)$/s.exec(value) ?? [];
    return path === undefined ? value : `${before ?? ''}${resolve(folder, path)}`;
  }
  if (Array.isArray(value)) return value.map((each) => besideFile(each, folder));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  if (typeof (value as Partial<Plugin>).setup === 'function') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, besideFile(each, folder)]));
}

/** What is not given is absent, not undefined. */
function given<T extends object>(options: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, within: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const where = [within, ...issue.path.map(String)].filter((each) => each !== '').join('.');
  throw new Error(where === '' ? issue.message : `${where}: ${issue.message}`);
}

/** The machine's own options; the others belong to a PC's plugins. */
const COMMON: ReadonlySet<string> = new Set(Object.keys(common));

/**
 * Checks a description; `folder` is where relative paths begin. `over` goes over what the description says, but for `load` and `plugins`,
 * which come after its own. Throws what is wrong with it, and where the machine is a list of plugins and `over` has options of a PC.
 */
export function describedMachine(description: unknown, folder: string, over: Partial<PcOptions> = {}): MachineOptions {
  const value = besideFile(description, folder);
  if (typeof value !== 'object' || value === null) throw new Error('a machine is an object with a list of plugins, or with "pc"');
  if (!('pc' in value)) {
    const { plugins, ...rest } = over;
    const useless = Object.keys(rest).filter((name) => !COMMON.has(name));
    if (useless.length > 0)
      throw new Error(
        `it lists all plugins of its machine, so that there is no PC to be given ${useless.join(', ')}: that has to be said in it`,
      );
    const machine = given(check(listed, value, '')) as MachineOptions;
    return { ...machine, ...rest, plugins: [...machine.plugins, ...(plugins ?? [])] };
  }
  const { pc: options } = check(z.strictObject({ pc: z.unknown() }), value, '');
  const own = given(check(pcOptions, options, 'pc')) as PcOptions;
  const more = <T>(a: readonly T[] | undefined, b: readonly T[] | undefined): readonly T[] | undefined =>
    a && b ? [...a, ...b] : (a ?? b);
  return pc(given({ ...own, ...over, load: more(own.load, over.load), plugins: more(own.plugins, over.plugins) }) as PcOptions);
}

async function readDescription(path: string): Promise<unknown> {
  if (!path.endsWith('.json')) {
    const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
    if (module.default === undefined) throw new Error('it has no default export');
    return typeof module.default === 'function' ? (module.default as () => unknown)() : module.default;
  }
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Reads a machine file, .json or .ts (.js, .mjs); `over` as for `describedMachine`. Throws a message that names the file. */
export async function readMachine(file: string, over: Partial<PcOptions> = {}): Promise<MachineOptions> {
  const path = resolve(file);
  try {
    return describedMachine(await readDescription(path), dirname(path), over);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`${file}: ${code === 'ENOENT' || code === 'ERR_MODULE_NOT_FOUND' ? 'there is no such file' : message}`, {
      cause: error,
    });
  }
}
