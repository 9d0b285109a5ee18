/** A station on the network of plex86-network, for tests: makes frames of ARP, IPv4, ICMP, UDP, TCP, DHCP and DNS and reads the answers. */
import { LENGTH_BYTES, Network, type NetworkSettings } from '../network.ts';

export const GATEWAY = '10.0.2.2';
export const NAMESERVER = '10.0.2.3';
export const GUEST = '10.0.2.15';

const OWN = Buffer.from('525400123456', 'hex');
const EVERYBODY = Buffer.from('ffffffffffff', 'hex');
const ROUTER = Buffer.from('52550a000202', 'hex');
const HEADER = 14;
const PROTOCOLS = { icmp: 1, tcp: 6, udp: 17 };
const WAIT_MILLISECONDS = 20_000;

export interface Packet {
  from: string;
  to: string;
  protocol: number;
  payload: Buffer;
}

const address = (text: string): Buffer => Buffer.from(text.split('.').map(Number));
const text = (bytes: Uint8Array): string => [...bytes].join('.');

function checksum(...parts: Uint8Array[]): number {
  const bytes = Buffer.concat(parts);
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) | (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function words(...list: number[]): Buffer {
  const bytes = Buffer.alloc(2 * list.length);
  for (const [i, word] of list.entries()) bytes.writeUInt16BE(word, 2 * i);
  return bytes;
}

function ethernet(to: Uint8Array, type: number, payload: Uint8Array): Buffer {
  return Buffer.concat([to, OWN, words(type), payload]);
}

function ipv4(from: string, to: string, protocol: number, payload: Uint8Array): Buffer {
  const header = Buffer.concat([words(0x4500, 20 + payload.length, 1, 0, (64 << 8) | protocol, 0), address(from), address(to)]);
  header.writeUInt16BE(checksum(header), 10);
  return Buffer.concat([header, payload]);
}

function udp(from: string, to: string, fromPort: number, toPort: number, payload: Uint8Array): Buffer {
  const datagram = Buffer.concat([words(fromPort, toPort, 8 + payload.length, 0), payload]);
  datagram.writeUInt16BE(checksum(address(from), address(to), words(PROTOCOLS.udp, datagram.length), datagram), 6);
  return ipv4(from, to, PROTOCOLS.udp, datagram);
}

/** A question to a name server (RFC 1035, 4.1). */
function question(name: string, type: number): Buffer {
  const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]);
  return Buffer.concat([words(7, 0x0100, 1, 0, 0, 0), Buffer.from([...labels, 0]), words(type, 1)]);
}

/** The packet in a frame, its checksums looked at; null: it holds none. */
function packetOf(frame: Buffer): Packet | null {
  if (frame.readUInt16BE(12) !== 0x0800) return null;
  const ip = frame.subarray(HEADER);
  const header = (ip[0]! & 15) * 4;
  if (checksum(ip.subarray(0, header)) !== 0) throw new Error('a wrong checksum in a header of IPv4');
  const payload = ip.subarray(header, ip.readUInt16BE(2));
  const protocol = ip[9]!;
  const pseudo = Buffer.concat([ip.subarray(12, 20), words(protocol, payload.length)]);
  const summed =
    protocol === PROTOCOLS.icmp ? [payload] : protocol === PROTOCOLS.udp && payload.readUInt16BE(6) === 0 ? [] : [pseudo, payload];
  if (summed.length > 0 && checksum(...summed) !== 0) throw new Error(`a wrong checksum in a packet of protocol ${protocol}`);
  return { from: text(ip.subarray(12, 16)), to: text(ip.subarray(16, 20)), protocol, payload };
}

export class Station {
  readonly seen: Buffer[] = [];
  private network: Network | undefined;
  private readonly waiting = new Set<() => void>();
  private port = 40_000;

  static async plugIn(settings: NetworkSettings): Promise<Station> {
    const station = new Station();
    station.network = await Network.start(settings, (frame) => {
      const seen = Buffer.from(frame.subarray(LENGTH_BYTES));
      station.seen.push(seen);
      if (seen.readUInt16BE(12) === 0x0806 && seen.readUInt16BE(20) === 1) station.isAsked(seen);
      for (const look of [...station.waiting]) look();
    });
    return station;
  }

  async close(): Promise<void> {
    await this.network!.close();
  }

  send(frame: Uint8Array): void {
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt16LE(frame.length);
    if (!this.network!.send(Buffer.concat([length, frame]))) throw new Error('the network is behind');
  }

  /** The first frame, from now on, of which `look` makes something. Rejects when the process ends, or none comes. */
  private async next<T>(look: (frame: Buffer) => T | null): Promise<T> {
    let at = this.seen.length;
    const found = new Promise<T>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('no such frame has come')), WAIT_MILLISECONDS);
      const check = (): void => {
        try {
          while (at < this.seen.length) {
            const made = look(this.seen[at++]!);
            if (made === null) continue;
            this.waiting.delete(check);
            clearTimeout(late);
            resolve(made);
            return;
          }
        } catch (error) {
          reject(error);
        }
      };
      this.waiting.add(check);
    });
    const broken = this.network!.broken.then((error): never => {
      throw error;
    });
    broken.catch(() => {});
    return Promise.race([found, broken]);
  }

  waitFor(wanted: (packet: Packet) => boolean): Promise<Packet> {
    return this.next((frame) => {
      const packet = packetOf(frame);
      return packet && wanted(packet) ? packet : null;
    });
  }

  /** Who has this address? */
  ask(who: string): void {
    this.send(
      ethernet(EVERYBODY, 0x0806, Buffer.concat([words(1, 0x0800, 0x0604, 1), OWN, address(GUEST), Buffer.alloc(6), address(who)])),
    );
  }

  /** Says where the guest's address is. */
  private isAsked(frame: Buffer): void {
    if (text(frame.subarray(HEADER + 24, HEADER + 28)) !== GUEST) return;
    const asking = frame.subarray(HEADER + 8, HEADER + 18);
    this.send(ethernet(asking.subarray(0, 6), 0x0806, Buffer.concat([words(1, 0x0800, 0x0604, 2), OWN, address(GUEST), asking])));
  }

  async resolve(who: string): Promise<string> {
    const answer = this.next((frame) => {
      const arp = frame.subarray(HEADER);
      if (frame.readUInt16BE(12) !== 0x0806 || arp.readUInt16BE(6) !== 2 || text(arp.subarray(14, 18)) !== who) return null;
      return [...arp.subarray(8, 14)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
    });
    this.ask(who);
    return answer;
  }

  /** The message of ICMP that comes back, an echo or an error about this very request. */
  async ping(to: string, payload: Uint8Array): Promise<{ from: string; type: number; code: number; payload: Buffer }> {
    const own = this.port++;
    const message = Buffer.concat([words(0x0800, 0, own, 1), payload]);
    message.writeUInt16BE(checksum(message), 2);
    const answer = this.waitFor(({ protocol, payload }) => {
      if (protocol !== PROTOCOLS.icmp) return false;
      const quoted = payload[0] === 0 ? payload : payload[0] === 3 ? payload.subarray(8 + 20) : Buffer.alloc(0);
      return quoted.length >= 6 && quoted.readUInt16BE(4) === own;
    });
    this.send(ethernet(ROUTER, 0x0800, ipv4(GUEST, to, PROTOCOLS.icmp, message)));
    const packet = await answer;
    return { from: packet.from, type: packet.payload[0]!, code: packet.payload[1]!, payload: packet.payload.subarray(8) };
  }

  /** The answer's text, or "prohibited". */
  async datagram(to: string, port: number, payload: string | Uint8Array): Promise<string> {
    const answer = await this.exchange(to, port, Buffer.from(payload));
    return answer === null ? 'prohibited' : answer.toString('latin1');
  }

  private async exchange(to: string, port: number, payload: Uint8Array): Promise<Buffer | null> {
    const own = this.port++;
    const answer = this.waitFor(
      (packet) =>
        (packet.protocol === PROTOCOLS.udp && packet.from === to && packet.payload.readUInt16BE(2) === own) ||
        (packet.protocol === PROTOCOLS.icmp && packet.payload[0] === 3),
    );
    this.send(ethernet(ROUTER, 0x0800, udp(GUEST, to, own, port, payload)));
    const packet = await answer;
    return packet.protocol === PROTOCOLS.icmp ? null : packet.payload.subarray(8);
  }

  /** A SYN. */
  call(to: string, ownPort: number, port: number): void {
    const segment = words(ownPort, port, 0, 1000, 0, 0, 0x5002, 0x2000, 0, 0);
    segment.writeUInt16BE(checksum(address(GUEST), address(to), words(PROTOCOLS.tcp, segment.length), segment), 16);
    this.send(ethernet(ROUTER, 0x0800, ipv4(GUEST, to, PROTOCOLS.tcp, segment)));
  }

  /** What becomes of a SYN. */
  async connects(to: string, port: number): Promise<'accepted' | 'refused' | 'prohibited'> {
    const own = this.port++;
    const answer = this.waitFor(
      ({ protocol, payload }) =>
        (protocol === PROTOCOLS.tcp && payload.readUInt16BE(2) === own) || (protocol === PROTOCOLS.icmp && payload[0] === 3),
    );
    this.call(to, own, port);
    const { protocol, payload } = await answer;
    if (protocol === PROTOCOLS.icmp) return 'prohibited';
    return payload[13]! & 4 ? 'refused' : 'accepted';
  }

  /** DHCP (RFC 2131): DISCOVER, and what the OFFER says. */
  async discover(): Promise<Record<'address' | 'router' | 'dns' | 'mask', string>> {
    const message = Buffer.alloc(240 + 4);
    message.set([1, 1, 6, 0]);
    message.set(OWN, 28);
    message.writeUInt32BE(0x63825363, 236);
    message.set([53, 1, 1, 255], 240);
    const answer = this.waitFor((packet) => packet.protocol === PROTOCOLS.udp && packet.payload.readUInt16BE(2) === 68);
    this.send(ethernet(EVERYBODY, 0x0800, udp('0.0.0.0', '255.255.255.255', 68, 67, message)));
    const offer = (await answer).payload.subarray(8);
    const options = new Map<number, Buffer>();
    for (let at = 240; offer[at] !== 255 && at < offer.length; at += 2 + offer[at + 1]!)
      options.set(offer[at]!, offer.subarray(at + 2, at + 2 + offer[at + 1]!));
    const option = (number: number): string => text(options.get(number)?.subarray(0, 4) ?? Buffer.alloc(0));
    return { address: text(offer.subarray(16, 20)), router: option(3), dns: option(6), mask: option(1) };
  }

  /** Asks the name server, and waits for nothing. */
  query(name: string): void {
    this.send(ethernet(ROUTER, 0x0800, udp(GUEST, NAMESERVER, this.port++, 53, question(name, 1))));
  }

  async lookUp(name: string, type = 1): Promise<{ error: number; addresses: string[] }> {
    const asked = question(name, type);
    const answer = await this.exchange(NAMESERVER, 53, asked);
    if (answer === null || answer.readUInt16BE(0) !== 7) throw new Error('no answer of a name server');
    const addresses = Array.from({ length: answer.readUInt16BE(6) }, (_, i) => {
      const at = asked.length + 16 * i;
      return text(answer.subarray(at + 12, at + 16));
    });
    return { error: answer.readUInt16BE(2) & 15, addresses };
  }

  /** A frame that begins like an honest one and is not: fields, lengths and options of any kind. `random(n)` is 0 to n - 1. */
  strangeFrame(random: (below: number) => number): Buffer {
    const noise = (bytes: number): Buffer => Buffer.from(Array.from({ length: bytes }, () => random(256)));
    const to = [GATEWAY, NAMESERVER, GUEST, '255.255.255.255', '10.0.2.255', '224.0.0.1', '127.0.0.1'][random(7)]!;
    const body = noise(random(random(4) === 0 ? 1400 : 60));
    const frame = [
      () => ethernet(ROUTER, [0x0800, 0x0806, 0x86dd, 0x88f8, 0x8100][random(5)]!, body),
      () => ethernet(ROUTER, 0x0800, ipv4(GUEST, to, [1, 2, 6, 17, 50, 255][random(6)]!, body)),
      () => ethernet(ROUTER, 0x0800, udp(GUEST, to, random(65536), [53, 67, 69, 68, 9][random(5)]!, body)),
      () => ethernet(EVERYBODY, 0x0806, Buffer.concat([words(1, 0x0800, 0x0604, 1 + random(3)), noise(20)])),
      () => {
        const segment = Buffer.concat([words(random(65536), random(4)), noise(8), words((random(16) << 12) | random(64), 100, 0, 0), body]);
        segment.writeUInt16BE(checksum(address(GUEST), address(GATEWAY), words(PROTOCOLS.tcp, segment.length), segment), 16);
        return ethernet(ROUTER, 0x0800, ipv4(GUEST, GATEWAY, PROTOCOLS.tcp, segment));
      },
    ][random(5)]!();
    // Half of them damaged further: a few bytes of the headers, with the sum of IPv4's made right again where it can be.
    if (random(2) === 0 && frame.length > 40) {
      for (let i = random(4); i >= 0; i--) frame[HEADER + random(26)] = random(256);
      const header = Math.max(20, (frame[HEADER]! & 15) * 4);
      if (frame.length >= HEADER + header) {
        frame.writeUInt16BE(0, HEADER + 10);
        frame.writeUInt16BE(checksum(frame.subarray(HEADER, HEADER + header)), HEADER + 10);
      }
    }
    return frame.subarray(0, random(8) === 0 ? random(frame.length + 1) : 1514);
  }
}
