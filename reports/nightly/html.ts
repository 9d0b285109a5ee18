/** The nightly's report: one HTML file that needs nothing else but the logs it links. */
import type { Night } from './history.ts';
import type { Outcome, Part } from './part.ts';

const quote = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const row = (cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => (cell.startsWith('<t') ? cell : `<td>${cell}</td>`)).join('')}</tr>`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead>${row(head.map((cell) => `<th>${cell}</th>`))}</thead><tbody>${rows.map(row).join('\n')}</tbody></table>`;

export function shown(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en').replaceAll(',', '\u202f');
  return Math.abs(value) < 10 ? value.toFixed(3) : value.toFixed(1);
}

export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

const WIDTH = 180;
const HEIGHT = 28;

/** A figure over the nights. A night without it leaves a gap in the line. */
function sparkline(values: readonly (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  const least = Math.min(...known);
  const span = Math.max(...known) - least || 1;
  const step = WIDTH / Math.max(1, values.length - 1);
  const x = (i: number): string => (i * step).toFixed(1);
  const y = (value: number): string => (HEIGHT - 3 - ((HEIGHT - 6) * (value - least)) / span).toFixed(1);
  const path: string[] = [];
  for (const [i, value] of values.entries())
    if (value !== undefined) path.push(`${i > 0 && values[i - 1] !== undefined ? 'L' : 'M'}${x(i)} ${y(value)}`);
  const last = known.at(-1)!;
  const dot = `<circle cx="${x(values.lastIndexOf(last))}" cy="${y(last)}" r="2.5"/>`;
  return `<svg width="${WIDTH + 6}" height="${HEIGHT}" viewBox="-3 0 ${WIDTH + 6} ${HEIGHT}"><path d="${path.join('')}"/>${dot}</svg>`;
}

function change(now: number, before: number | undefined): string {
  if (before === undefined || now === before) return '';
  const share = before === 0 ? '' : ` (${now > before ? '+' : ''}${((100 * (now - before)) / Math.abs(before)).toFixed(1)} %)`;
  return `before ${shown(before)}${share}`;
}

const SHOWN_NIGHTS = 60;
const cell = (status: string): string => `<td class="${status.replace(' ', '-')}">${status}</td>`;

const STYLE = `body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#222}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse}td,th{padding:.2rem .6rem;text-align:left;border-bottom:1px solid #ddd;vertical-align:top}
.passed{background:#e8f5e9}.failed,.late,.broken{background:#ffcdd2;font-weight:600}.missing,.interrupted{background:#fff8e1}.left-out{color:#999}
pre{white-space:pre-wrap;font-size:.85em}.n{text-align:right;font-variant-numeric:tabular-nums}svg path{fill:none;stroke:#36c;stroke-width:1.5}svg circle{fill:#36c}
@media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}td,th{border-color:#444}.passed{background:#1b3a1f}.failed,.late,.broken{background:#6b1d1d}.missing,.interrupted{background:#4a3f14}}`;

/** `nights`: oldest first, the one to show last. Nights of another size (quick or full) are not compared with it. */
export function html(parts: readonly Part[], nights: readonly Night[]): string {
  const now = nights.at(-1)!;
  const alike = nights.filter((night) => night.quick === now.quick).slice(-SHOWN_NIGHTS);
  const before = alike.at(-2);
  const of = (night: Night | undefined, part: string): Outcome | undefined => night?.outcomes.find((each) => each.part === part);
  const bad = now.outcomes.filter((each) => !['passed', 'left out'].includes(each.status));
  const seconds = now.outcomes.reduce((sum, each) => sum + each.seconds, 0);
  const out: string[] = [
    '<h1>plex86: the night</h1>',
    `<p>${quote(now.night)}${now.quick ? ', small counts' : ''}, commit <code>${quote(now.commit)}</code>, written ${quote(now.written)}, ${duration(seconds)} at work.</p>`,
    `<p><b>${now.outcomes.filter((each) => each.status === 'passed').length}</b> parts passed${
      bad.length > 0 ? `; <b>${bad.map((each) => `${quote(each.part)} ${each.status}`).join(', ')}</b>` : ''
    }.</p>`,
    table(
      ['part', '', 'what it is', 'took', 'what there is to say'],
      parts.map((part) => {
        const outcome = of(now, part.name);
        const status = outcome?.status ?? 'left out';
        const log = `<a href="logs/${part.name}.log">log</a>`;
        return [
          `<th>${quote(part.name)}</th>`,
          cell(status),
          quote(part.about),
          outcome && outcome.seconds > 0 ? duration(outcome.seconds) : '',
          `${quote(outcome?.why ?? '')} ${['left out', 'missing'].includes(status) ? '' : log}`,
        ];
      }),
    ),
  ];
  const findings = now.outcomes.filter((each) => each.findings.length > 0);
  if (findings.length > 0) out.push('<h2>What is wrong</h2>');
  for (const { part, findings: lines } of findings) out.push(`<h3>${quote(part)}</h3><pre>${lines.map(quote).join('\n')}</pre>`);

  const figures: string[][] = [];
  for (const part of parts) {
    const names = new Set(alike.flatMap((night) => Object.keys(of(night, part.name)?.figures ?? {})));
    for (const name of names) {
      const values = alike.map((night) => of(night, part.name)?.figures[name]);
      const value = values.at(-1);
      figures.push([
        quote(part.name),
        quote(name),
        value === undefined ? '<td class="n">none</td>' : `<td class="n">${shown(value)}</td>`,
        value === undefined ? '' : change(value, of(before, part.name)?.figures[name]),
        sparkline(values),
      ]);
    }
  }
  if (figures.length > 0)
    out.push('<h2>Figures</h2>', table(['part', 'figure', 'now', 'the night before', `the last ${alike.length} nights`], figures));
  out.push(
    '<h2>Nights</h2>',
    table(
      ['night', 'commit', ...parts.map((part) => quote(part.name))],
      [...alike]
        .reverse()
        .map((night) => [
          quote(night.night),
          `<code>${quote(night.commit.slice(0, 21))}</code>`,
          ...parts.map((part) => cell(of(night, part.name)?.status ?? 'left out')),
        ]),
    ),
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>plex86: the night</title><style>${STYLE}</style></head><body>${out.join('\n')}</body></html>\n`;
}
