/** The network's process, spoken to in frames, as a card would. */
import { createSocket } from 'node:dgram';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { FrameReader, LENGTH_BYTES, type Network } from './network.ts';
import { GATEWAY, GUEST, NAMESERVER, Station } from './testing/station.ts';

const stations: Station[] = [];
async function plugIn(settings: Partial<Parameters<typeof Network.start>[0]> = {}): Promise<Station> {
  const station = await Station.plugIn({ forward: [], outside: false, ...settings });
  stations.push(station);
  return station;
}
afterEach(async () => {
  for (const station of stations.splice(0)) await station.close();
});

/** An address of the host's that is not its loopback; without a network there is none. */
const own = Object.values(networkInterfaces())
  .flat()
  .find((each) => each && each.family === 'IPv4' && !each.internal)?.address;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function udpEcho(host: string): Promise<{ port: number; close: () => void }> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, host, resolve));
  socket.on('message', (text, from) => socket.send(`echo ${text}`, from.port, from.address));
  return { port: socket.address().port, close: () => socket.close() };
}

describe('the network', () => {
  it('answers ARP for gateway and name server, and nobody else', async () => {
    const station = await plugIn();
    expect(await station.resolve(GATEWAY)).toMatch(/^52:55:0a:00:02:02$/);
    expect(await station.resolve(NAMESERVER)).toMatch(/^52:55:0a:00:02:03$/);
    station.ask('10.0.2.77');
    await station.resolve(GATEWAY);
    expect(station.seen).toHaveLength(3);
  });

  it('echoes at the gateway, every byte', async () => {
    const station = await plugIn();
    const payload = Buffer.from(Array.from({ length: 1400 }, (_, i) => (i * 7) & 0xff));
    const reply = await station.ping(GATEWAY, payload);
    expect(reply.type).toBe(0);
    expect(reply.payload.equals(payload)).toBe(true);
  });

  it('gives the guest its address', async () => {
    const station = await plugIn();
    const offer = await station.discover();
    expect(offer).toEqual({ address: GUEST, router: GATEWAY, dns: NAMESERVER, mask: '255.255.255.0' });
  });

  it('is the loopback of the host at the gateway, by UDP and TCP', async () => {
    const station = await plugIn();
    const echo = await udpEcho('127.0.0.1');
    expect(await station.datagram(GATEWAY, echo.port, 'hello')).toBe('echo hello');
    echo.close();
    const server: Server = createServer((_request, response) => response.end('a page'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    expect(await station.connects(GATEWAY, (server.address() as { port: number }).port)).toBe('accepted');
    const port = await freePort();
    expect(await station.connects(GATEWAY, port)).toBe('refused');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('says of everything else that it is prohibited', async () => {
    const station = await plugIn();
    for (const address of ['10.0.2.77', '127.0.0.1', '192.0.2.1', ...(own === undefined ? [] : [own])]) {
      const reply = await station.ping(address, Buffer.from('x'));
      expect([address, reply.type, reply.code, reply.from]).toEqual([address, 3, 9, GATEWAY]);
    }
    expect(await station.connects('192.0.2.1', 80)).toBe('prohibited');
  });

  it.skipIf(own === undefined)('has an outside only where that is wanted', async () => {
    const echo = await udpEcho(own!);
    try {
      const inside = await plugIn();
      expect(await inside.datagram(own!, echo.port, 'hello')).toBe('prohibited');
      const outside = await plugIn({ outside: true });
      expect(await outside.datagram(own!, echo.port, 'hello')).toBe('echo hello');
      // The host's own name server is looked up from inside the jail; whether it answers is not ours to say.
      outside.query('host');
      expect((await outside.ping(GATEWAY, Buffer.from('x'))).type).toBe(0);
    } finally {
      echo.close();
    }
  });

  it('knows the name of the host, and that there are no others', async () => {
    const station = await plugIn();
    expect(await station.lookUp('host')).toEqual({ error: 0, addresses: [GATEWAY] });
    expect(await station.lookUp('HOST')).toEqual({ error: 0, addresses: [GATEWAY] });
    expect(await station.lookUp('host', 28)).toEqual({ error: 0, addresses: [] });
    expect(await station.lookUp('example.org')).toEqual({ error: 3, addresses: [] });
  });

  it('forwards ports of the loopback to the guest', async () => {
    const port = await freePort();
    const station = await plugIn({ forward: [`tcp:${port}:22`] });
    await station.ping(GATEWAY, Buffer.from('here I am'));
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    const syn = await station.waitFor((packet) => packet.protocol === 6 && packet.payload.readUInt16BE(2) === 22);
    expect(syn.payload[13]! & 0x3f).toBe(2); // SYN
    expect(syn.to).toBe(GUEST);
    socket.destroy();
  });

  it('names a port that it cannot have', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await expect(plugIn({ forward: [`tcp:${port}:80`] })).rejects.toThrow(`TCP port ${port} of 127.0.0.1: Address already in use`);
    await new Promise((resolve) => server.close(resolve));
  });

  it('survives more connections than a process has descriptors', { timeout: 60_000 }, async () => {
    const station = await plugIn();
    const server: Server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    for (let own = 1024; own < 1024 + 5000; own++) {
      station.call(GATEWAY, own, port);
      if (own % 500 === 0) await station.ping(GATEWAY, Buffer.from('still there'));
    }
    expect((await station.ping(GATEWAY, Buffer.from('still there'))).payload.toString()).toBe('still there');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('survives whatever comes, and answers after it', { timeout: 60_000 }, async () => {
    const station = await plugIn();
    let seed = 4;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    await station.resolve(GATEWAY);
    for (let round = 0; round < 200; round++) {
      for (let i = 0; i < 100; i++) station.send(station.strangeFrame(random));
      const reply = await station.ping(GATEWAY, Buffer.from(`round ${round}`));
      expect(reply.payload.toString()).toBe(`round ${round}`);
    }
  });
});

it('frames are put together however they are cut', () => {
  const frames = [3, 0, 1, 2, 3, 1, 0, 9, 2, 0, 7, 7];
  for (let size = 1; size <= frames.length; size++) {
    const reader = new FrameReader();
    const got: number[][] = [];
    for (let at = 0; at < frames.length; at += size)
      for (const frame of reader.read(Uint8Array.from(frames.slice(at, at + size)))) got.push([...frame.subarray(LENGTH_BYTES)]);
    expect(got).toEqual([[1, 2, 3], [9], [7, 7]]);
  }
});
