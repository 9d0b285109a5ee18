/** What a network card and the network behind it can be told, as an object and as the command line writes it. */
import { z } from 'zod';

const FORWARD = /^(tcp|udp):(\d{1,5}):(\d{1,5})$/;
const STATION = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;
/** that an ISA card can be set to */
const LINES = [3, 4, 5, 9, 10, 11, 12, 15];

const isPort = (text: string): boolean => Number(text) >= 1 && Number(text) <= 0xffff;

export const networkOptions = z.strictObject({
  /** pci: the RTL8029, whose place the BIOS decides. isa: the NE2000, at `base` and `irq` */
  card: z.enum(['pci', 'isa']).default('pci'),
  base: z
    .int()
    .min(0x200)
    .max(0x3e0)
    .refine((base) => base % 0x20 === 0, 'is a multiple of 20H')
    .default(0x300),
  irq: z
    .int()
    .refine((line) => LINES.includes(line), `is one of ${LINES.join(', ')}`)
    .default(10),
  /** the card's station address */
  address: z
    .string()
    .regex(STATION, 'is six bytes, as in 52:54:00:12:34:56')
    .refine((text) => Number.parseInt(text, 16) % 2 === 0, 'is an address of a group: bit 0 of its first byte is set')
    .default('52:54:00:12:34:56'),
  /** "tcp:2222:22": what connects to port 2222 of the host's 127.0.0.1 arrives at the guest's port 22; udp likewise */
  forward: z
    .array(
      z
        .string()
        .regex(FORWARD, 'is tcp:PORT:GUEST-PORT or udp:PORT:GUEST-PORT')
        .refine((text) => text.split(':').slice(1).every(isPort), 'has a port that is none: 1 to 65535'),
    )
    .default([]),
  /** the guest reaches what the host reaches; else the host's loopback alone */
  outside: z.boolean().default(false),
  /** path of a file for every frame, in the form that Wireshark and tcpdump read */
  dump: z.string().optional(),
});

export type NetworkOptions = z.input<typeof networkOptions>;

/** "none", or "user" with options behind it: "user,forward=tcp:2222:22,card=isa". undefined for none. Throws what is wrong. */
export function networkArgument(text: string): NetworkOptions | undefined {
  const [kind, ...settings] = text.split(',');
  if (kind === 'none' && settings.length === 0) return undefined;
  if (kind !== 'user') throw new Error(`"${text}" is no network: user or none`);
  const options: Record<string, unknown> = {};
  const forward: string[] = [];
  for (const setting of settings) {
    const [, name, value] = /^([a-z]+)(?:=(.+))?$/.exec(setting) ?? [];
    if (name === undefined) throw new Error(`"${setting}" should be NAME=VALUE`);
    if (name === 'forward') forward.push(value ?? '');
    else if (name === 'outside' && value === undefined) options.outside = true;
    else options[name] = name === 'base' || name === 'irq' ? Number(value) : value;
  }
  const parsed = networkOptions.safeParse({ ...options, forward });
  if (parsed.success) return { ...options, forward } as NetworkOptions;
  const issue = parsed.error.issues[0]!;
  throw new Error(`${issue.path.length === 0 ? '' : `${String(issue.path[0])}: `}${issue.message}`);
}
