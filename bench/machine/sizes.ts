/** What a machine's process and this one hold of the host, for soaks: KiB of memory, mappings, descriptors. */
import { readdirSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What may be added after the first minutes. KiB: the scanner's tables fill; V8 gives its pages back late. */
export const ALLOWED = { machineRss: 2048, machineMaps: 16, machineFds: 0, nodeRss: 65_536, nodeHeap: 8192, nodeFds: 0 };

export type Sizes = Record<keyof typeof ALLOWED, number>;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** `pid`: of the machine's process. */
export function sizes(pid: number): Sizes {
  const rss = (id: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))![1]);
  const fds = (id: number): number => readdirSync(`/proc/${id}/fd`).length;
  collect();
  return {
    machineRss: rss(pid),
    machineMaps: readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n').length - 1,
    machineFds: fds(pid),
    nodeRss: rss(process.pid),
    nodeHeap: Math.round((process.memoryUsage().heapUsed + process.memoryUsage().external) / 1024),
    nodeFds: fds(process.pid),
  };
}
