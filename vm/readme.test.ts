/** What the README shows is run as it stands there. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { GuestMissing, locateGuest } from '../corpus/guests/guests.ts';
import { ROOT } from './c-header.ts';
import { tinyMachine } from './machine/testing/tiny.ts';

// Within the package, where its own name can be imported.
mkdirSync(`${ROOT}.cache`, { recursive: true });
const folder = mkdtempSync(`${ROOT}.cache/readme-`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const examples = [...readFileSync(`${ROOT}README.md`, 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match) => match[1]!);

function example(holding: string): string {
  const found = examples.filter((each) => each.includes(holding));
  if (found.length !== 1) throw new Error(`${found.length} examples in the README hold ${holding}`);
  return found[0]!;
}

const freedos = await locateGuest('freedos', { download: false }).catch((error: unknown) => {
  if (error instanceof GuestMissing) return error;
  throw error;
});

describe('the README', () => {
  it('shows a plugin of ten lines', async () => {
    const text = example('definePlugin');
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    const path = join(folder, 'dice.ts');
    writeFileSync(path, text);
    const vm = await tinyMachine('mov dx, 0x2f1\nin al, dx\nout 0xf4, al', [], { plugins: [{ plugin: path, options: { port: 0x2f1 } }] });
    const { status } = await vm.ended;
    expect([1, 2, 3, 4, 5, 6]).toContain(status);
  });

  const missing = freedos instanceof GuestMissing;
  it.skipIf(missing)(`shows how a machine is driven${missing ? ' (skipped: the guest freedos is not at hand)' : ''}`, async () => {
    const path = join(folder, 'drive.ts');
    writeFileSync(path, example('VirtualMachine.create').replace("'freedos.img'", JSON.stringify(freedos)));
    const said = vi.spyOn(console, 'log').mockImplementation(() => {});
    try {
      await import(pathToFileURL(path).href);
      const [screen, exits] = said.mock.calls.map(([what]) => what as unknown);
      expect(screen).toMatch(/A:\\>ver\n\nFreeCom version/);
      expect(exits).toMatchObject({ trap_site: expect.any(Number) });
    } finally {
      said.mockRestore();
    }
  });
});
