/** Cases for tests, from the standard start state of the corpus. */
import type { Case } from '../case.ts';
import { codeOrigin, environmentMemory, environmentRegisters, type SnippetMode } from './snippets/environment.ts';

/** Code that stands at CS:EIP and is stopped after its last byte. */
export function codeCase(id: string, code: readonly number[], mode: SnippetMode = 'pm32'): Case {
  const registers = environmentRegisters(mode);
  const origin = codeOrigin(mode);
  return {
    id,
    mode: mode.replace('/3', '') as Case['mode'],
    model: 'default',
    ramBytes: 16 << 20,
    addressMask: 0xffffffff,
    registers,
    fx: null,
    wantsFx: false,
    memory: [...environmentMemory(mode), { address: origin, bytes: Uint8Array.from(code) }],
    ports: [],
    events: [],
    stop: { eip: [origin + code.length], instructions: 0, exception: true },
  };
}
