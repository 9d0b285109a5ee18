// All tests: the C unit tests, the checks of the built monitor, style and types, then vitest. Ends with one line, "N passed, N failed",
// and a non-zero exit status where anything failed.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, 'node_modules', '.bin', name);
const vitestResults = join(root, 'reports', 'out', 'vitest.json');

let passed = 0;
let failed = 0;
const failures = [];

/** Runs a command; its output comes at its end, and only where it failed or `show` is set. */
function run(command, args, show = false) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

function record(name, ok, output) {
  if (ok) passed++;
  else {
    failed++;
    failures.push(name);
  }
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name}`);
  if (!ok && output) console.log(output.trimEnd().replace(/^/gm, '        '));
}

async function step(name, command, args) {
  const { ok, output } = await run(command, args);
  record(name, ok, output);
}

/** Every test program of `make check-c` prints its name before it runs: each counts for itself. */
async function unitTests() {
  const { ok, output } = await run('make', ['--silent', '--keep-going', 'check-c']);
  const programs = output.split('\n').filter((line) => /^build\/test\/\S+$/.test(line));
  for (const [index, program] of programs.entries()) {
    const isLast = index === programs.length - 1;
    record(program.replace('build/test/', ''), ok || !isLast, ok ? '' : output);
  }
  if (!ok && programs.length === 0) record('make check-c', false, output);
}

async function vitest() {
  rmSync(vitestResults, { force: true });
  const { ok } = await run(bin('vitest'), ['run'], true);
  if (!existsSync(vitestResults)) {
    record('vitest', false, 'it wrote no results');
    return;
  }
  const results = JSON.parse(readFileSync(vitestResults, 'utf8'));
  passed += results.numPassedTests;
  failed += results.numFailedTests;
  const bad = results.testResults.filter((file) => file.status !== 'passed').map((file) => file.name.replace(`${root}/`, ''));
  failures.push(...bad);
  // A file that could not be loaded, or an error outside any test.
  if (!ok && results.numFailedTests === 0) {
    failed += Math.max(1, bad.length);
    if (bad.length === 0) failures.push('vitest');
  }
}

// What vitest leaves for the report is this run's alone; the conformance job's results stay.
const allure = join(root, 'reports', 'out', 'allure-results');
if (existsSync(allure))
  for (const name of readdirSync(allure)) if (!name.startsWith('conformance-')) rmSync(join(allure, name), { recursive: true });

const started = Date.now();
await step('format and lint (biome)', bin('biome'), ['check', '.']);
await step('types (tsc)', bin('tsc'), ['--noEmit']);
await step('format of C (clang-format)', 'make', ['--silent', 'format-check']);
await step('trap path touches no vector register, no libc', process.execPath, [join(root, 'scripts', 'check-trap-path.mjs')]);
await unitTests();
await vitest();

if (failures.length > 0) console.log(`\nfailed: ${failures.join(', ')}`);
console.log(`\n${Math.round((Date.now() - started) / 1000)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
