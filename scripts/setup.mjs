// Makes a bare checkout ready: npm packages, Debian packages, the C parts. Plain JavaScript without dependencies, because it runs
// before anything is installed. Quick when everything is there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, '.cache', 'setup.json');

/** What a Debian package is recognised by. */
const PACKAGES = {
  gcc: ['/usr/bin/gcc'],
  make: ['/usr/bin/make'],
  nasm: ['/usr/bin/nasm'],
  'libunicorn-dev': ['/usr/include/unicorn/unicorn.h'],
  'libslirp-dev': ['/usr/include/slirp/libslirp.h'],
  'qemu-system-x86': ['/usr/bin/qemu-system-i386'],
  bochs: ['/usr/bin/bochs'],
  bochsbios: ['/usr/share/bochs/BIOS-bochs-latest'],
  vgabios: ['/usr/share/vgabios/vgabios.bin'],
  seabios: ['/usr/share/seabios/bios.bin'],
  mtools: ['/usr/bin/mcopy'],
  cpio: ['/usr/bin/cpio'],
  'gcc-multilib': ['/usr/share/doc/gcc-multilib'],
  e2fsprogs: ['/sbin/mke2fs'],
  'clang-format': ['/usr/bin/clang-format'],
};

function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

function stop(text) {
  say(text);
  process.exit(1);
}

/** Runs a command with its output on the screen; stops where it fails. */
function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (done.error) stop(`${command}: ${done.error.message}`);
  return done.status === 0;
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) stop(`Node ${process.versions.node} is too old: plex86 needs 20 or newer`);
  if (process.platform !== 'linux' || process.arch !== 'x64')
    stop(`plex86 runs guest code on the processor itself: it needs Linux on x86-64, not ${process.platform} on ${process.arch}`);
}

function npmPackages(stamp) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const modules = join(root, 'node_modules');
  // Somebody else's packages, shared on purpose: npm would empty the folder that the link leads to.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return lock;
  const installed = existsSync(join(modules, '.package-lock.json'));
  if (installed && stamp.lock === lock) return lock;
  if (installed && stamp.lock === undefined) {
    // Installed by hand before the first setup: right if npm wrote it after the lock file.
    const inside = statSync(join(modules, '.package-lock.json')).mtimeMs;
    if (inside >= statSync(join(root, 'package-lock.json')).mtimeMs) return lock;
  }
  say('npm packages (npm ci)');
  if (run('npm', ['ci', '--no-audit', '--no-fund'])) return lock;
  // A registry that lacks packages for other platforms makes the lock file look incomplete to npm ci; versions are pinned all the same.
  say('npm ci failed; trying npm install');
  if (!run('npm', ['install', '--no-save', '--no-audit', '--no-fund'])) stop('npm install failed; see above');
  return lock;
}

function debianPackages() {
  const missing = () => Object.keys(PACKAGES).filter((name) => !PACKAGES[name].every((path) => existsSync(path)));
  const wanted = missing();
  if (wanted.length === 0) return;
  const command = ['apt-get', 'install', '--yes', '--no-install-recommends', ...wanted];
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    stop(`these Debian packages are missing: ${wanted.join(' ')}\nInstall them and start again:\n\n    sudo ${command.join(' ')}\n`);
  }
  say(`Debian packages: ${wanted.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (!run(command[0], command.slice(1), { env })) {
    say('package lists may be old: apt-get update');
    if (!run('apt-get', ['update'], { env }) || !run(command[0], command.slice(1), { env }))
      stop(`this failed; see above:\n\n    ${command.join(' ')}\n`);
  }
  const still = missing();
  if (still.length > 0)
    stop(
      `apt-get installed the packages, but these are not where they should be: ${still.map((name) => PACKAGES[name].join(' ')).join(' ')}`,
    );
}

function build() {
  const upToDate = spawnSync('make', ['--question', 'all'], { cwd: root, stdio: 'ignore' });
  if (upToDate.status === 0) return;
  say('building the C parts (make)');
  if (!run('make', ['--silent', '-j2', 'all'], { stdio: ['ignore', 'ignore', 2] })) stop('the build failed; see above');
}

checkNode();
const stamp = readStamp();
const lock = npmPackages(stamp);
debianPackages();
build();
if (stamp.lock !== lock) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${JSON.stringify({ lock })}\n`);
}
