/** The public API: make a PC, or a machine of your own list of plugins, and drive it. */
export type { MachineState } from './machine/channel.ts';
export { type PluginEntry, PluginError } from './machine/host.ts';
export { keyStrokes } from './machine/keys.ts';
export {
  CPU_MODELS,
  type CpuModel,
  type Ended,
  type MachineOptions,
  type MachineScreen,
  VirtualMachine,
  WaitError,
  type WaitOptions,
} from './machine/machine.ts';
export { memorySize, type PcOptions, pc } from './machine/pc.ts';
export * from './plugin.ts';
