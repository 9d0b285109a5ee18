/** The conformance job's report as one HTML file that needs nothing else. */
import type { JobReport } from '../conformance/job/job.ts';
import { MATRIX_MODES, Matrix } from '../conformance/job/matrix.ts';

function quote(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const row = (cells: readonly string[], tag = 'td'): string => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  return `<table><thead>${row(head, 'th')}</thead><tbody>${body.map((cells) => row(cells)).join('')}</tbody></table>`;
}

function matrixTable(matrix: Matrix): string {
  const body = matrix.rows().map(({ group, cells, total }) => {
    const all = [...MATRIX_MODES.map((mode) => cells.get(mode)), total];
    const text = all.map((cell) => {
      const kind =
        !cell || cell.compared + cell.skipped === 0 ? 'none' : cell.mismatched > 0 ? 'bad' : cell.compared === 0 ? 'skip' : 'good';
      return `<td class="${kind}">${Matrix.text(cell)}</td>`;
    });
    return `<tr><th>${quote(group)}</th>${text.join('')}</tr>`;
  });
  return `<table class="matrix"><thead>${row(['', ...MATRIX_MODES, 'all'], 'th')}</thead><tbody>${body.join('')}</tbody></table>`;
}

const STYLE = `body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse}td,th{padding:.2rem .6rem;text-align:left;border-bottom:1px solid #ddd}
.matrix td{text-align:right;font-variant-numeric:tabular-nums}.good{background:#e8f5e9}.bad{background:#ffcdd2;font-weight:600}.skip{background:#fff8e1}.none{color:#999}
code{font-size:.9em}@media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}td,th{border-color:#444}.good{background:#1b3a1f}.bad{background:#6b1d1d}.skip{background:#4a3f14}}`;

export function html(report: JobReport, when: Date): string {
  const { total } = report.matrix;
  const parts: string[] = [
    `<h1>plex86: conformance</h1>`,
    `<p>${when.toISOString()}, ${report.seconds.toFixed(1)} s. ${report.snippets} snippets as ${report.cases} cases. <b>${total.compared}</b> compared, <b>${total.skipped}</b> skipped, <b>${total.mismatched}</b> mismatched, ${total.known} known disagreements.</p>`,
    '<h2>Opcode group × mode</h2><p>compared / skipped !mismatched</p>',
    matrixTable(report.matrix),
  ];
  if (report.mismatches.length > 0) {
    parts.push('<h2>Mismatches</h2>');
    parts.push(
      table(
        ['case', 'engine', 'what differs', 'repeat'],
        report.mismatches
          .slice(0, 500)
          .map((each) => [
            quote(each.id),
            quote(each.engine),
            each.mismatches.map((one) => `${quote(one.field)}: ${quote(one.actual)}, expected ${quote(one.expected)}`).join('<br>'),
            `<code>npx plex86 repro ${quote(each.file)}</code>`,
          ]),
      ),
    );
  }
  parts.push('<h2>Engines</h2>');
  parts.push(
    table(
      ['engine', 'compared', 'skipped', 'mismatched', 'seconds'],
      report.engines.map((each) => [
        quote(each.name),
        `${each.compared}`,
        `${each.skipped}`,
        `${each.mismatched}`,
        each.seconds.toFixed(2),
      ]),
    ),
  );
  if (report.missing.length > 0) parts.push(`<p>Not on this machine: ${report.missing.map(quote).join('<br>')}</p>`);
  parts.push('<h2>Skipped, by reason</h2>');
  parts.push(
    table(
      ['reason', 'times'],
      [...report.matrix.skips].sort((a, b) => b[1] - a[1]).map(([reason, times]) => [quote(reason), `${times}`]),
    ),
  );
  if (report.known.size > 0) {
    parts.push('<h2>Known disagreements</h2>');
    parts.push(
      table(
        ['id', 'times'],
        [...report.known].map(([id, times]) => [quote(id), `${times}`]),
      ),
    );
  }
  parts.push(`<h2>What scanning cost</h2><p>Cold cache, ${report.costs.cases} cases.</p>`);
  parts.push(
    table(
      ['', 'sum', 'a case'],
      report.costs.rows().map(({ name, sum, perCase }) => [name, `${sum}`, perCase.toFixed(2)]),
    ),
  );
  for (const [title, list] of [
    ['Snippets that cannot be built', report.errors],
    ['Processes that ended', report.incidents],
  ] as const) {
    if (list.length > 0) parts.push(`<h2>${title}</h2><ul>${list.map((text) => `<li><code>${quote(text)}</code></li>`).join('')}</ul>`);
  }
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>plex86: conformance</title><style>${STYLE}</style></head><body>${parts.join('\n')}</body></html>\n`;
}
