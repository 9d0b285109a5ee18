/** Code that lives under page tables and changes them: entries, CR0.WP, CR3, CR4, INVLPG; aliases of its own pages; and accesses in between. */
import { type Choices, chance, pick } from './choices.ts';
import { encode } from './code.ts';
import { Environment, type Target } from './environment.ts';
import { FORMS, type Form } from './forms.ts';
import { DATA, STACK } from './layout.ts';
import { defineFlags, harmless } from './sequence.ts';
import { CODE_ALIAS, entryBits, FAR, FAR_TABLE_WINDOW, LARGE, type Space, TABLE_WINDOW, WINDOW_PAGES } from './space.ts';
import { leavesUndefinedFlags } from './undefined.ts';

const ACCESSES: readonly Form[] = FORMS.filter(
  (form) =>
    form.unit === 'integer' &&
    form.modrm !== 'none' &&
    form.modrm !== 'register' &&
    !form.branch &&
    !form.ends &&
    !form.privileged &&
    !form.byIopl &&
    !form.undefinedResult &&
    !form.segments &&
    !form.string &&
    !form.protectedOnly &&
    !(form.mnemonic === 'test' && form.digit === 1) &&
    !['sgdt', 'sidt', 'smsw', 'lea', 'nop'].includes(form.mnemonic),
);
const STRINGS: readonly Form[] = FORMS.filter((form) => form.string && !form.byIopl);

const ONE_BYTE: readonly number[] = [0x42, 0x43, 0x46, 0x47, 0x4a, 0x90, 0xf8, 0xf9, 0xf5, 0x9c, 0x06, 0xcc];
const WP = 0x10000;
const PGE = 0x80;

type Piece = (choices: Choices, editor: Editor) => void;

interface Editor {
  env: Environment;
  space: Space;
  /** which of the code's linear addresses is being executed: what is added to the first */
  alias: number;
  /** ring 0 has gone to ring 3 */
  left: boolean;
}

/** Privileged pieces first: ring 3 has the rest. */
const PRIVILEGED: readonly Piece[] = [
  edit,
  edit,
  edit,
  writeProtect,
  invalidate,
  reload,
  globals,
  otherSpace,
  editLarge,
  mapFar,
  mapFar,
  leaveRing0,
];
const ANY: readonly Piece[] = [access, access, access, string, stack, jumpToAlias, modifyThroughAlias, interrupt, push];

export function tableEdits(choices: Choices, target: Target, space: Space): Environment {
  const env = new Environment(choices, target, {
    quiet: true,
    plainSegments: true,
    model: 'default',
    exception: chance(choices, 40),
    idtVariant: 0,
    placement: chance(choices, 20) ? 0x1000 - 1 - choices.below(60) : 0x100 + choices.below(0xd00),
  });
  env.cr4 &= ~PGE;
  env.globalPages = space.second === null && chance(choices, 50);
  const editor: Editor = { env, space, alias: 0, left: false };
  const pieces = 2 + choices.below(7);
  for (let i = 0; i < pieces; i++) {
    const privileged = env.cpl === 0 && !editor.left && chance(choices, 55);
    pick(choices, privileged ? PRIVILEGED : ANY)(choices, editor);
    if (chance(choices, 30)) harmless(choices, env, true);
  }
  for (const alias of [CODE_ALIAS, FAR]) env.stops.push((env.linear + env.code.length + alias) >>> 0);
  return env;
}

/** An address in a page of the windows, often close to its ends. */
function somewhere(choices: Choices, { env, space }: Editor): number {
  const page = chance(choices, 80) ? pick(choices, space.data) : (env.windows + pick(choices, WINDOW_PAGES)) >>> 0;
  return chance(choices, 30) ? page + 0x1000 - choices.below(18) : page + choices.below(64);
}

function access(choices: Choices, editor: Editor): void {
  const { env } = editor;
  const form = pick(choices, ACCESSES);
  if (chance(choices, 60)) {
    const register = pick(choices, [0, 3, 6, 7, 1, 2]);
    const large = chance(choices, 10);
    const at = large ? LARGE + (chance(choices, 50) ? choices.below(64) : 0x400000 - choices.below(12)) : somewhere(choices, editor);
    env.code.raw(0xb8 | register);
    env.code.dword(at >>> 0);
    env.code.raw(pick(choices, [0x8b, 0x89, 0x01, 0x8a, 0x88, 0x30, 0x87]), register | (pick(choices, [2, 5, 1]) << 3));
    defineFlags(env);
    return;
  }
  encode(choices, env.code, form, env, { memory: true, plain: true });
  if (leavesUndefinedFlags(form)) defineFlags(env);
}

function string(choices: Choices, editor: Editor): void {
  const { code } = editor.env;
  for (const register of [6, 7]) {
    code.raw(0xb8 | register);
    code.dword(somewhere(choices, editor));
  }
  code.raw(0xb9);
  code.dword(choices.below(16));
  if (chance(choices, 20)) code.raw(0xfd);
  encode(choices, code, pick(choices, STRINGS), editor.env);
  code.repeats = false; // the count is an immediate
  code.raw(0xfc);
}

/** ESP to where a push, or the next of several, leaves the page. */
function stack(choices: Choices, { env }: Editor): void {
  const base = (env.windows + (chance(choices, 70) ? STACK : DATA)) >>> 0;
  env.code.raw(0xbc);
  env.code.dword(base + choices.below(40) + (chance(choices, 20) ? 0xfe0 : 0));
  push(choices, { env } as Editor);
}

function push(choices: Choices, { env }: Editor): void {
  env.code.raw(
    ...pick(choices, [
      [0x60],
      [0x61],
      [0x50],
      [0x58],
      [0x9c],
      [0xc8, 8, 0, 2],
      [0xc8, 0x20, 0, 5],
      [0xc9],
      [0x68, 1, 2, 3, 4],
      [0xff, 0x33],
      [0x8f, 0x03],
      [0x66, 0x60],
      [0xe8, 0, 0, 0, 0],
      [0x06],
    ]),
  );
}

function interrupt(choices: Choices, { env }: Editor): void {
  env.code.raw(...pick(choices, [[0xcd, 0x2c], [0xcd, 0x20], [0x9a, 0, 0, 0, 0, 0xc3, 0], [0xcc], [0xcd, 0x23]]));
}

/** A new entry for a page, and the invalidation it needs; mostly after an access, and before another. */
function edit(choices: Choices, editor: Editor): void {
  const { env, space } = editor;
  const page = pick(choices, space.data);
  if (chance(choices, 60)) load(choices, editor, page);
  const frame = chance(choices, 70) ? space.first.locate(page)! : space.first.locate(pick(choices, space.data))!;
  const global = env.globalPages && chance(choices, 40) ? 0x100 : 0;
  const entry = ((frame & 0xfffff000) | entryBits(choices, false) | global) >>> 0;
  const at = (space.layout.tables + TABLE_WINDOW + 4 * ((page >>> 12) & 0x3ff)) >>> 0;
  env.code.raw(0xc7, 0x05);
  env.code.dword(at);
  env.code.dword(entry);
  if (env.globalPages || chance(choices, 60)) invalidatePage(env, page + (chance(choices, 30) ? choices.below(0x1000) : 0));
  else reload(choices, editor);
  if (chance(choices, 80)) load(choices, editor, page);
}

function load(choices: Choices, { env }: Editor, page: number, crossing = true): void {
  const at = (page + (crossing && chance(choices, 20) ? 0xffd : 4 * choices.below(16))) >>> 0;
  switch (choices.below(4)) {
    case 0:
      env.code.raw(0x8b, 0x15); // mov edx, [at]
      env.code.dword(at);
      break;
    case 1:
      env.code.raw(0x89, 0x15); // mov [at], edx
      env.code.dword(at);
      break;
    case 2:
      env.code.raw(0xff, 0x05); // inc dword [at]
      env.code.dword(at);
      break;
    default:
      env.code.raw(0xff, 0x35); // push dword [at]
      env.code.dword(at);
  }
}

function invalidatePage(env: Environment, linear: number): void {
  env.code.raw(0x0f, 0x01, 0x3d);
  env.code.dword(linear >>> 0);
}

function invalidate(choices: Choices, editor: Editor): void {
  invalidatePage(editor.env, somewhere(choices, editor));
}

function reload(_: Choices, { env }: Editor): void {
  env.code.raw(0x0f, 0x20, 0xd8); // mov eax, cr3
  env.code.raw(0x0f, 0x22, 0xd8);
}

/** The sign, zero and other flags that MOV CR leaves undefined are defined again. */
function writeProtect(choices: Choices, { env }: Editor): void {
  env.code.raw(0x0f, 0x20, 0xc0);
  env.code.raw(pick(choices, [0x35, 0x0d]));
  env.code.dword(WP);
  env.code.raw(0x0f, 0x22, 0xc0);
  defineFlags(env);
}

function globals(_: Choices, { env }: Editor): void {
  if (!env.globalPages) return;
  for (let i = 0; i < 2; i++) {
    env.code.raw(0x0f, 0x20, 0xe0); // mov eax, cr4
    env.code.raw(0x35); // xor eax, PGE
    env.code.dword(PGE);
    env.code.raw(0x0f, 0x22, 0xe0);
  }
  defineFlags(env);
}

function otherSpace(choices: Choices, { env, space }: Editor): void {
  if (!space.second) return;
  env.code.raw(0xb8);
  env.code.dword(chance(choices, 70) ? space.second.directory : space.first.directory);
  env.code.raw(0x0f, 0x22, 0xd8);
}

/** The entry of the 4 MiB page, and its rights; sometimes bit 21, which is reserved with PSE-36 and without. */
function editLarge(choices: Choices, editor: Editor): void {
  const { env, space } = editor;
  if (space.first.entry(LARGE) === 0) return;
  const entry = (pick(choices, [0, 0x400000, 0x400000, 0x600000]) | 0x80 | entryBits(choices, false)) >>> 0;
  env.code.raw(0xc7, 0x05);
  env.code.dword((space.layout.tables + 0x92000 + 4 * (LARGE >>> 22)) >>> 0);
  env.code.dword(entry);
  invalidatePage(env, LARGE + choices.below(0x400000));
  load(choices, editor, LARGE + (chance(choices, 20) ? 0x3ff000 : 0));
}

/**
 * The page whose view would stand where the far code's does: made present, used, taken away. SBE's fast mode promises nothing about an access
 * that should find it missing (its documented limit), so there it is only ever made.
 */
function mapFar(choices: Choices, editor: Editor): void {
  const { env, space } = editor;
  if (chance(choices, 60) && editor.alias !== FAR) jumpTo(choices, editor, FAR);
  const table = (space.layout.tables + FAR_TABLE_WINDOW + 4 * ((space.far >>> 12) & 0x3ff)) >>> 0;
  const frame = space.first.locate(pick(choices, space.data))! & 0xfffff000;
  for (let i = 1 + choices.below(2); i > 0; i--) {
    env.code.raw(0xc7, 0x05);
    env.code.dword(table);
    env.code.dword((frame | (env.overlaps ? entryBits(choices, false) : 3 | (choices.below(2) << 2))) >>> 0);
    invalidatePage(env, space.far);
    load(choices, editor, space.far, env.overlaps);
  }
}

/** IRET to ring 3 at what comes next, with its data segments; the pages are what they are. */
function leaveRing0(choices: Choices, editor: Editor): void {
  const { env, space } = editor;
  editor.left = true;
  load(choices, editor, pick(choices, space.data));
  const stack = (env.windows + STACK + 0x600) >>> 0;
  const after = (env.eip + env.code.length + 5 * 5 + 1 + editor.alias) >>> 0;
  for (const value of [0x23, stack, 0x3202, 0x1b, after]) {
    env.code.raw(0x68);
    env.code.dword(value);
  }
  env.code.raw(0xcf);
  env.code.raw(0x66, 0xb8, 0x23, 0);
  env.code.raw(0x8e, 0xd8);
  env.code.raw(0x8e, 0xc0);
}

/** On at the same code's other linear address. */
function jumpToAlias(choices: Choices, editor: Editor): void {
  jumpTo(
    choices,
    editor,
    pick(
      choices,
      [CODE_ALIAS, FAR, 0].filter((alias) => alias !== editor.alias),
    ),
  );
}

function jumpTo(choices: Choices, editor: Editor, alias: number): void {
  const { env } = editor;
  editor.alias = alias;
  const target = (env.eip + env.code.length + 7 + editor.alias) >>> 0;
  if (chance(choices, 50)) {
    env.code.raw(0xb8);
    env.code.dword(target);
    env.code.raw(0xff, 0xe0);
  } else {
    env.code.raw(0x68);
    env.code.dword(target);
    env.code.raw(0xc3);
    env.code.raw(0x90);
  }
}

/** A loop that writes to its own code through the other linear address of its page, and serialises before it comes there again. */
function modifyThroughAlias(choices: Choices, editor: Editor): void {
  const { env } = editor;
  const { code } = env;
  code.raw(0xbd); // mov ebp, 2
  code.dword(2);
  const start = code.length;
  code.raw(pick(choices, [0x42, 0x43, 0x46, 0x90]));
  code.raw(pick(choices, [0x42, 0x47, 0x90]));
  const at = (env.linear + start + choices.below(2) + (editor.alias === CODE_ALIAS ? 0 : CODE_ALIAS)) >>> 0;
  code.raw(0xc6, 0x05); // mov byte [at], imm
  code.dword(at);
  code.byte(pick(choices, ONE_BYTE));
  if (env.cpl === 0 && !editor.left && chance(choices, 70)) invalidatePage(env, env.windows + DATA);
  else if (chance(choices, 30))
    code.raw(0x0f, 0xa2); // cpuid
  else {
    code.raw(0x9c, 0x0e, 0x68); // pushf; push cs; push what comes next; iret
    code.dword((env.eip + code.length + 5 + editor.alias) >>> 0);
    code.raw(0xcf);
  }
  code.raw(0x4d); // dec ebp
  code.raw(0x75);
  code.byte((start - (code.length + 1)) & 0xff);
}
