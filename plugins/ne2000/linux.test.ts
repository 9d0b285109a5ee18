/** Debian's Linux with its own driver for the card, from DHCP to files that come and go through the network. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { expect, it } from 'vitest';
import { findGuest, GuestMissing, locateLinux } from '../../corpus/guests/guests.ts';
import { pc, VirtualMachine } from '../../vm/index.ts';

const missing = await locateLinux('linux', { download: false }).then(
  () => null,
  (error: unknown) => {
    if (error instanceof GuestMissing) return error.message;
    throw error;
  },
);

async function listening<T extends { listen(port: number, host: string, done: () => void): unknown; address(): unknown }>(
  server: T,
): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function everything(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

it.skipIf(missing !== null)(`Linux is on the network${missing === null ? '' : ` (${missing})`}`, { timeout: 400_000 }, async () => {
  const body = randomBytes(3_000_000);
  const server = createServer((_request, response) => response.end(body));
  const uploads: Buffer[] = [];
  const sink = createTcpServer((socket) => socket.on('data', (part) => uploads.push(part)).on('end', () => socket.end('thanks\n')));
  const [port, upload, forwarded] = [await listening(server), await listening(sink), await freePort()];
  const guest = await findGuest('linux');
  const vm = await VirtualMachine.create(pc({ ...guest, network: { forward: [`tcp:${forwarded}:7`] } }));
  try {
    const line = vm.serial(0);
    await line.waitFor(/\/ # /, { timeout: 200_000 });
    let count = 0;
    /** What the command printed. */
    const run = async (command: string): Promise<string> => {
      const mark = `done${count++}`;
      line.send(`${command}; echo ${mark.slice(0, 2)}''${mark.slice(2)}\n`);
      return (await line.waitFor(new RegExp(`\\n([\\s\\S]*?)${mark}\\r\\n`), { timeout: 60_000 }))[1]!;
    };
    expect(await run('ifconfig eth0')).toMatch(/inet addr:10\.0\.2\.15 .*Mask:255\.255\.255\.0/);
    expect(await run('cat /sys/class/net/eth0/address')).toContain('52:54:00:12:34:56');
    expect(await run('ping -c 3 -i 0.2 10.0.2.2')).toContain('3 packets transmitted, 3 packets received, 0% packet loss');
    expect(await run('nslookup host')).toMatch(/Name:\s+host\s+Address: 10\.0\.2\.2/);
    await run(`wget -q -O /tmp/file http://10.0.2.2:${port}/`);
    expect(await run('md5sum /tmp/file')).toContain(createHash('md5').update(body).digest('hex'));
    expect(await run(`nc 10.0.2.2 ${upload} < /tmp/file`)).toContain('thanks');
    expect(Buffer.concat(uploads).equals(body)).toBe(true);
    await run('(echo hello from inside | nc -l -p 7) & sleep 1');
    expect(await everything(forwarded)).toBe('hello from inside\n');
    expect(await run('wget -O - http://192.0.2.1/')).toMatch(/Network is unreachable/);
    expect(await run('ifconfig eth0')).toMatch(
      /RX packets:\d+ errors:0 dropped:0 overruns:0 [\s\S]*TX packets:\d+ errors:0 dropped:0 overruns:0/,
    );
    expect(await run('dmesg | grep -iE "eth0|ne2k" | grep -iE "error|timed|mismatch|bogus|warn"; true')).not.toMatch(/\[ *\d/);
    expect(vm.service('network')!.counters.lost).toBe(0);
  } finally {
    await vm.quit();
    server.closeAllConnections();
    for (const one of [server, sink]) await new Promise((resolve) => one.close(resolve));
  }
});
