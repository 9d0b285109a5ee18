/**
 * Packages of another architecture from the machine's own Debian archive, by apt's own download. Lists, cache and the rest of apt's state
 * are in a folder of ours for the while: the system's apt and dpkg notice nothing.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Neither the archive nor what is wanted from it is to be had; the message says what helps. */
export class ArchiveMissing extends Error {
  override readonly name = 'ArchiveMissing';
}

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const APT_MS = 600_000;
const OUTPUT_BYTES = 64 << 20;

/** The archive that this machine's apt has Debian from; $PLEX86_DEBIAN before it. */
async function archiveAddress(): Promise<string> {
  if (process.env.PLEX86_DEBIAN) return process.env.PLEX86_DEBIAN;
  if (!existsSync('/usr/bin/apt-get'))
    throw new ArchiveMissing('this system has no apt-get. PLEX86_DEBIAN would name an archive, but apt-get is what reads it');
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI) $(COMPONENT)', 'Identifier: Packages'], {
    maxBuffer: OUTPUT_BYTES,
  });
  // The security archive and other people's are no places for it: theirs end otherwise.
  const found = /^(\S+\/debian)\/? main$/m.exec(stdout);
  if (!found) throw new ArchiveMissing('apt on this system knows no Debian archive; name one in PLEX86_DEBIAN, as in https://HOST/debian');
  return found[1]!;
}

export interface Archive {
  /** The package's fields as apt-cache shows them. */
  show(name: string): Promise<Map<string, string>>;
  /** Fetches packages and gives their files' paths, in the order of the names. */
  download(names: readonly string[]): Promise<string[]>;
  /** Fetches packages with all that they depend on, recommended ones left out, and gives the files' paths. */
  downloadAll(names: readonly string[]): Promise<string[]>;
  /** Fetches what a source package consists of, and gives the paths of these files; the archive has to be opened with `sources`. */
  source(name: string): Promise<string[]>;
  readonly address: string;
}

/** Reads an archive's list of packages, of source packages too if wanted. `folder` is made and is the caller's to remove. */
export async function openArchive(
  folder: string,
  suite: string,
  architecture: string,
  { sources: withSources = false } = {},
): Promise<Archive> {
  const address = await archiveAddress();
  const [lists, cache, files] = ['lists', 'cache', 'files'].map((name) => join(folder, name)) as [string, string, string];
  for (const each of [join(lists, 'partial'), join(cache, 'archives/partial'), files]) mkdirSync(each, { recursive: true });
  const [sources, status] = [join(folder, 'sources.list'), join(folder, 'status')];
  const signed = existsSync(KEYRING) ? ` signed-by=${KEYRING}` : '';
  const kinds = withSources ? ['deb', 'deb-src'] : ['deb'];
  writeFileSync(sources, kinds.map((kind) => `${kind} [arch=${architecture}${signed}] ${address} ${suite} main\n`).join(''));
  writeFileSync(status, '');
  const settings = {
    'Dir::State': folder,
    'Dir::State::Lists': lists,
    'Dir::State::status': status,
    'Dir::Cache': cache,
    'Dir::Etc::SourceList': sources,
    'Dir::Etc::SourceParts': '-',
    'APT::Architecture': architecture,
    'APT::Architectures': architecture,
    'APT::Sandbox::User': 'root',
    'APT::Update::Error-Mode': 'any',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '0',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const apt = async (command: string, ...args: string[]): Promise<string> => {
    try {
      const { stdout } = await run(command, ['-q', ...options, ...args], { cwd: files, timeout: APT_MS, maxBuffer: OUTPUT_BYTES });
      return stdout;
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      const said = (stderr ?? '').split('\n').filter((line) => /^[EW]:/.test(line));
      throw new ArchiveMissing(`${command} ${args[0]} with ${address} failed: ${said.join(' ') || message}`);
    }
  };
  await apt('apt-get', 'update');
  return {
    address,
    async show(name) {
      const text = await apt('apt-cache', 'show', '--no-all-versions', name);
      return new Map([...text.matchAll(/^([\w-]+): (.*)$/gm)].map((match) => [match[1]!, match[2]!]));
    },
    async download(names) {
      await apt('apt-get', 'download', ...names);
      const there = readdirSync(files);
      return names.map((name) => {
        const file = there.find((each) => each.startsWith(`${name}_`) && each.endsWith('.deb'));
        if (file === undefined) throw new ArchiveMissing(`apt-get has downloaded no file for ${name}`);
        return join(files, file);
      });
    },
    async downloadAll(names) {
      // Against the empty status of this folder, that is with everything a bare system would need for them.
      await apt('apt-get', 'install', '--download-only', '--no-install-recommends', '--yes', ...names);
      const archives = join(cache, 'archives');
      return readdirSync(archives)
        .filter((name) => name.endsWith('.deb'))
        .sort()
        .map((name) => join(archives, name));
    },
    async source(name) {
      const before = new Set(readdirSync(files));
      await apt('apt-get', 'source', '--download-only', '--only-source', name);
      return readdirSync(files).flatMap((each) => (before.has(each) ? [] : [join(files, each)]));
    },
  };
}
